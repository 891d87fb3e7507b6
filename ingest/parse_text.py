"""Plain text in any encoding."""

import re
from pathlib import Path

from charset_normalizer import from_bytes

from ingest.blocks import Block, Parsed, tidy
from retrieval.errors import ParseError

# Lengths of the lines of hard-wrapped text; a longer line is a paragraph of its own.
SHORTEST_WRAPPED = 55
LONGEST_WRAPPED = 110
_LIST_ITEM = re.compile(r"(?:[-*•‣·]|\(?\d{1,3}[.)]|[a-z]\))\s")
_SENTENCE_END = re.compile(r"[.!?:;…。][\"'”’»)\]]*$")


def parse(path: Path) -> Parsed:
    """Read a text file; its first line is the title.

    Raises:
        ParseError: the encoding cannot be told.
    """
    blocks = [
        Block(tidy(paragraph))
        for part in re.split(r"\n\s*\n", read_text(path).strip())
        for paragraph in _paragraphs(part.splitlines())
    ]
    return Parsed((tuple(blocks),))


def read_text(path: Path) -> str:
    """The text of a file, with line ends made ``\\n``.

    Raises:
        ParseError: the encoding cannot be told, as in a binary file.
    """
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(content).best()
        if best is None:
            raise ParseError(
                "The file is not text in any known encoding. Save it as UTF-8."
            ) from None
        text = str(best)
    return text.replace("\r\n", "\n").replace("\r", "\n")


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
