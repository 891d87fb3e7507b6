"""Plain text in any encoding."""

import re
from pathlib import Path

from charset_normalizer import from_bytes
from charset_normalizer.utils import any_specified_encoding

from ingest.blocks import Block, Parsed, tidy
from retrieval.errors import ParseError

# Tried before all others: in a short text one single-byte encoding looks like any other, and
# "électricité" in Latin-1 would be read as Baltic or Arabic letters.
LIKELY_ENCODINGS = ["utf_16", "utf_32", "cp1252", "cp949", "cp932", "gb18030", "big5"]
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
        declared = any_specified_encoding(content)
        likely = [*LIKELY_ENCODINGS, declared] if declared else LIKELY_ENCODINGS
        best = from_bytes(content, cp_isolation=likely).best() or from_bytes(content).best()
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
