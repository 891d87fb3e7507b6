"""Plain text in any encoding."""

import re

from ingest.blocks import Block, Parsed, tidy
from ingest.decode import text_of

# Lengths of the lines of hard-wrapped text; a longer line is a paragraph of its own.
SHORTEST_WRAPPED = 55
LONGEST_WRAPPED = 110
_LIST_ITEM = re.compile(r"(?:[-*•‣·]|\(?\d{1,3}[.)]|[a-z]\))\s")
_SENTENCE_END = re.compile(r"[.!?:;…。][\"'”’»)\]]*$")


def parse(content: bytes) -> Parsed:
    """Read a text file; its first line is the title.

    Raises:
        ParseError: the encoding cannot be told.
    """
    return Parsed((paragraphs(text_of(content)),))


def paragraphs(text: str) -> tuple[Block, ...]:
    """A text's paragraphs, hard-wrapped lines joined."""
    return tuple(
        Block(tidy(paragraph))
        for part in re.split(r"\n\s*\n", text.strip())
        for paragraph in _paragraphs(part.splitlines())
    )


def _paragraphs(lines: list[str]) -> list[str]:
    """Join hard-wrapped lines; a short or finished line, or a list item, stands alone."""
    is_wrapped = all(len(line) < LONGEST_WRAPPED for line in lines)
    joined: list[str] = []
    goes_on = False
    for line in map(str.strip, lines):
        if goes_on and not _LIST_ITEM.match(line):
            joined[-1] += " " + line
        else:
            joined.append(line)
        goes_on = is_wrapped and len(line) >= SHORTEST_WRAPPED and not _SENTENCE_END.search(line)
    return joined
