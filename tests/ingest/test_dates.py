"""Dates in any usual form become ISO 8601, as precise as they are stated."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.dates import date_in_name, iso_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2025", "2025"),
        ("2025-08", "2025-08"),
        ("2025-08-04", "2025-08-04"),
        ("2025/8/4", "2025-08-04"),
        ("2025-08-04T23:59:00+09:00", "2025-08-04"),
        ("20250804", "2025-08-04"),
        ("D:20250804120000+09'00'", "2025-08-04"),
        ("2025년 8월 4일", "2025-08-04"),
        ("2025년 8월", "2025-08"),
        ("4 August 2025", "2025-08-04"),
        ("August 4, 2025", "2025-08-04"),
        ("August 2025", "2025-08"),
        ("4 août 2025", "2025-08-04"),
        ("4. August 2025", "2025-08-04"),
        ("Mon, 04 Aug 2025 09:30:00 +0900", "2025-08-04"),
        ("04.08.2025", "2025-08-04"),
        ("13/08/2025", "2025-08-13"),
        ("08/13/2025", "2025-08-13"),
        ("08/04/2025", "2025"),
        ("08/08/2025", "2025-08-08"),
    ],
)
def test_a_date_becomes_iso(text: str, iso: str) -> None:
    assert iso_date(text) == iso


@pytest.mark.parametrize(
    "text", ["", "soon", "yesterday", "2025-13-01", "2025-02-30", "0001-01-01", "9999", "x" * 500]
)
def test_what_is_no_date_is_left_out(text: str) -> None:
    assert iso_date(text) == ""


@given(st.text("0123456789 -/.:,년월일 mayaoûtTZ+", max_size=30))
@settings(max_examples=40)
def test_any_text_gives_a_date_or_nothing(text: str) -> None:
    assert re.fullmatch(r"(\d{4}(-\d\d){0,2})?", iso_date(text))


@pytest.mark.parametrize(
    ("stem", "iso"),
    [
        ("2024-05-03-title", "2024-05-03"),
        ("report_20240503", "2024-05-03"),
        ("2024_05 heat", "2024-05"),
        ("heat-pumps-2024", "2024"),
        ("2024 heat pumps", "2024"),
        ("heat 2024 pumps", ""),
        ("order-12024-05", ""),
        ("IEC-61400", ""),
        ("2024-99-77", "2024"),
        ("title", ""),
    ],
)
def test_a_date_in_a_name_is_found(stem: str, iso: str) -> None:
    assert date_in_name(stem) == iso
