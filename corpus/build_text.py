"""Plain-text documents that people and programs can read alike.

Blank lines set everything apart, two of them a heading. A row of a table is a paragraph
of its own that says what its cells are; columns that are aligned with spaces would be
lost on a reader that joins lines.
"""

import textwrap

from corpus.body import Block, Heading, List, Paragraph, Table, read_blocks
from corpus.source import Source

COLUMNS = 80


def txt_bytes(source: Source) -> bytes:
    """Title, publisher, date and the blocks; all but table rows in lines of up to 80 columns."""
    blocks = map(_block, read_blocks(source))
    return "\n\n".join([_fill(source.title), source.byline, *blocks]).encode() + b"\n"


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"\n{block.text}"
        case Paragraph():
            return _fill(block.text)
        case List():
            return "\n".join(
                _fill(item, f"{number}. " if block.is_numbered else "- ")
                for number, item in enumerate(block.items, start=1)
            )
        case Table():
            labels, *rows = block.rows
            return "\n\n".join(_row(labels, row) for row in rows)


def _row(labels: list[str], row: list[str]) -> str:
    cells = zip(labels, row, strict=True)
    return "; ".join(f"{label}: {cell}" for label, cell in cells if cell)


def _fill(text: str, marker: str = "") -> str:
    wrapper = textwrap.TextWrapper(COLUMNS, initial_indent=marker)
    wrapper.subsequent_indent = " " * len(marker)
    wrapper.break_long_words = wrapper.break_on_hyphens = False
    return wrapper.fill(text)
