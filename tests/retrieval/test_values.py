"""Amounts and dates that are, or are not, another value than one beside them."""

import pytest

from retrieval.values import value_in, values_in


def differ(first: tuple[str, str], second: tuple[str, str]) -> bool:
    a, b = value_in(*first), value_in(*second)
    assert a is not None
    assert b is not None
    assert a.differs_from(b) == b.differs_from(a)
    return a.differs_from(b)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("It added 585 GW.", "585 GW"), ("It added 582 GW.", "582 GW")),
        (("It reaches 30.8 %.", "30.8 %"), ("Le rendement est de 29,8 %.", "29,8 %")),
        (("about 3,000 people", "3,000"), ("about 4,000 people", "4,000")),
        (("over 12 million homes", "12 million"), ("almost 10 million homes", "10 million")),
        (("USD 700 million", "USD 700 million"), ("USD 850 million to 1 billion",) * 2),
        (("585기가와트를 더했다", "585기가와트"), ("582 GW were added", "582 GW")),
        (("약 1,200억 원이다", "1,200억 원"), ("900억 원이다", "900억 원")),
        (("at least 80 MW", "80 MW"), ("up to 60 MW", "60 MW")),
        (("in July 2025", "July 2025"), ("in juin 2025", "juin 2025")),
        (("2025년 7월 29일에", "2025년 7월 29일"), ("on 28 July 2025", "28 July 2025")),
        (("in 2025", "2025"), ("in 2026", "2026")),
    ],
)
def test_values_that_cannot_both_be_right_differ(
    first: tuple[str, str], second: tuple[str, str]
) -> None:
    assert differ(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("585 GW", "585 GW"), ("0.585 TW", "0.585 TW")),  # another unit
        (("22 minutes and 17 seconds",) * 2, ("1,337 seconds", "1,337 seconds")),
        (("30.8 %", "30.8 %"), ("31 %", "31 %")),  # rounded
        (("1,337 s", "1,337 s"), ("1,340 s", "1,340 s")),
        (("about 3,000 jobs", "3,000"), ("2,850 jobs", "2,850")),
        (("up to USD 375 million",) * 2, ("USD 300 million",) * 2),
        (("au moins 80 MW", "80 MW"), ("95 MW", "95 MW")),
        (("from 12 to 17 years", "12 to 17 years"), ("15 years", "15 years")),
        (("30초 이상", "30초"), ("48 seconds", "48 seconds")),
        (("in July 2025", "July 2025"), ("on 29 and 30 July 2025", "29 and 30 July 2025")),
        (("on 30 July", "30 July"), ("2025-07-30", "2025-07-30")),
        (("12 GW", "12 GW"), ("15 %", "15 %")),  # not comparable
        (("USD 5 million", "USD 5 million"), ("EUR 4 million", "EUR 4 million")),
        (("in 2025", "2025"), ("12 GW", "12 GW")),
    ],
)
def test_values_that_may_both_be_right_do_not_differ(
    first: tuple[str, str], second: tuple[str, str]
) -> None:
    assert not differ(first, second)


def test_words_without_amount_or_date_are_no_value() -> None:
    assert value_in("It was signed in Montreal.", "Montreal") is None
    assert value_in("It was signed in Montreal.", "Seoul") is None


def test_amounts_of_two_units_are_no_one_value() -> None:
    assert value_in("It stores 5 MW for 8 hours.", "5 MW for 8 hours") is None


def test_each_amount_and_date_of_a_sentence_is_a_value() -> None:
    found = values_in("In 2025 it rose from 400 to 500 MW.")
    assert [value.text for value in found] == ["400", "500 MW", "2025"]
