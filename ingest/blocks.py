"""What every parser yields: blocks of text, which become the lines of a page."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from retrieval.records import Box, Heading, Page

# Format characters that are invisible and would split words, or show them in another order.
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\ufffe]"
)
_SPACE = re.compile(r"\s+")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)


@dataclass(frozen=True)
class Block:
    """A heading, paragraph, list item or table row; ``level`` is 0 for all but headings.

    ``boxes`` are those of its words, with offsets into its text.
    """

    text: str
    level: int = 0
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True)
class Parsed:
    """A file as its parser read it: the blocks of each page, and what metadata it gives.

    ``metadata`` has any of the keys title, publisher, published, language and url, and
    ``created``, the stamp of the program that made the file. A warning is a part of a
    sentence: "no text in pages 3 to 9".
    """

    pages: tuple[tuple[Block, ...], ...]
    metadata: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def tidy(text: str) -> str:
    """Text on one line: invisible characters dropped, ligatures and white space made plain."""
    # A lone surrogate, from a broken decoder, cannot be stored.
    text = text.encode("utf-8", "replace").decode()
    return _SPACE.sub(" ", _INVISIBLE.sub("", text)).translate(_LIGATURES).strip()


def assemble(number: int, blocks: Iterable[Block]) -> Page:
    """Join blocks into a page, one a line, an empty line around headings and paragraphs."""
    lines: list[str] = []
    headings: list[Heading] = []
    boxes: list[Box] = []
    offset = 0
    for block in blocks:
        if not block.text:
            continue
        if block.level:
            headings.append(Heading(offset, block.level, block.text))
        lines.append(block.text)
        boxes += (replace(b, start=b.start + offset, end=b.end + offset) for b in block.boxes)
        offset += len(block.text) + 2
    return Page(number, "\n\n".join(lines), tuple(headings), tuple(boxes))


def table_rows(rows: list[list[str]]) -> list[Block]:
    """Rows of a table as blocks that stay readable alone: "Region: Asia; GW: 421"."""
    rows = [[tidy(cell) for cell in row] for row in rows]
    rows = [row for row in rows if any(row)]
    if len(rows) < 2:
        return [Block("; ".join(cell for cell in row if cell)) for row in rows]
    header, *body = rows
    return [Block("; ".join(_labelled(header, row))) for row in body]


def _labelled(header: list[str], row: list[str]) -> list[str]:
    labels = header + [""] * (len(row) - len(header))
    return [
        f"{label}: {cell}" if label and label != cell else cell
        for label, cell in zip(labels, row, strict=False)
        if cell
    ]
