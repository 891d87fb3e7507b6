"""What a sentence gives for the amount or date that a question asks for, as comparable values.

A number stands for all that it may mean: 585 GW for 584.5 to 585.5, "about 3,000" for a tenth
less or more, "up to 400" for all below. Two values differ if nothing is meant by both.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.dates import Date
from retrieval.quantities import Quantity
from retrieval.wording import take_apart

VALUED = frozenset({"amount", "duration", "date"})  # kinds of answer that are values
NEAR = 0.1  # share by which "about" may be off, and "over" may be exceeded
ROUND = 0.05  # share that rounding alone makes at most, as where 30 stands for 30.8
_DIGITS = re.compile(r"\d[\d.,\u00a0\u202f ]*")
_DECIMALS = re.compile(r"[.,]\d{1,2}\W*$")
_ABOUT = re.compile(
    r"(?:\b(?:about|around|approximately|approx\.?|some|roughly|circa|ca\.?|nearly|almost|close to|"
    r"just (?:under|below)|environ|autour de|près d[e’']|quelque|presque|etwa|rund|fast)|"
    r"[~≈]|약|대략|거의)\W*$",
    re.IGNORECASE,
)
_LEAST = re.compile(
    r"\b(?:at least|no less than|minimum of|from|starting at|au moins|au minimum|à partir d[e’']|"
    r"mindestens)\W*$|[>≥]\W*$|최소(?:한)?\W*$",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"\b(?:up to|at most|no more than|maximum of|as much as|as many as|less than|fewer than|under|"
    r"below|jusqu['’]à|au plus|au maximum|moins d[e’']|höchstens|bis zu)\W*$|[<≤]\W*$|최대\W*$",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"\b(?:over|more than|above|exceeding|in excess of|plus d[e’']|über|mehr als)\W*$",
    re.IGNORECASE,
)
_LEAST_AFTER = re.compile(r"^\s?(?:or more|ou plus|이상)|^\+", re.IGNORECASE)
_MOST_AFTER = re.compile(r"^\s?(?:or less|ou moins|이하|미만|까지)", re.IGNORECASE)
_ABOUT_AFTER = re.compile(r"^\s?(?:여|가량|정도|안팎|남짓|or so)", re.IGNORECASE)
_OVER_AFTER = re.compile(r"^[^\d,.;]{0,3}\s?(?:넘|초과)")
BEFORE, AFTER = 24, 8  # characters beside a number that may say how exact it is
Span = tuple[float, float]


@dataclass(frozen=True)
class Value:
    """An amount or a date of a sentence, as it is written there in ``text``.

    ``spans`` are what an amount may mean, in base units of ``unit`` by ``per``; more than one
    where a comma or a point may part thousands or decimals. A value has either spans or dates.
    """

    text: str
    unit: str = ""
    per: str = ""
    spans: tuple[Span, ...] = ()
    dates: tuple[Date, ...] = ()

    def is_comparable_to(self, other: "Value") -> bool:
        """Whether both are dates, or amounts of one unit."""
        if self.spans and other.spans:
            return (self.unit, self.per) == (other.unit, other.per)
        return bool(self.dates and other.dates)

    def differs_from(self, other: "Value") -> bool:
        """Whether the two cannot both be right; false where they cannot be compared."""
        if not self.is_comparable_to(other):
            return False
        return not any(_meet(a, b) for a in self.spans for b in other.spans) and not any(
            _may_be_one(a, b) for a in self.dates for b in other.dates
        )


def value_in(sentence: str, words: str) -> Value | None:
    """The amount or, where there is none, the date among some words of a sentence.

    Several amounts of one unit are one value, which reaches from the lowest to the highest.
    None if the words hold neither, or amounts of several units.
    """
    start = sentence.find(words)
    end = start + len(words)
    whole = take_apart(sentence)
    amounts = [q for q in whole.quantities if start <= q.start < end]
    if len({(q.unit, q.per) for q in amounts}) > 1 or start < 0:
        return None
    if amounts:
        return _amount(sentence, amounts)
    dates = tuple(d for d in whole.dates if d.start < end and d.end > start)
    return Value(words, dates=dates) if dates else None


def values_in(sentence: str) -> list[Value]:
    """Each amount and each date of a sentence as a value of its own."""
    whole = take_apart(sentence)
    amounts = [_amount(sentence, [q]) for q in whole.quantities]
    return amounts + [Value(d.text, dates=(d,)) for d in whole.dates]


def _amount(sentence: str, amounts: Sequence[Quantity]) -> Value:
    meant = [_meanings(sentence, amount) for amount in amounts]
    if len(meant) == 1:
        spans = meant[0]
    else:
        ends = [end for readings in meant for span in readings for end in span]
        spans = ((min(ends), max(ends)),)
    words = sentence[amounts[0].start : amounts[-1].end].strip()
    return Value(words, amounts[0].unit, amounts[0].per, spans)


def _meanings(sentence: str, amount: Quantity) -> tuple[Span, ...]:
    """The span that each reading of an amount stands for."""
    before = sentence[max(amount.start - BEFORE, 0) : amount.start]
    after = sentence[amount.end : amount.end + AFTER]
    return tuple(_span(reading, amount, before, after) for reading in amount.readings)


def _span(value: float, amount: Quantity, before: str, after: str) -> Span:
    step = _half_step(value, amount.text)
    wide = max(step, NEAR * value)
    if _LEAST.search(before) or _LEAST_AFTER.search(after):
        return value - step, math.inf
    if _MOST.search(before) or _MOST_AFTER.search(after):
        return -math.inf, value + step
    if _OVER.search(before) or _OVER_AFTER.search(after):
        return value - step, value + wide
    if _ABOUT.search(before) or _ABOUT_AFTER.search(after):
        return value - wide, value + wide
    return value - step, value + step


def _half_step(value: float, text: str) -> float:
    """Half of what the last digit counts, ending zeros left out: .05 for 30.8, 5 for 1,330."""
    number = _DIGITS.search(text)
    digits = re.sub(r"\D", "", number.group()).lstrip("0") if number else ""
    has_decimals = number is not None and bool(_DECIMALS.search(number.group()))
    significant = len(digits if has_decimals else digits.rstrip("0"))
    if not significant or not value:
        return 0.0
    first = math.floor(math.log10(abs(value)))
    return min(0.5 * 10.0 ** (first - significant + 1), ROUND * abs(value))


def _meet(a: Span, b: Span) -> bool:
    slack = 1e-9  # of floating point
    return a[0] <= b[1] + slack * abs(b[1]) and b[0] <= a[1] + slack * abs(a[1])


def _may_be_one(a: Date, b: Date) -> bool:
    return all(
        x is None or y is None or x == y
        for x, y in ((a.year, b.year), (a.month, b.month), (a.day, b.day))
    )
