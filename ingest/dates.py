"""Dates as ISO 8601, of the precision in which they are stated."""

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

EARLIEST_YEAR, LATEST_YEAR = 1500, 2199
_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2})(?!\d))?)?(?:[T ].*)?$", re.DOTALL)
_COMPACT = re.compile(r"(?:D:)?(\d{4})(\d{2})(\d{2})(?:\d{2}.*)?$")  # PDF's own, too
_KOREAN = re.compile(r"(\d{4})년\s*(?:(\d{1,2})월)?\s*(?:(\d{1,2})일)?")
_NUMERIC = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})$")
_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:([-_.]?)(\d{2})(?:\2(\d{2}))?)?(?!\d)")
_LONGEST = 60  # characters of a date in words


def iso_date(text: str) -> str:
    """ "2025", "2025-08" or "2025-08-04" for a date in any usual form; empty for none.

    Where day and month cannot be told apart, as in 03/05/2024, the year alone is given.
    """
    text = text.strip()
    for pattern in (_ISO, _COMPACT, _KOREAN):
        if match := pattern.match(text):
            return _iso(*match.groups())
    if match := _NUMERIC.match(text):
        return _of_numbers(int(match[1]), int(match[3]), match[4], match[2])
    if not re.search(r"\d", text) or len(text) > _LONGEST:
        return ""
    return _of_mail(text) or _of_words(text)


def date_in_name(stem: str) -> str:
    """The date in a file's name, such as "2024-05-03-title" or "report_2024"; else empty.

    A bare year counts at the beginning or the end of the name only.
    """
    for match in _IN_NAME.finditer(stem):
        year, _, month, day = match.groups()
        if month and (found := _iso(year, month, day)):
            return found
        if match.start() == 0 or match.end() == len(stem):
            return _iso(year, None, None)
    return ""


def _iso(year: str, month: str | None, day: str | None) -> str:
    """The parts as ISO, or empty where there is no such day."""
    try:
        checked = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    if not EARLIEST_YEAR <= checked.year <= LATEST_YEAR:
        return ""
    return checked.isoformat()[: 10 if day else 7 if month else 4]


def _of_numbers(first: int, second: int, year: str, separator: str) -> str:
    # With points the day comes first wherever they are used.
    if separator == "." or first > 12 or first == second:
        return _iso(year, str(second), str(first))
    return _iso(year, str(first), str(second)) if second > 12 else _iso(year, None, None)


def _of_mail(text: str) -> str:
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _of_words(text: str) -> str:
    # Imported here: it takes a second, and most dates are numbers.
    import dateparser

    for parts, length in ((["day", "month", "year"], 10), (["month", "year"], 7), (["year"], 4)):
        # What is not stated is filled in from this day, and cut off again.
        settings = {"REQUIRE_PARTS": parts, "RELATIVE_BASE": datetime(2000, 1, 1)}
        found = dateparser.parse(text, settings=settings)
        if found and EARLIEST_YEAR <= found.year <= LATEST_YEAR and str(found.year) in text:
            return str(found.date().isoformat()[:length])
    return ""
