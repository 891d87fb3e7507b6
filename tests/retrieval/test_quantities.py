"""Amounts and dates that are written differently and mean the same, and those that do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.dates import find_dates
from retrieval.quantities import find_quantities


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("1,200 tonnes", "1.2 thousand tonnes"),
        ("30 GW", "30,000 MW"),
        ("30 gigawatts", "30 GW"),
        ("12 %", "12 percent"),
        ("2,5 millions d'euros", "2.5 million euros"),
        ("3억 원", "300 million won"),
        ("five countries", "5 countries"),
    ],
)
def test_the_same_amount_is_the_same(a: str, b: str) -> None:
    (first,), (second,) = find_quantities(a), find_quantities(b)
    assert first.is_supported_by(second)
    assert second.is_supported_by(first)


@pytest.mark.parametrize(
    ("a", "b"), [("30 MW", "30 GW"), ("12 %", "13 %"), ("USD 5 million", "EUR 5 million")]
)
def test_another_amount_is_not_the_same(a: str, b: str) -> None:
    (first,), (second,) = find_quantities(a), find_quantities(b)
    assert not first.is_supported_by(second)


@pytest.mark.parametrize(
    "text", ["4 August 2025", "August 4, 2025", "2025-08-04", "2025년 8월 4일", "4 août 2025"]
)
def test_a_date_is_read_in_each_form(text: str) -> None:
    (date,) = find_dates(f"({text})")
    assert (date.year, date.month, date.day) == (2025, 8, 4)


@given(st.text(max_size=200))
def test_any_text_can_be_read_and_spans_lie_in_it(text: str) -> None:
    for found in (*find_quantities(text), *find_dates(text)):
        assert 0 <= found.start < found.end <= len(text)
