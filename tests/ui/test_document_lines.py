"""The text of a page as HTML."""

from html_reader import HOSTILE, Reader

from retrieval.records import Heading, Page
from ui.document_lines import PageText

TABLE = "Region: Asia; Added: 421 GW\n\nRegion: Europe; Added: 70 GW"


def cells(html: str, tag: str) -> list[str]:
    return [each.split("</")[0] for each in html.split(f"<{tag}>")[1:]]


def test_rows_with_the_same_labels_are_a_table() -> None:
    html = PageText(Page(1, f"Before.\n\n{TABLE}\n\nAfter."), 0, 0).html()
    assert Reader(html).text == "Before.RegionAddedAsia421 GWEurope70 GWAfter."
    assert cells(html, "td") == ["Asia", "421 GW", "Europe", "70 GW"]
    assert html.count("<p>") == 2


def test_the_cited_words_are_marked_in_their_cell() -> None:
    start = TABLE.index("70 GW")
    html = PageText(Page(1, TABLE), start, start + 5).html()
    assert '<td><mark id="cited">70 GW</mark></td>' in html


def test_a_row_that_is_cited_is_marked_cell_by_cell_with_one_anchor() -> None:
    html = PageText(Page(1, TABLE), 0, TABLE.index("\n")).html()
    assert Reader(html).inside == "Asia421 GW"
    assert html.count('id="cited"') == 1


def test_a_sentence_with_colons_is_no_table() -> None:
    for text in (
        "Note: it rains.\nNote: it snows.",
        "One: a; two: b",
        "So: yes; but: no\nStill: yes; or: no",
    ):
        assert "<table" not in PageText(Page(1, text), 0, 0).html()


def test_what_a_cell_holds_is_no_markup() -> None:
    text = "\n".join(f"<b>A</b>: {n}; <i>B</i>: <script>{n}</script>" for n in (1, 2))
    tags = {tag for tag, _ in Reader(PageText(Page(1, text), 0, 0).html()).tags}
    assert tags == {"div", "table", "thead", "tbody", "tr", "th", "td"}


def test_no_level_of_headings_is_skipped_where_the_title_is_left_out() -> None:
    page = Page(1, "Title\nPart\nText.", (Heading(0, 1, "Title"), Heading(6, 2, "Part")))
    assert Reader(PageText(page, 0, 0, "Title").html(), "h2").inside == "Part"
    assert Reader(PageText(page, 0, 0, "Another").html(), "h3").inside == "Part"


def test_the_title_is_not_said_twice_unless_it_is_what_is_cited() -> None:
    page = Page(1, f"{HOSTILE}\n\nText.")
    assert Reader(PageText(page, 0, 0, HOSTILE).html()).text == "Text."
    assert Reader(PageText(page, 0, 5, HOSTILE).html()).text == f"{HOSTILE}Text."
    assert Reader(PageText(page, 0, 0, "Another").html()).text == f"{HOSTILE}Text."
