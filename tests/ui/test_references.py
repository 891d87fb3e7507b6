"""Cited documents as BibTeX, RIS and CSL-JSON, each read back by another program's parser."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
import rispy
from conversations import answer_with, citation_of
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import Entry, parse_string

from retrieval.records import Source
from ui.references import Reference, bibtex, csl_json, one_line, references, ris

ACCESSED = date(2026, 11, 23)
KIER = Source(
    "kier.pdf",
    "kier.pdf",
    "pdf",
    "Battery R&D: 100% {solid} state",
    "Korea Institute of Energy Research",
    "2025-08-04",
    "en",
    "https://kier.example/a_b?c=%20d#e",
)
TEXTS = st.text(max_size=60)
DATES = st.sampled_from(["", "2025", "2025-08", "2025-08-04", "no date", "2025-13"])
ADDRESSES = st.one_of(st.just(""), TEXTS.map("https://example.org/{}".format), TEXTS)
SOURCES = st.builds(
    Source,
    document=st.uuids().map(str),
    path=st.just(""),
    format=st.sampled_from(["pdf", "html", "docx"]),
    title=TEXTS,
    publisher=TEXTS,
    published=DATES,
    language=st.sampled_from(["", "en", "ko"]),
    url=ADDRESSES,
)
# What the escapes of TeX stand for, longest first.
TEX = {
    "textasciicircum{}": "^",
    "textasciitilde{}": "~",
    "textbackslash{}": "\\",
    "textbraceright{}": "}",
    "textbraceleft{}": "{",
} | {sign: sign for sign in "&%$#_"}


def cited(sources: Sequence[Source]) -> list[Reference]:
    """Answers that cite each of the sources."""
    return references([answer_with(citation_of(source)) for source in sources])


def shown(tex: str) -> str:
    """The text that TeX would print."""
    escape = "|".join(re.escape(name) for name in TEX)
    return re.sub(rf"\\({escape})", lambda match: TEX[match[1]], tex)


def unbraced(tex: str) -> str:
    """What stands in a pair of braces."""
    return tex.removeprefix("{").removesuffix("}")


def bibtex_entry(source: Source) -> Entry:
    (entry,) = parse_string(bibtex(cited([source]), ACCESSED), "bibtex").entries.values()
    return entry


# --- what is cited ------------------------------------------------------------------------


def test_a_document_cited_twice_is_one_reference_with_its_pages() -> None:
    answers = [answer_with(citation_of(KIER, page=page)) for page in (7, 3, 7)]
    (reference,) = references(answers)
    assert (reference.source, reference.pages) == (KIER, (3, 7))


def test_a_format_without_pages_has_none() -> None:
    assert cited([replace(KIER, format="html")])[0].pages == ()


@pytest.mark.parametrize(
    ("publisher", "title", "published", "key"),
    [
        ("KIER", "The Korean battery", "2025-08", "kier2025korean"),
        ("CEA", "L’électricité du désert", "2024", "cea2024electricite"),
        ("한국", "배터리 워크숍", "2025", "hanguk2025baeteori"),
        ("", "Kiel", "", "kiel"),
        ("国家能源局", "电池", "2025", "document2025"),
        ("", "", "", "document"),
    ],
)
def test_a_key_is_made_of_publisher_year_and_title(
    publisher: str, title: str, published: str, key: str
) -> None:
    source = replace(KIER, publisher=publisher, title=title, published=published)
    assert cited([source])[0].key == key


def test_equal_keys_are_numbered() -> None:
    sources = [replace(KIER, document=f"{n}.pdf") for n in range(3)]
    first = "korea2025battery"
    assert [each.key for each in cited(sources)] == [first, f"{first}-2", f"{first}-3"]


@given(st.lists(SOURCES, max_size=6))
def test_keys_are_unique_and_plain(sources: list[Source]) -> None:
    keys = [each.key for each in cited(sources)]
    assert len(set(keys)) == len(sources)
    assert all(re.fullmatch("[a-z0-9-]*[a-z][a-z0-9-]*", key) for key in keys)


# --- BibTeX -------------------------------------------------------------------------------


def test_bibtex_has_all_that_is_known() -> None:
    assert bibtex(cited([KIER]), ACCESSED) == (
        "@techreport{korea2025battery,\n"
        "  title = {{Battery R\\&D: 100\\% \\textbraceleft{}solid\\textbraceright{} state}},\n"
        "  author = {{Korea Institute of Energy Research}},\n"
        "  institution = {{Korea Institute of Energy Research}},\n"
        "  year = {2025},\n"
        "  month = aug,\n"
        "  day = {4},\n"
        "  pages = {1},\n"
        "  language = {en},\n"
        "  url = {https://kier.example/a_b?c=%20d#e},\n"
        "  urldate = {2026-11-23},\n"
        "}\n"
    )


def test_a_publisher_with_and_in_its_name_is_one_author() -> None:
    entry = bibtex_entry(replace(KIER, publisher="Energy and Climate, Ministry of"))
    (author,) = entry.persons["author"]
    assert str(author) == "{Energy and Climate, Ministry of}"


@given(st.lists(SOURCES, min_size=1, max_size=4))
def test_bibtex_is_read_back_as_it_was(sources: list[Source]) -> None:
    found = cited(sources)
    entries = parse_string(bibtex(found, ACCESSED), "bibtex").entries
    assert list(entries) == [reference.key for reference in found]
    for source, entry in zip(sources, entries.values(), strict=True):
        title = one_line(source.title or source.document)
        assert shown(unbraced(entry.fields["title"])) == title
        authors = [shown(unbraced(str(author))) for author in entry.persons.get("author", [])]
        assert "".join(authors) == one_line(source.publisher)


@pytest.mark.parametrize(
    ("published", "fields"),
    [
        ("2025", {"year": "2025"}),
        ("2025-08", {"year": "2025", "month": "August"}),
        ("2025-08-04", {"year": "2025", "month": "August", "day": "4"}),
        ("", {}),
    ],
)
def test_bibtex_dates_are_as_precise_as_known(published: str, fields: dict[str, str]) -> None:
    entry = bibtex_entry(replace(KIER, published=published))
    known = {name: entry.fields[name] for name in ("year", "month", "day") if name in entry.fields}
    assert known == fields


# --- RIS ----------------------------------------------------------------------------------


def test_ris_has_all_that_is_known() -> None:
    assert ris(cited([KIER]), ACCESSED).split("\r\n") == [
        "TY  - RPRT",
        "ID  - korea2025battery",
        "TI  - Battery R&D: 100% {solid} state",
        "AU  - Korea Institute of Energy Research",
        "PB  - Korea Institute of Energy Research",
        "PY  - 2025",
        "DA  - 2025/08/04/",
        "SP  - 1",
        "LA  - en",
        "UR  - https://kier.example/a_b?c=%20d#e",
        "Y2  - 2026/11/23/",
        "ER  - ",
        "",
    ]


@pytest.mark.parametrize(
    ("published", "day"), [("2025", "2025///"), ("2025-08", "2025/08//"), ("", None)]
)
def test_ris_leaves_unknown_parts_of_a_date_empty(published: str, day: str | None) -> None:
    (read,) = rispy.loads(ris(cited([replace(KIER, published=published)]), ACCESSED))
    assert read.get("date") == day


@given(st.lists(SOURCES, min_size=1, max_size=4))
def test_ris_is_read_back_as_it_was(sources: list[Source]) -> None:
    found = cited(sources)
    read = rispy.loads(ris(found, ACCESSED))
    assert [entry["id"] for entry in read] == [reference.key for reference in found]
    for source, entry in zip(sources, read, strict=True):
        assert entry.get("title", "") == one_line(source.title or source.document)
        assert entry.get("publisher", "") == one_line(source.publisher)


def test_no_title_begins_a_record_of_its_own() -> None:
    forged = replace(KIER, title="Title\nER  - \nTY  - JOUR\x85TI  - other")
    (entry,) = rispy.loads(ris(cited([forged]), ACCESSED))
    assert entry["title"] == "Title ER - TY - JOUR TI - other"


# --- CSL-JSON -----------------------------------------------------------------------------


def test_csl_json_has_all_that_is_known() -> None:
    assert json.loads(csl_json(cited([KIER]), ACCESSED)) == [
        {
            "id": "korea2025battery",
            "type": "report",
            "title": "Battery R&D: 100% {solid} state",
            "author": [{"literal": "Korea Institute of Energy Research"}],
            "publisher": "Korea Institute of Energy Research",
            "issued": {"date-parts": [[2025, 8, 4]]},
            "page": "1",
            "language": "en",
            "URL": "https://kier.example/a_b?c=%20d#e",
            "accessed": {"date-parts": [[2026, 11, 23]]},
        }
    ]


@given(st.lists(SOURCES, max_size=4))
def test_csl_json_is_read_back_as_it_was(sources: list[Source]) -> None:
    items = json.loads(csl_json(cited(sources), ACCESSED))
    titles = [one_line(source.title or source.document) for source in sources]
    assert [item.get("title", "") for item in items] == titles


# --- what is not there, and what is dangerous ---------------------------------------------


def test_a_document_without_publisher_and_address_is_neither_report_nor_page() -> None:
    bare = replace(KIER, publisher="", url="", language="", published="")
    assert bibtex_entry(bare).type == "misc"
    assert json.loads(csl_json(cited([bare]), ACCESSED)) == [
        {"id": "battery", "type": "document", "title": KIER.title, "page": "1"}
    ]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "not an address"])
def test_what_is_no_web_address_is_left_out(url: str) -> None:
    found = cited([replace(KIER, url=url)])
    for text in (write(found, ACCESSED) for write in (bibtex, ris, csl_json)):
        assert url not in text


def test_braces_in_an_address_close_no_field() -> None:
    entry = bibtex_entry(replace(KIER, url="https://kier.example/}{\\"))
    assert entry.fields["url"] == "https://kier.example/%7D%7B%5C"
