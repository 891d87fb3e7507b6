"""PDF: pages, paragraphs, headings and tables; files that cannot be read say why."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pdf_writer import Line, Pdf
from PIL import Image, ImageDraw, ImageFont

from ingest import ocr
from ingest.parse import Document
from retrieval.errors import ParseError
from retrieval.records import Heading, Page, Source

Read = Callable[..., tuple[Source, list[Page]]]
ReadFile = Callable[..., Document]
PageTexts = Callable[..., list[str]]

INFO = {"Title": "The title", "Author": "KIER", "CreationDate": "D:20250704120000+09'00'"}
PARAGRAPH = [
    Line("The plant delivers heat to the whole of", 700),
    Line("the city of Montréal (Quebec) and to all", 686),
    Line("of its suburbs.", 672),
]
JOINED = "The plant delivers heat to the whole of the city of Montréal (Quebec) and to all "
JOINED += "of its suburbs."


@pytest.fixture
def page_texts(read: Read) -> PageTexts:
    """Writes a PDF of pages of lines, and gives the text of each page."""

    def page_texts_(*pages: Sequence[Line]) -> list[str]:
        _, found = read("a.pdf", Pdf(pages).to_bytes())
        return [page.text for page in found]

    return page_texts_


def test_each_page_has_its_number_and_text(read: Read) -> None:
    pdf = Pdf([[Line("First page.", 700)], [], [Line("Third page.", 700)]])
    _, pages = read("a.pdf", pdf.to_bytes())
    assert [(page.number, page.text) for page in pages] == [
        (1, "First page."),
        (2, ""),
        (3, "Third page."),
    ]


def test_the_lines_of_a_paragraph_are_joined(page_texts: PageTexts) -> None:
    assert page_texts(PARAGRAPH) == [JOINED]


def test_a_gap_begins_a_paragraph(page_texts: PageTexts) -> None:
    (text,) = page_texts([*PARAGRAPH, Line("Another paragraph.", 640)])
    assert text.split("\n\n") == [JOINED, "Another paragraph."]


def test_a_word_divided_at_the_end_of_a_line_is_joined(page_texts: PageTexts) -> None:
    (text,) = page_texts([Line("The plant delivers electri-", 700), Line("city to all.", 686)])
    assert text == "The plant delivers electricity to all."


def test_larger_letters_make_a_heading(read: Read) -> None:
    lines = [Line("Annual report", 740, size=20), Line("Results", 720, size=14), *PARAGRAPH]
    _, (page,) = read("a.pdf", Pdf([lines]).to_bytes())
    assert page.headings == (Heading(0, 1, "Annual report"), Heading(15, 2, "Results"))
    assert page.text[24:] == JOINED


def test_a_bold_line_makes_a_heading(read: Read) -> None:
    lines = [*PARAGRAPH, Line("Results", 640, bold=True), Line("They were good.", 620)]
    _, (page,) = read("a.pdf", Pdf([lines]).to_bytes())
    (heading,) = page.headings
    assert page.text[heading.start :] == "Results\n\nThey were good."


def test_the_cells_of_a_table_row_are_set_apart(page_texts: PageTexts) -> None:
    rows = [("Region", "Added"), ("Asia", "421 GW"), ("Europe", "97 GW")]
    lines = [
        Line(cell, 600 - 14 * row, x=72 + 200 * column)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
    ]
    (text,) = page_texts([*PARAGRAPH, *lines])
    assert text.split("\n\n")[1:] == ["Region; Added", "Asia; 421 GW", "Europe; 97 GW"]


def test_wide_spaces_of_a_justified_line_make_no_table_row(page_texts: PageTexts) -> None:
    width = 4 * 0.556 * 11  # of a word of four a's in Helvetica
    gaps = (14, 6, 6, 14, 6)
    places = [72 + n * width + sum(gaps[:n]) for n in range(6)]
    assert page_texts([Line("aaaa", 700, x=x) for x in places]) == [" ".join(["aaaa"] * 6)]


def test_list_items_are_lines_of_their_own(page_texts: PageTexts) -> None:
    (text,) = page_texts([Line("1. wind power", 700), Line("2. solar power", 686)])
    assert text.split("\n\n") == ["1. wind power", "2. solar power"]


def test_running_headers_and_page_numbers_are_left_out(page_texts: PageTexts) -> None:
    pages = [
        [Line("Energy News", 810), Line(f"Text number {n}.", 400), Line(f"Page {n} of 3", 30)]
        for n in (1, 2, 3)
    ]
    assert page_texts(*pages) == ["Text number 1.", "Text number 2.", "Text number 3."]


def test_a_line_at_the_top_of_one_page_only_is_kept(page_texts: PageTexts) -> None:
    pages = [[Line("The only title", 810), *PARAGRAPH], PARAGRAPH, PARAGRAPH]
    assert page_texts(*pages)[0].startswith("The only title")


def test_a_chapters_running_title_is_left_out(page_texts: PageTexts) -> None:
    titles = ["Wind"] * 4 + ["Sun"] * 4 + ["Tide"] * 4
    pages = [
        [Line(title, 810), Line(f"Text number {n}.", 400), Line("xiv", 30)]
        for n, title in enumerate(titles)
    ]
    assert page_texts(*pages) == [f"Text number {n}." for n in range(12)]


def test_running_titles_of_left_and_right_pages_are_left_out(page_texts: PageTexts) -> None:
    pages = [
        [Line(f"Chapter {n // 6}" if n % 2 else "Energy News", 810), Line(f"Text number {n}.", 400)]
        for n in range(12)
    ]
    assert page_texts(*pages) == [f"Text number {n}." for n in range(12)]


def test_a_title_that_changes_with_each_page_is_left_out_beside_the_page_number(
    page_texts: PageTexts,
) -> None:
    titles = ["Wind", "Sun", "Tide", "Heat", "Cold", "Rain"]
    pages = [
        [Line(title, 810), Line(str(n + 17), 810, x=400), Line(f"Text number {n}.", 400)]
        for n, title in enumerate(titles)
    ]
    assert page_texts(*pages) == [f"Text number {n}." for n in range(6)]


def test_a_row_in_the_margin_that_is_no_page_number_is_kept(page_texts: PageTexts) -> None:
    pages = [
        [Line(title, 810), Line(amount, 810, x=400), Line("Text.", 400)]
        for title, amount in (("Wind", "12"), ("Sun", "3"), ("Tide", "77"), ("Heat", "5"))
    ]
    assert page_texts(*pages)[1] == "Sun; 3\n\nText."


def test_ligatures_become_letters(read: Read) -> None:
    # In Windows' encoding a ligature has no place: the page names it by a font's difference.
    content = Pdf([[Line("The first e~cient plant.", 700)]]).to_bytes()
    swapped = content.replace(
        b"/Encoding /WinAnsiEncoding", b"/Encoding << /Differences [126 /ffi] >>"
    )
    _, (page,) = read("a.pdf", swapped)
    assert page.text == "The first efficient plant."


# --- columns ------------------------------------------------------------------------------

LEFT_COLUMN = [
    "The left column speaks of wind and",
    "of the turbines that were built in",
    "the north of the country in 2024,",
    "where they deliver power to all the",
    "towns along the coast of the sea.",
]
RIGHT_COLUMN = [
    "The right column speaks of the sun",
    "and of the panels that were bought",
    "in the south of the country in the",
    "year 2025, where they deliver power",
    "to the villages.",
]


def column(texts: Sequence[str], x: float) -> list[Line]:
    return [Line(text, 700 - 14 * n, x, 10) for n, text in enumerate(texts)]


def test_columns_drawn_one_by_one_are_read_one_by_one(page_texts: PageTexts) -> None:
    (text,) = page_texts([*column(LEFT_COLUMN, 72), *column(RIGHT_COLUMN, 320)])
    assert text.split("\n\n") == [" ".join(LEFT_COLUMN), " ".join(RIGHT_COLUMN)]


def test_columns_drawn_line_by_line_are_read_one_by_one(page_texts: PageTexts) -> None:
    pairs = zip(column(LEFT_COLUMN, 72), column(RIGHT_COLUMN, 320), strict=True)
    lines = [
        Line("A title over both columns", 760, size=18),
        *(line for pair in pairs for line in pair),
    ]
    (text,) = page_texts(lines)
    assert text.split("\n\n") == [
        "A title over both columns",
        " ".join(LEFT_COLUMN),
        " ".join(RIGHT_COLUMN),
    ]


def test_a_word_divided_in_the_left_column_is_joined(page_texts: PageTexts) -> None:
    divided = ["The left column speaks of electri-", "city and of the turbines that make"]
    pairs = zip(column([*divided, *LEFT_COLUMN[2:]], 72), column(RIGHT_COLUMN, 320), strict=True)
    (text,) = page_texts([line for pair in pairs for line in pair])
    assert text.startswith("The left column speaks of electricity and of the turbines")


def test_a_table_of_two_columns_stays_a_table(page_texts: PageTexts) -> None:
    regions = ["Asia and Oceania", "Europe", "North America", "South America", "Africa", "World"]
    pairs = zip(column(regions, 72), column([f"{n}21 GW" for n in range(6)], 320), strict=True)
    (text,) = page_texts([line for pair in pairs for line in pair])
    assert text.split("\n\n")[0] == "Asia and Oceania; 021 GW"


def test_the_information_dictionary_gives_the_metadata(read: Read) -> None:
    source, _ = read("a.pdf", Pdf([PARAGRAPH], INFO).to_bytes())
    assert (source.title, source.publisher, source.published) == ("The title", "KIER", "2025-07-04")


def test_what_the_caller_knows_goes_before_the_information_dictionary(read: Read) -> None:
    source, _ = read("a.pdf", Pdf([PARAGRAPH], INFO).to_bytes(), {"published": "2024"})
    assert (source.title, source.published) == ("The title", "2024")


def test_the_first_line_is_the_title_where_none_is_given(read: Read) -> None:
    source, _ = read("a.pdf", Pdf([[Line("Annual report", 740, size=20), *PARAGRAPH]]).to_bytes())
    assert source.title == "Annual report"


def test_an_encrypted_file_is_refused_with_a_remedy(read: Read) -> None:
    with pytest.raises(ParseError, match=r"encrypted\. Save a copy without a password"):
        read("a.pdf", Pdf([PARAGRAPH], encrypted=True).to_bytes())


@pytest.mark.parametrize("content", [b"no PDF", Pdf([PARAGRAPH]).to_bytes()[:900]])
def test_a_damaged_file_is_refused_with_a_remedy(read: Read, content: bytes) -> None:
    with pytest.raises(ParseError, match=r"damaged and cannot be opened\. Export or download it"):
        read("a.pdf", content)


def test_a_download_cut_short_is_refused(read: Read) -> None:
    shipped = Path(__file__).parents[2] / "corpus/documents/hydrogen-korea-2025.pdf"
    with pytest.raises(ParseError, match="damaged"):
        read("a.pdf", shipped.read_bytes()[:4000])


def test_xmp_goes_before_the_information_dictionary(read: Read) -> None:
    xmp = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
    xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/">
    <rdf:Description prism:publicationDate="2025-06-01">
    <dc:title><rdf:Alt><rdf:li>XMP title</rdf:li><rdf:li>Titel</rdf:li></rdf:Alt></dc:title>
    <dc:creator><rdf:Seq><rdf:li>A</rdf:li><rdf:li>B</rdf:li></rdf:Seq></dc:creator>
    <dc:language><rdf:Bag><rdf:li>fr-FR</rdf:li></rdf:Bag></dc:language>
    </rdf:Description></rdf:RDF></x:xmpmeta>"""
    source, _ = read("a.pdf", Pdf([PARAGRAPH], INFO).to_bytes() + xmp.encode())
    assert (source.title, source.publisher, source.published, source.language) == (
        "XMP title",
        "A, B",
        "2025-06-01",
        "fr",
    )


def test_broken_xmp_is_passed_over(read: Read) -> None:
    content = Pdf([PARAGRAPH], INFO).to_bytes() + b"<x:xmpmeta><open></x:xmpmeta>"
    assert read("a.pdf", content)[0].title == "The title"


# --- scans --------------------------------------------------------------------------------

SENTENCE = "The plant delivers heat to the whole city."
needs_tesseract = pytest.mark.skipif(not ocr.languages(), reason="tesseract is not installed")


def scanned(text: str) -> bytes:
    """A page that is a picture of a text."""
    image = Image.new("L", (1240, 600), 255)
    font = ImageFont.load_default(40)
    ImageDraw.Draw(image).text((100, 200), text, fill=0, font=font)
    stream = io.BytesIO()
    image.save(stream, "PDF", resolution=150)
    return stream.getvalue()


def joined(*contents: bytes) -> bytes:
    """One document with the pages of several; an empty one stands for a blank page."""
    whole = pdfium.PdfDocument.new()
    for content in contents:
        if content:
            part = pdfium.PdfDocument(content)
            whole.import_pages(part)
            part.close()
        else:
            whole.new_page(595, 842).close()
    stream = io.BytesIO()
    whole.save(stream)
    whole.close()
    return stream.getvalue()


@pytest.fixture
def without_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine that has no tesseract."""
    monkeypatch.setattr(ocr, "languages", lambda: "")


@pytest.mark.usefixtures("without_tesseract")
def test_pages_without_text_are_named_with_the_remedy(read_file: ReadFile) -> None:
    scan, page = scanned(SENTENCE), Pdf([PARAGRAPH]).to_bytes()
    found = read_file("a.pdf", joined(page, scan, scan, scan, page, scan, b""))
    assert found.warnings == ("no text in pages 2 to 4, 6; install tesseract to read them",)
    assert [page.number for page in found.pages if page.text] == [1, 5]


@pytest.mark.usefixtures("without_tesseract")
def test_a_scan_is_refused_with_the_remedy(read: Read) -> None:
    with pytest.raises(ParseError, match=r"No page holds text.*Install tesseract.*ocrmypdf"):
        read("a.pdf", scanned(SENTENCE))


def test_blank_pages_alone_are_refused(read: Read) -> None:
    with pytest.raises(ParseError, match="No page holds text"):
        read("a.pdf", joined(b"", b""))


@needs_tesseract
def test_a_scan_is_read_where_tesseract_is_installed(read_file: ReadFile) -> None:
    found = read_file("a.pdf", joined(Pdf([PARAGRAPH]).to_bytes(), scanned(SENTENCE)))
    assert [page.text for page in found.pages] == [JOINED, SENTENCE]
    assert found.warnings == ("page 2 read by text recognition, which errs now and then",)


@needs_tesseract
def test_a_page_that_takes_too_long_is_named(
    read_file: ReadFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    ocr.languages()
    monkeypatch.setattr(ocr, "SECONDS_PER_PAGE", 0.001)
    found = read_file("a.pdf", joined(Pdf([PARAGRAPH]).to_bytes(), scanned(SENTENCE)))
    assert found.warnings == ("page 2: tesseract took over 0.001 s for a page",)


def test_the_shipped_korean_report_keeps_its_headings(read: Read) -> None:
    shipped = Path(__file__).parents[2] / "corpus/documents/hydrogen-korea-2025.pdf"
    source, pages = read("a.pdf", shipped.read_bytes())
    assert source.title
    assert sum(len(page.headings) for page in pages) >= 3


# --- hyphens at the end of a line ---------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "elsewhere", "wanted"),
    [
        ("It made electri-", "city.", "", "It made electricity."),
        ("It is a low-", "cost plant.", "Every low-cost plant.", "It is a low-cost plant."),
        ("It is a low-", "cost plant.", "A low price, a cost.", "It is a low-cost plant."),
        ("It is a wind-", "mill.", "The windmill and the wind mill.", "It is a windmill."),
        ("We under-", "stand it.", "Under the stand.", "We understand it."),
        ("From 2020-", "2025 it grew.", "", "From 2020-2025 it grew."),
        ("The Franco-", "German plan.", "", "The Franco-German plan."),
        ("ELECTRI-", "CITY FOR ALL", "", "ELECTRICITY FOR ALL"),
        ("Of wind-", "and solar power.", "", "Of wind- and solar power."),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_stays_where_it_is_part_of_the_word(
    page_texts: PageTexts, first: str, second: str, elsewhere: str, wanted: str
) -> None:
    (text,) = page_texts([Line(first, 700), Line(second, 686), Line(elsewhere, 500)])
    assert text.split("\n\n")[0] == wanted
