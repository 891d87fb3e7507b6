"""Dates and years in a text, in English, French, Korean and some German, as comparable values."""

import re
from dataclasses import dataclass

_MONTH_NAMES = (
    "january janvier januar jan", "february février fevrier februar feb", "march mars märz mar",
    "april avril apr", "may mai", "june juin juni jun", "july juillet juli jul",
    "august août aout aug", "september septembre sept sep", "october octobre oktober oct okt",
    "november novembre nov", "december décembre decembre dezember dec dez",
)  # fmt: skip
_MONTHS = {name: i for i, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?:19|20)\d{2}"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er)?(?!\d)\.?"
_JOIN = r"\s*(?:and|to|et|au|und|[-–~,])\s*"
_WEEKDAY = r"(?:\w*day\s+|\w+di\s+)?"
_FORMS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b(?P<year>{_YEAR})-(?P<month>\d{{2}})(?:-(?P<day>\d{{2}}))?\b",
        rf"(?:(?P<year>{_YEAR})년\s*)?(?P<month>\d{{1,2}})월"
        r"(?:\s*(?P<day>\d{1,2})일?(?:\s*[~–-]\s*(?P<last>\d{1,2}))?일)?",
        rf"(?P<year>{_YEAR})년(?!대|간|\s?동안)",
        rf"\b(?P<day>{_DAY})(?:{_JOIN}{_WEEKDAY}(?P<last>{_DAY}))?\s+(?:de\s+|of\s+)?"
        rf"(?P<month>{_MONTH})(?:,?\s+(?P<year>{_YEAR})\b)?",
        rf"\b(?P<month>{_MONTH})\s+(?P<day>{_DAY})(?:{_JOIN}{_WEEKDAY}(?P<last>{_DAY}))?"
        rf"(?:,?\s+(?P<year>{_YEAR})\b)?",
        rf"\b(?P<month>{_MONTH})(?:,?\s+(?:of\s+|de\s+)?(?P<year>{_YEAR})\b)?",
        rf"(?<![\w.,/-])(?P<year>{_YEAR})\s?[–/-]\s?(?P<until>\d{{2}}|{_YEAR})(?![\d-])",
        rf"(?:(?<![\w.,/-])|(?<=mid-)|(?<=mi-)|(?<=fin-)|(?<=late-)|(?<=early-))(?P<year>{_YEAR})"
        r"(?!\d|[.,]\d|s\b|년대|\s?(?:MW|GW|kW|%|km|kg|people|jobs|m²))",
    )
]
# Words that are months only beside a day or a year.
_AMBIGUOUS = re.compile(r"(?:may|mars|march|mar|mai|juli|sept|sep|dec|jan|jun|nov|oct)\.?", re.I)


@dataclass(frozen=True)
class Date:
    """A date as precise as it is written; what is not written is None.

    Offsets are those of the words in the text, half-open.
    """

    year: int | None
    month: int | None
    day: int | None
    start: int
    end: int
    text: str

    def is_supported_by(self, other: "Date") -> bool:
        """Whether another date says all that this one says; its year may be left open."""
        return (
            (self.year is None or other.year in (self.year, None))
            and (self.month is None or self.month == other.month)
            and (self.day is None or self.day == other.day)
            and (self.month is not None or other.year is not None)
        )


def find_dates(text: str) -> list[Date]:
    """All dates and years of a text, in order; a span of days or years gives both ends.

    A year between 1900 and 2099 without a unit is a year; "May" and "March" are months only
    beside a day or a year, or with a capital inside a sentence.
    """
    found: list[Date] = []
    taken = [False] * len(text)
    for form in _FORMS:
        for match in form.finditer(text):
            if any(taken[match.start() : match.end()]) or not _is_date(match):
                continue
            found += _dates(match)
            taken[match.start() : match.end()] = [True] * (match.end() - match.start())
    return sorted(found, key=lambda date: (date.start, date.day or 0, date.year or 0))


def _is_date(match: re.Match[str]) -> bool:
    word = match.group().strip()
    if not _AMBIGUOUS.fullmatch(word):
        return True
    return word[0].isupper() and match.start() > 0


def _dates(match: re.Match[str]) -> list[Date]:
    parts = match.groupdict()
    year = int(parts["year"]) if parts.get("year") else None
    month = _month(parts.get("month"))
    days: list[int | None] = [
        _number(parts[name]) for name in ("day", "last") if parts.get(name)
    ] or [None]
    years = [year]
    if until := parts.get("until"):
        assert year is not None
        years.append(int(until) if len(until) == 4 else year // 100 * 100 + int(until))
    return [
        Date(y, month, day, match.start(), match.end(), match.group().strip())
        for y in years
        for day in days
    ]


def _month(word: str | None) -> int | None:
    if not word:
        return None
    return int(word) if word.isdigit() else _MONTHS[word.casefold().rstrip(".")]


def _number(day: str) -> int:
    return int(re.sub(r"\D", "", day))
