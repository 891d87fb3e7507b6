"""Excel workbooks: each sheet is a page, each row a line that names its columns."""

from datetime import date, datetime, time
from io import BytesIO

import openpyxl

from ingest.blocks import Block, Parsed
from ingest.properties import core_fields
from ingest.tables import sheet_blocks

_AUTOMATIC_NAMES = ("sheet", "tabelle", "feuil", "시트")


def parse(content: bytes) -> Parsed:
    """Read an XLSX file; of a formula the value that was last computed."""
    book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
    try:
        pages = tuple(_page(sheet) for sheet in book.worksheets)
        return Parsed(pages, core_fields(book.properties), _without_values(content, book))
    finally:
        book.close()


def _page(sheet: openpyxl.worksheet._read_only.ReadOnlyWorksheet) -> tuple[Block, ...]:
    # The size that a file states may be wrong: too small loses rows, too large takes for ever.
    sheet.reset_dimensions()
    blocks = sheet_blocks([_text(cell) for cell in row] for row in sheet.iter_rows())
    is_named = not sheet.title.lower().startswith(_AUTOMATIC_NAMES)
    return (Block(sheet.title, 1), *blocks) if blocks and is_named else tuple(blocks)


def _text(cell: openpyxl.cell.cell.Cell) -> str:
    """The value as a person sees it, as far as that changes its meaning: "30.8 %", dates."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, float):
        is_share = "%" in str(cell.number_format)
        # Twelve digits are all that Excel shows; the rest is binary rounding.
        return f"{value * 100:.12g}%" if is_share else f"{value:.12g}"
    return str(value)


def _without_values(content: bytes, book: openpyxl.Workbook) -> tuple[str, ...]:
    """A warning where formulas were never computed, as in files that a program wrote."""
    formulas = openpyxl.load_workbook(BytesIO(content), read_only=True)
    missing = sum(
        formula.data_type == "f" and value.value is None
        for formula_sheet, value_sheet in zip(formulas.worksheets, book.worksheets, strict=True)
        for formula_row, value_row in zip(
            formula_sheet.iter_rows(), value_sheet.iter_rows(), strict=False
        )
        for formula, value in zip(formula_row, value_row, strict=False)
    )
    formulas.close()
    if not missing:
        return ()
    cells = "1 cell" if missing == 1 else f"{missing} cells"
    return (f"formulas in {cells} have no value; open it in Excel and save it anew",)
