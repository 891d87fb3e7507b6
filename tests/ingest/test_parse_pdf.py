"""PDF: pages, paragraphs, headings and tables; files that cannot be read say why."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pdf_writer import Line, Pdf

from retrieval.errors import ParseError
from retrieval.records import Heading, Page, Source

Read = Callable[..., tuple[Source, list[Page]]]
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


@pytest.mark.parametrize("content", [b"", b"no PDF", Pdf([PARAGRAPH]).to_bytes()[:900]])
def test_a_damaged_file_is_refused_with_a_remedy(read: Read, content: bytes) -> None:
    with pytest.raises(ParseError, match=r"damaged and cannot be opened\. Export or download it"):
        read("a.pdf", content)


def test_a_download_cut_short_is_refused(read: Read) -> None:
    shipped = Path(__file__).parents[2] / "corpus/documents/hydrogen-korea-2025.pdf"
    with pytest.raises(ParseError, match="damaged"):
        read("a.pdf", shipped.read_bytes()[:4000])


def test_a_file_without_text_is_refused_with_a_remedy(read: Read, tmp_path: Path) -> None:
    document = pdfium.PdfDocument.new()
    document.new_page(595, 842).close()
    document.save(tmp_path / "blank.pdf")
    document.close()
    with pytest.raises(ParseError, match=r"No page holds text.*ocrmypdf"):
        read("a.pdf", (tmp_path / "blank.pdf").read_bytes())


def test_the_shipped_korean_report_keeps_its_headings(read: Read) -> None:
    shipped = Path(__file__).parents[2] / "corpus/documents/hydrogen-korea-2025.pdf"
    source, pages = read("a.pdf", shipped.read_bytes())
    assert source.title
    assert sum(len(page.headings) for page in pages) >= 3
