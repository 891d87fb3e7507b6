"""Filters: which documents match, and what a filter that cannot match says."""

from dataclasses import replace

import pytest
from line_documents import source

from retrieval.errors import FilterError
from retrieval.filters import Filters, select

SOURCES = [
    replace(source("kier/a.md"), publisher="KIER", language="ko", published="2024"),
    replace(source("kier/b.md"), publisher="KIER", language="en", published="2025-03"),
    replace(source("cea.pdf"), publisher="CEA-Liten", language="fr", published="2025-08-04"),
    replace(source("note[1].txt"), language="en"),
    replace(source("old.txt"), publisher="IEA", language="en", published="spring 2019"),
]


def matching(**filters: object) -> set[str]:
    return select(SOURCES, Filters(**filters))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("filters", "documents"),
    [
        ({"publishers": ("KIER",)}, {"kier/a.md", "kier/b.md"}),
        ({"publishers": ("kier",)}, {"kier/a.md", "kier/b.md"}),
        ({"publishers": ("KIER", "CEA-Liten")}, {"kier/a.md", "kier/b.md", "cea.pdf"}),
        ({"languages": ("EN",)}, {"kier/b.md", "note[1].txt", "old.txt"}),
        ({"publishers": ("KIER",), "languages": ("en",)}, {"kier/b.md"}),
        ({"publishers": ("CEA-Liten",), "languages": ("ko",)}, set()),
        ({"documents": ("cea.pdf",)}, {"cea.pdf"}),
        ({"documents": ("kier/*", "cea.pdf")}, {"kier/a.md", "kier/b.md", "cea.pdf"}),
        ({"documents": ("note[1].txt",)}, {"note[1].txt"}),
    ],
)
def test_the_documents_that_match_are_selected(
    filters: dict[str, object], documents: set[str]
) -> None:
    assert matching(**filters) == documents


@pytest.mark.parametrize(
    ("since", "until", "documents"),
    [
        ("2025", "", {"kier/b.md", "cea.pdf"}),
        ("2025-03", "", {"kier/b.md", "cea.pdf"}),
        ("2025-04", "", {"cea.pdf"}),
        ("2025-08-04", "", {"cea.pdf"}),
        ("2025-08-05", "", set()),
        ("", "2024", {"kier/a.md"}),
        ("", "2025", {"kier/a.md", "kier/b.md", "cea.pdf"}),
        ("", "2025-08-03", {"kier/a.md", "kier/b.md"}),
        ("", "2025-08-04", {"kier/a.md", "kier/b.md", "cea.pdf"}),
        ("2025-01", "2025-06", {"kier/b.md"}),
        # A document of 2024, or of March, may lie in its part of the year or month.
        ("2024-06-30", "2024-12", {"kier/a.md"}),
        ("2025-03-15", "2025-03-15", {"kier/b.md"}),
        (" 2025-04 ", "", {"cea.pdf"}),
    ],
)
def test_dates_are_inclusive_at_any_precision(since: str, until: str, documents: set[str]) -> None:
    assert matching(since=since, until=until) == documents


def test_a_document_without_a_readable_date_matches_no_date() -> None:
    assert not {"note[1].txt", "old.txt"} & matching(since="0001")


def test_no_filter_is_no_filter() -> None:
    assert not Filters()
    assert len(matching()) == len(SOURCES)


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"publishers": ("KEIR",)}, "no publisher 'KEIR'. Closest: KIER."),
        ({"languages": ("de",)}, "no language 'de'. It has: en, fr, ko."),
        ({"documents": ("kier/c.md",)}, "no document 'kier/c.md'. Closest: kier/"),
        ({"documents": ("zzz*",)}, "no document 'zzz*'. It has: kier/a.md"),
        ({"since": "last year"}, "since 'last year' is no date. Write a year, a month or a day"),
        ({"until": "2025-13"}, "until '2025-13' is no date"),
        ({"since": "2025-06", "until": "2025-05"}, "since 2025-06 lies after until 2025-05"),
    ],
)
def test_a_filter_that_cannot_match_is_refused_with_what_is_known(
    filters: dict[str, object], said: str
) -> None:
    with pytest.raises(FilterError) as refused:
        matching(**filters)
    assert said in str(refused.value)


def test_a_library_without_publishers_says_so() -> None:
    with pytest.raises(FilterError, match=r"no publisher 'KIER'\. It has: none\."):
        select([source("a.txt")], Filters(publishers=("KIER",)))
