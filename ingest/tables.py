"""Sheets of cells as lines that stay readable alone: "Region: Asia; Added: 421 GW"."""

from collections.abc import Iterable

from ingest.blocks import Block, table_rows, tidy

HEADER_WITHIN = 10  # rows from the top in which a header is looked for
HEADER_SHARE = 0.6  # of the widest row's cells that a header fills at least


def sheet_blocks(rows: Iterable[list[str]]) -> list[Block]:
    """The rows of a sheet, each with its header; what stands above the header as it is.

    The header is the first of the topmost rows that fills nearly as many cells as the widest.
    """
    filled = [row for row in ([tidy(cell) for cell in row] for row in rows) if any(row)]
    top = [sum(map(bool, row)) for row in filled[:HEADER_WITHIN]]
    widest = max(top, default=0)
    header = next((n for n, cells in enumerate(top) if cells >= HEADER_SHARE * widest), 0)
    above = [Block("; ".join(filter(None, row))) for row in filled[:header]]
    return above + table_rows(filled[header:])
