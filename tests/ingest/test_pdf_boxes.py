"""The boxes of a PDF's words: what is drawn in each is the word at its offsets."""

import re

import pypdfium2 as pdfium
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_writer import A4, LEFT, Line, Pdf

from ingest import ocr
from ingest.parse import Document, read_document
from retrieval.records import Box, Page

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZäéüß0123456789%(,.)"
words = st.text(LETTERS, min_size=1, max_size=9)
texts = st.lists(words, min_size=1, max_size=6).map(" ".join)
COLUMNS = (
    ("The left column speaks of wind and", "The right column speaks of the sun"),
    ("of the turbines that were built in", "and of the panels that were bought"),
    ("the north of the country in 2024,", "in the south of the country in the"),
    ("where they deliver power to all the", "year 2025, where they deliver power"),
    ("towns along the coast of the sea.", "to the villages of the whole plain."),
)


def first_page(content: bytes) -> Page:
    return read_document(content, "a.pdf", "a.pdf", {}).pages[0]


def drawn_in(content: bytes, box: Box) -> str:
    """What pdfium finds in a box of an upright first page, without white space."""
    document = pdfium.PdfDocument(content)
    page = document[0]
    left, bottom, right, top = page.get_bbox()
    width, height = right - left, top - bottom
    textpage = page.get_textpage()
    found = textpage.get_text_bounded(
        left + box.left * width,
        top - box.bottom * height,
        left + box.right * width,
        top - box.top * height,
    )
    document.close()
    return re.sub(r"\s", "", found)


def check(content: bytes) -> Page:
    """Assert that the boxes hold the words of the page, all of them and in order."""
    page = first_page(content)
    for box in page.boxes:
        assert drawn_in(content, box) == page.text[box.start : box.end]
    covered = "".join(page.text[box.start : box.end] for box in page.boxes)
    assert covered == re.sub(r"\s", "", page.text)
    return page


@given(st.lists(texts, min_size=1, max_size=8))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_each_box_holds_its_word(lines: list[str]) -> None:
    # Wide apart, so that what a rule of joining or furniture does to them is another test's.
    drawn = [Line(text, 700 - 60 * n) for n, text in enumerate(lines)]
    check(Pdf([[Line("Heading", 760, size=20), *drawn]]).to_bytes())


def test_two_columns_have_their_boxes_in_reading_order() -> None:
    lines = [
        Line(text, 700 - 14 * n, x, 10)
        for n, (left, right) in enumerate(COLUMNS)
        for text, x in ((left, 72), (right, 320))
    ]
    page = check(Pdf([lines]).to_bytes())
    halves = ["L" if box.left < 0.5 else "R" for box in page.boxes]
    assert "".join(halves) == "L" * halves.count("L") + "R" * halves.count("R")


def test_a_divided_word_has_two_boxes_that_make_it_up() -> None:
    content = Pdf([[Line("It delivers electri-", 700), Line("city to all.", 686)]]).to_bytes()
    page = first_page(content)
    assert page.text == "It delivers electricity to all."
    first, second = (box for box in page.boxes if 12 <= box.start < 23)
    assert [page.text[box.start : box.end] for box in (first, second)] == ["electri", "city"]
    assert drawn_in(content, first).startswith("electri")
    assert drawn_in(content, second) == "city"
    assert first.bottom < second.bottom
    assert second.left == pytest.approx(LEFT / A4[0], abs=0.01)


def test_a_page_of_two_has_its_own_offsets() -> None:
    furniture = [Line("Energy News", 820), Line("7", 20)]
    pdf = Pdf([[*furniture, Line("First.", 600)], [*furniture, Line("Second page.", 600)]])
    read = read_document(pdf.to_bytes(), "a.pdf", "a.pdf", {})
    assert [[p.text[b.start : b.end] for b in p.boxes] for p in read.pages] == [
        ["First."],
        ["Second", "page."],
    ]


@pytest.mark.parametrize(
    ("turned", "left", "top"),
    [(0, 72 / 595, 1 - 700 / 842), (90, 700 / 842, 72 / 595), (180, 1 - 72 / 595, 700 / 842)],
)
def test_a_turned_page_has_its_boxes_where_it_shows_them(
    turned: int, left: float, top: float
) -> None:
    content = Pdf([[Line("Word", 700)]]).to_bytes()
    turning = f"/Type /Page /Rotate {turned} ".encode()
    (box,) = first_page(content.replace(b"/Type /Page ", turning)).boxes
    # The corner of the page's own points from which the word is written.
    corner = {0: (box.left, box.bottom), 90: (box.left, box.top), 180: (box.right, box.top)}
    assert corner[turned] == (pytest.approx(left, abs=0.01), pytest.approx(top, abs=0.01))


def test_a_cropped_page_has_shares_of_what_is_shown() -> None:
    content = Pdf([[Line("Word", 700)]]).to_bytes()
    cropped = content.replace(b"/Type /Page ", b"/Type /Page /CropBox [72 600 372 800] ")
    (box,) = first_page(cropped).boxes
    assert box.left == pytest.approx(0, abs=0.01)
    assert box.bottom == pytest.approx(0.5, abs=0.02)
    assert drawn_in(cropped, box) == "Word"


@pytest.mark.skipif(not ocr.languages(), reason="tesseract is not installed")
def test_a_recognised_page_has_boxes() -> None:
    from test_parse_pdf import scanned

    page = first_page(scanned("The plant delivers heat to the whole city."))
    covered = [page.text[box.start : box.end] for box in page.boxes]
    assert covered == "The plant delivers heat to the whole city.".split()
    lefts = [box.left for box in page.boxes]
    assert lefts == sorted(lefts)
    assert all(200 / 600 < (box.top + box.bottom) / 2 < 260 / 600 for box in page.boxes)


def test_a_format_without_places_has_no_boxes() -> None:
    read: Document = read_document(b"The plant delivers heat.", "a.txt", "a.txt", {})
    assert read.pages[0].boxes == ()
