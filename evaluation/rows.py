"""The rows of a JSONL or CSV file, each with the line that it begins on. No meaning yet."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evaluation.errors import EvaluationError

LISTS = ("answers", "documents", "passages", "history")
SINGULAR = {"answer": "answers", "document": "documents", "passage": "passages"}
TABLES = (".csv", ".tsv")

Row = Mapping[str, Any] | str  # a str says why the line holds none


def read_rows(path: Path, data: bytes) -> Iterator[tuple[int, Row]]:
    """Rows with their lines, counted from 1; a table's name ends in one of TABLES.

    Raises:
        EvaluationError: a table is not UTF-8.
    """
    return _table_rows(path, data) if path.suffix.lower() in TABLES else _json_rows(data)


def _json_rows(data: bytes) -> Iterator[tuple[int, Row]]:
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode("utf-8"))
        except UnicodeDecodeError:
            yield number, "is not UTF-8"
        except (ValueError, RecursionError) as error:
            yield number, f"is not JSON ({error})"
        else:
            yield number, row if isinstance(row, dict) else "is not a JSON object"


def read_cells(path: Path, data: bytes) -> Iterator[tuple[int, list[str] | str]]:
    """The cells of a table's rows with their lines; a str says why the line holds none.

    The delimiter is a comma, semicolon or tab, whichever the first line has most of.

    Raises:
        EvaluationError: the table is not UTF-8.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise EvaluationError(
            f"The table {path.name} is not UTF-8 (byte {error.start}). "
            'In a spreadsheet, save it as "CSV UTF-8".'
        ) from error
    unquoted = re.sub(r'"[^"]*"', "", text).split("\n", 1)[0]
    delimiter = max(",;\t", key=unquoted.count)
    # newline="" as csv wants it: a line end inside quotes stays as it is.
    cells = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    while True:
        try:
            row = next(cells, None)
        except csv.Error as error:
            yield begins, f"is not CSV ({error})"
            begins = cells.line_num + 1
            continue
        if row is None:
            return
        line, begins = begins, cells.line_num + 1
        if any(cell.strip() for cell in row):
            yield line, row


def too_many_cells(row: Sequence[str], columns: Sequence[str]) -> str:
    """The problem of a row that has more cells than there are columns; else empty."""
    if len(row) <= len(columns):
        return ""
    return f"has {len(row)} cells for {len(columns)} columns (a comma may lack its quotes)"


def _table_rows(path: Path, data: bytes) -> Iterator[tuple[int, Row]]:
    header: list[str] | None = None
    for line, row in read_cells(path, data):
        if isinstance(row, str):
            yield line, row
            continue
        if header is None:
            header, is_header = _header(row)
            if is_header:
                continue
        problem = too_many_cells(row, header)
        yield line, problem or _from_cells(dict(zip(header, row, strict=False)))


def _header(row: list[str]) -> tuple[list[str], bool]:
    """The names of the columns, and whether the row holds them."""
    names = [cell.strip().casefold() for cell in row]
    if "question" in names or len(names) != 2:
        return names, True
    return ["question", "answers"], False


def _from_cells(row: Mapping[str, str]) -> dict[str, Any]:
    return {
        name: _cell_list(cell) if SINGULAR.get(name, name) in LISTS else cell.strip()
        for name, cell in row.items()
    }


def _cell_list(cell: str) -> object:
    if cell.lstrip().startswith("["):
        try:
            return json.loads(cell)
        except ValueError:
            pass  # an answer may begin with a bracket
    return [item.strip() for item in cell.split("|") if item.strip()]
