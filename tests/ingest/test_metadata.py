"""Metadata from any source come under one set of names and in one form."""

import pytest

from ingest.language import detect, language_code
from ingest.metadata import named_fields, settled, title_of_name


def published(stated: dict[str, str], name: str = "a.pdf") -> str:
    return settled({}, stated, name)[0]["published"]


def test_usual_names_of_fields_are_known() -> None:
    stated = {"Headline": "T", "Author": ["A", "B"], "date": "2025", "lang": "en", "link": "u"}
    assert named_fields(stated) == {
        "title": "T",
        "publisher": "A, B",
        "published": "2025",
        "language": "en",
        "url": "u",
    }


def test_a_publisher_goes_before_an_author() -> None:
    assert named_fields({"author": "A", "publisher": {"name": "KIER"}}) == {"publisher": "KIER"}


def test_the_manifest_goes_before_the_file() -> None:
    fields, _ = settled({"title": "M"}, {"title": "F", "publisher": "P"}, "a.pdf")
    assert (fields["title"], fields["publisher"]) == ("M", "P")


@pytest.mark.parametrize(
    ("stated", "name", "date"),
    [
        ({"published": "2025-08-04", "created": "2020-01-01"}, "2024-05-03-a.pdf", "2025-08-04"),
        ({"created": "2020-01-01"}, "2024-05-03-a.pdf", "2024-05-03"),
        ({"created": "2024-07-01"}, "a-2024.pdf", "2024-07-01"),
        ({"created": "2020-01-01"}, "a.pdf", "2020-01-01"),
        ({}, "folder-2024/a.pdf", ""),
    ],
)
def test_a_stated_date_goes_before_the_name_and_the_name_before_a_stamp(
    stated: dict[str, str], name: str, date: str
) -> None:
    assert published(stated, name) == date


def test_a_date_that_cannot_be_read_is_left_out_with_a_warning() -> None:
    fields, warnings = settled({"published": "soon"}, {}, "a.pdf")
    assert fields["published"] == ""
    assert warnings == ["the date 'soon' cannot be read and is left out"]


@pytest.mark.parametrize("title", ["Microsoft Word - draft3.doc", "Untitled", "report.indd"])
def test_a_title_that_a_program_made_is_none(title: str) -> None:
    assert "title" not in settled({}, {"title": title}, "a.pdf")[0]


def test_an_address_that_is_no_web_page_is_left_out() -> None:
    assert settled({}, {"url": "javascript:alert(1)"}, "a.md")[0]["url"] == ""


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("sub/2024-05-03-heat_pumps.csv", "heat pumps"),
        ("capacity-by-region.xlsx", "capacity by region"),
        ("2024.csv", "2024"),
        ("___.csv", "___"),
    ],
)
def test_a_name_makes_a_readable_title(name: str, title: str) -> None:
    assert title_of_name(name) == title


@pytest.mark.parametrize(
    ("stated", "code"),
    [("en-GB", "en"), ("EN_us", "en"), ("kor", "ko"), ("Deutsch", "de"), ("zz!", ""), ("", "")],
)
def test_a_language_becomes_its_code(stated: str, code: str) -> None:
    assert language_code(stated) == code


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The plant delivers heat to the whole city and to all of its suburbs.", "en"),
        ("La capacité éolienne installée a dépassé les prévisions de l'année dernière.", "fr"),
        ("Die Kosten für Windkraft an Land liegen bei größeren Erträgen niedriger.", "de"),
        ("한국에너지기술연구원은 몬트리올에서 제4회 배터리 워크숍을 개최하였다.", "ko"),
        ("IEA-15MW 421 GW 30.8 %", ""),
        ("KIER", ""),
    ],
)
def test_a_language_is_detected_only_where_it_is_sure(text: str, language: str) -> None:
    assert detect(text) == language
