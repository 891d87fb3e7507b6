"""HTML of whole documents and of the images of their pages."""

from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from html_reader import HOSTILE, Reader

from retrieval.records import Heading, Page, Source
from ui.document_page import document_html, message_html

SOURCE = Source("a b/<i>ü</i>?#.md", "p.md", "md", "<b>Title</b> & 'more'", "<u>Press</u>", "2025")
PDF = replace(SOURCE, document="배터리/a b&c?.pdf", format="pdf")
PAGES = [Page(number, f"Page {number} says so.") for number in (1, 2, 3)]


def test_a_document_shows_as_text() -> None:
    html = document_html(SOURCE, [Page(1, f"{HOSTILE}\n{HOSTILE}")], 1, 0, 0)
    assert Reader(html).text.count(HOSTILE) == 2
    assert not {"script", "i", "b", "u"} & {tag for tag, _ in Reader(html).tags}


def test_the_cited_words_of_a_document_are_marked() -> None:
    text = f"First line.\n\nSecond: {HOSTILE}\nThird line."
    start = text.index(HOSTILE)
    html = document_html(SOURCE, [Page(1, text)], 1, start, start + len(HOSTILE))
    assert Reader(html).inside == HOSTILE


def test_marked_words_over_several_lines_have_one_anchor() -> None:
    html = document_html(SOURCE, [Page(1, "One two.\nThree four.\nFive.")], 1, 4, 14)
    assert Reader(html).inside == "two.Three"
    assert [about.get("id") for tag, about in Reader(html).tags if tag == "mark"] == [
        "cited",
        None,
    ]


def test_offsets_count_characters_not_bytes() -> None:
    html = document_html(SOURCE, [Page(1, "배터리 😀 é: Montréal, 몬트리올")], 1, 9, 17)
    assert Reader(html).inside == "Montréal"


def test_only_the_cited_page_is_marked() -> None:
    pages = [Page(number, f"Page {number} says so.") for number in (1, 2, 3)]
    html = document_html(SOURCE, pages, 2, 0, 6)
    assert Reader(html).inside == "Page 2"


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 2), (900, 999)])
def test_a_place_outside_the_text_marks_nothing(start: int, end: int) -> None:
    html = document_html(SOURCE, [Page(1, "Short.")], 1, start, end)
    assert "Short." in Reader(html).text
    assert Reader(html).inside == ""


def test_headings_of_a_document_are_headings() -> None:
    page = Page(1, "Above\nBelow\nText", (Heading(0, 1, "Above"), Heading(6, 2, "Below")))
    html = document_html(SOURCE, [page], 1, 0, 0)
    assert Reader(html, "h2").inside == "Above"
    assert Reader(html, "h3").inside == "Below"


def test_page_numbers_are_shown_where_there_are_pages() -> None:
    pages = [Page(1, "One."), Page(2, "Two.")]
    assert "Page 2" in Reader(document_html(SOURCE, pages, 1, 0, 0)).text
    assert "Page 1" not in Reader(document_html(SOURCE, pages[:1], 1, 0, 0)).text


def test_a_message_shows_as_text() -> None:
    assert Reader(message_html("Not found", HOSTILE)).text.endswith(HOSTILE)


def images(html: str) -> list[dict[str, str | None]]:
    return [about for tag, about in Reader(html).tags if tag == "img"]


def test_each_page_of_a_pdf_has_its_image() -> None:
    links = [urlsplit(about["src"] or "") for about in images(document_html(PDF, PAGES, 1, 0, 0))]
    assert {unquote(link.path) for link in links} == {"/page/배터리/a b&c?.pdf"}
    assert [parse_qs(link.query) for link in links] == [{"page": [str(n)]} for n in (1, 2, 3)]


def test_only_the_image_of_the_cited_page_is_marked_and_loaded_at_once() -> None:
    found = images(document_html(PDF, PAGES, 2, 0, 6))
    queries = [parse_qs(urlsplit(about["src"] or "").query) for about in found]
    assert queries[1] == {"page": ["2"], "start": ["0"], "end": ["6"]}
    assert [about["loading"] for about in found] == ["lazy", "eager", "lazy"]
    assert [(about["alt"] or "").count("cited words marked") for about in found] == [0, 1, 0]


def test_a_format_without_pages_has_no_image() -> None:
    assert images(document_html(SOURCE, PAGES[:1], 1, 0, 4)) == []


def test_each_page_leads_to_those_beside_it() -> None:
    read = Reader(document_html(PDF, PAGES, 2, 0, 0))
    anchors = [link for link in read.links() if link.startswith("#page-")]
    assert anchors == ["#page-2", "#page-1", "#page-3", "#page-2"]
    assert {f"#{about['id']}" for tag, about in read.tags if tag == "section"} == {
        "#page-1",
        "#page-2",
        "#page-3",
    }
