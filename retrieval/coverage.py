"""How much of each document was read, in the catalogue's file."""

from collections.abc import Callable
from typing import Any

from retrieval.records import Coverage

Rows = Callable[..., list[Any]]


def coverage(rows: Rows, document: str | None = None) -> dict[str, Coverage]:
    """The coverage of all documents by id, or of one."""
    warnings: dict[str, list[str]] = {}
    for row in rows(
        "SELECT * FROM warnings WHERE ?1 IS NULL OR document = ?1 ORDER BY document, number",
        document,
    ):
        warnings.setdefault(row["document"], []).append(row["text"])
    counted = rows(
        "SELECT document, count(*) AS pages, sum(text != '') AS filled, "
        "sum(length(text)) AS characters FROM pages WHERE ?1 IS NULL OR document = ?1 "
        "GROUP BY document",
        document,
    )
    return {
        row["document"]: Coverage(
            row["pages"], row["filled"], row["characters"], tuple(warnings.get(row["document"], ()))
        )
        for row in counted
    }
