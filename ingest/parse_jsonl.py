"""JSON Lines: each row a page, with a text column and others that say what it is.

The text is in the first of the columns text, content, body, page_content, article, abstract,
summary or description, whatever their capitals; title, publisher, date, language and address
are recognised by their usual names, see :data:`ingest.metadata.FIELDS`. Any other column whose
value is a word or number becomes a line "column: value" of the page.
"""

import json
from collections.abc import Iterator
from typing import Any

from ingest.blocks import Block, Parsed, tidy
from ingest.decode import text_of
from ingest.metadata import named_fields
from ingest.parse_text import paragraphs
from retrieval.errors import ParseError

TEXT_COLUMNS = (
    "text", "content", "body", "page_content", "article", "abstract", "summary", "description",
)  # fmt: skip
MOST_BAD_NAMED = 5  # rows that a warning names
LONGEST_VALUE = 300  # characters of a value that is shown as a line


def parse(content: bytes) -> Parsed:
    """Read a JSONL file.

    Raises:
        ParseError: no row is an object with a text column.
    """
    rows: list[dict[str, Any]] = []
    bad: list[int] = []
    for number, line in enumerate(text_of(content).split("\n"), 1):
        row = _row(line)
        if row is not None and _text_column(row):
            rows.append(row)
        elif line.strip():
            bad.append(number)
    if not rows:
        raise ParseError(
            "No line is a JSON object with a text column. Name the column with the text one of "
            f"{', '.join(TEXT_COLUMNS)}, or take the file out of the folder."
        )
    return Parsed(tuple(tuple(_page(row)) for row in rows), _common(rows), _warnings(bad))


def _row(line: str) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def _text_column(row: dict[str, Any]) -> str:
    """The name of the column with the text; empty if there is none."""
    named = {str(name).lower(): name for name in row}
    return next(
        (
            named[column]
            for column in TEXT_COLUMNS
            if isinstance(row.get(named.get(column, "")), str) and row[named[column]].strip()
        ),
        "",
    )


def _page(row: dict[str, Any]) -> Iterator[Block]:
    text = _text_column(row)
    title = named_fields(row).get("title", "")
    yield Block(title, 1)
    yield from paragraphs(row[text])
    others = [
        f"{name}: {tidy(str(value))}"
        for name, value in row.items()
        if name != text
        and isinstance(value, str | int | float)
        and tidy(str(value)) not in {"", title}
        and len(str(value)) <= LONGEST_VALUE
    ]
    yield Block("; ".join(others))


def _common(rows: list[dict[str, Any]]) -> dict[str, str]:
    """The metadata that all rows share; the title only of a single row."""
    fields = [named_fields(row) for row in rows]
    return {
        key: value
        for key, value in fields[0].items()
        if all(other.get(key) == value for other in fields)
    }


def _warnings(bad: list[int]) -> tuple[str, ...]:
    if not bad:
        return ()
    named = ", ".join(map(str, bad[:MOST_BAD_NAMED])) + (", …" if len(bad) > MOST_BAD_NAMED else "")
    return (f"{len(bad)} of its lines have no text column and are left out: {named}",)
