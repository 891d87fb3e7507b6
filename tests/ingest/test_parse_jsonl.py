"""JSON Lines: each row is a page."""

import json
from collections.abc import Callable

import pytest

from ingest.parse import Document
from retrieval.errors import ParseError
from retrieval.records import Heading, Page, Source

Read = Callable[..., tuple[Source, list[Page]]]


def rows(*rows: object) -> str:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def test_each_row_is_a_page_with_its_title_and_other_columns(read: Read) -> None:
    first = {"Title": "Heat", "Text": "Sales fell.\n\nPrices rose.", "year": 2023, "tags": ["x"]}
    _, pages = read("a.jsonl", rows(first, {"text": "Wind grew.", "year": 2024}))
    assert pages == [
        Page(1, "Heat\n\nSales fell.\n\nPrices rose.\n\nyear: 2023", (Heading(0, 1, "Heat"),)),
        Page(2, "Wind grew.\n\nyear: 2024"),
    ]


@pytest.mark.parametrize("column", ["content", "body", "page_content", "abstract", "description"])
def test_the_text_column_may_have_several_names(read: Read, column: str) -> None:
    _, (page,) = read("a.jsonl", rows({column: "Wind grew."}))
    assert page.text == "Wind grew."


def test_what_all_rows_say_is_said_of_the_document(read: Read) -> None:
    one = {"text": "Wind grew.", "publisher": "KIER", "date": "2025-07-04", "lang": "en"}
    source, _ = read("wind-news.jsonl", rows(one, one | {"date": "2025-07-05"}))
    assert (source.title, source.publisher, source.published, source.language) == (
        "wind news",
        "KIER",
        "",
        "en",
    )


def test_lines_that_cannot_be_used_are_named_and_the_others_count(
    read_file: Callable[..., Document],
) -> None:
    found = read_file("a.jsonl", rows({"text": "Wind grew."}, {"x": 1}, [1]) + "\n{broken\n\n")
    assert [page.text for page in found.pages] == ["Wind grew."]
    assert found.warnings == ("3 of its lines have no text column and are left out: 2, 3, 4",)


def test_a_file_without_a_text_column_is_refused_with_the_names(read: Read) -> None:
    with pytest.raises(ParseError, match=r"Name the column with the text one of text, content"):
        read("a.jsonl", rows({"question": "Q", "answer": 1}))
