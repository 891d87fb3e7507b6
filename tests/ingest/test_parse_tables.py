"""CSV files and Excel workbooks: rows that name their columns."""

import io
from collections.abc import Callable
from datetime import date, datetime

import openpyxl
import pytest

from ingest.parse import Document
from retrieval.errors import ParseError
from retrieval.records import Heading, Page, Source

Lines = Callable[[str, str | bytes], list[str]]
Read = Callable[..., tuple[Source, list[Page]]]

ROWS = ["Region: Asia; Added: 421 GW", "Region: Europe; Added: 97 GW"]


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def book() -> openpyxl.Workbook:
    """A workbook with one sheet, of an automatic name."""
    return openpyxl.Workbook()


# --- CSV ----------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_rows_name_their_columns_whatever_separates_them(lines: Lines, separator: str) -> None:
    text = "\n".join(
        separator.join(r) for r in [("Region", "Added"), ("Asia", "421 GW"), ("Europe", "97 GW")]
    )
    assert lines("a.csv", text) == ROWS


def test_quoted_cells_keep_separators_and_line_ends(lines: Lines) -> None:
    text = 'Plant,Note\n"Ely, north","first line\nsecond ""line"""\n'
    assert lines("a.csv", text) == ['Plant: Ely, north; Note: first line second "line"']


def test_decimal_commas_do_not_separate(lines: Lines) -> None:
    assert lines("a.csv", "Land;Anteil\nBayern;12,5\nHessen;8,25\n") == [
        "Land: Bayern; Anteil: 12,5",
        "Land: Hessen; Anteil: 8,25",
    ]


def test_lines_above_the_header_stay_as_they_are(lines: Lines) -> None:
    text = "Capacity by region\nSource: KIER\n\nRegion,Added,Share\nAsia,421 GW,72\n"
    assert lines("a.csv", text) == [
        "Capacity by region",
        "Source: KIER",
        "Region: Asia; Added: 421 GW; Share: 72",
    ]


def test_equal_rows_are_all_kept(lines: Lines) -> None:
    row = "the very same measurement of the very same station"
    assert lines("a.csv", f"Id,Note\n1,{row}\n1,{row}\n") == [f"Id: 1; Note: {row}"] * 2


def test_korean_in_its_own_encoding_is_read(lines: Lines) -> None:
    assert (
        lines("a.csv", "지역,용량\n서울,12\n부산,7\n".encode("cp949"))[0] == "지역: 서울; 용량: 12"
    )


def test_the_name_is_the_title(read: Read) -> None:
    source, _ = read("2024-05-capacity_by_region.csv", "Region,Added\nAsia,421\n")
    assert (source.title, source.published) == ("capacity by region", "2024-05")


# --- XLSX ---------------------------------------------------------------------------------


def test_each_sheet_is_a_page(read: Read, book: openpyxl.Workbook) -> None:
    for row in [("Region", "Added"), ("Asia", "421 GW"), ("Europe", "97 GW")]:
        book.active.append(row)
    book.create_sheet("Prices").append(["Wind"])
    _, pages = read("a.xlsx", saved(book))
    assert pages == [
        Page(1, "\n\n".join(ROWS)),
        Page(2, "Prices\n\nWind", (Heading(0, 1, "Prices"),)),
    ]


def test_values_are_written_as_they_are_seen(lines: Lines, book: openpyxl.Workbook) -> None:
    book.active.append(["Day", "Time", "Share", "Sum", "Whole", "True"])
    book.active.append(
        [date(2025, 7, 4), datetime(2025, 7, 4, 9, 30), 0.308, 0.1 + 0.2, 12.0, True]
    )
    book.active["C2"].number_format = "0.0%"
    assert lines("a.xlsx", saved(book)) == [
        "Day: 2025-07-04; Time: 2025-07-04 09:30:00; Share: 30.8%; Sum: 0.3; Whole: 12; True"
    ]


def test_properties_give_the_metadata(read: Read, book: openpyxl.Workbook) -> None:
    book.properties.title, book.properties.creator = "Capacity", "KIER"
    book.properties.created = datetime(2025, 7, 4)
    book.active.append(["Region"])
    source, _ = read("a.xlsx", saved(book))
    assert (source.title, source.publisher, source.published) == ("Capacity", "KIER", "2025-07-04")


def test_the_properties_of_the_library_are_not_the_documents(
    read: Read, book: openpyxl.Workbook
) -> None:
    book.active.append(["Region"])
    source, _ = read("capacity.xlsx", saved(book))
    assert (source.title, source.publisher, source.published) == ("capacity", "", "")


def test_formulas_without_values_are_a_warning(
    read_file: Callable[..., Document], book: openpyxl.Workbook
) -> None:
    book.active.append(["=1+1"])
    with pytest.raises(ParseError, match=r"holds no text"):
        read_file("a.xlsx", saved(book))
    book.create_sheet("Prices").append(["Wind"])
    assert read_file("a.xlsx", saved(book)).warnings == (
        "formulas in 1 cell have no value; open it in Excel and save it anew",
    )


def test_a_damaged_workbook_is_refused_with_a_remedy(read: Read, book: openpyxl.Workbook) -> None:
    book.active.append(["Region"])
    content = saved(book)
    with pytest.raises(ParseError, match=r"damaged.*Download or export it again"):
        read("a.xlsx", content[: len(content) // 2])
