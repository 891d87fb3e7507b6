"""Amounts and dates in English and French text, by the words with which one asks for them.

Unlike retrieval.quantities, which compares values, this tells surface forms apart.
"""

import re
from dataclasses import dataclass

MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)"
)
YEAR = r"(?:1[0-9]|20)\d{2}(?![\d%.,–-]\d|\s?%)"
DATE = (
    rf"(?:(?:\d{{1,2}}(?:er|st|nd|rd|th)?\s)?{MONTH}(?:\s\d{{1,2}}(?!\d))?(?:,?\s{YEAR})?"
    rf"|{YEAR}(?!\s?(?:-\d|[A-Z]))\b)"
)

_NUMBER = r"\d+(?:[.,]\d+)*(?:[ \u00a0\u202f]\d{3}(?![\d.,]\d))*"
_MONEY = r"USD|EUR|GBP|KRW|AUD|CAD|US\$|CA\$|C\$|A\$|\$|€|£|¥|₩"
_SCALE = r"thousand|million|billion|trillion|millions?|milliards?|mille"
_COINS = r"dollars?|euros?|won|yen|pounds?|cents?|centimes?|livres|francs?|€|\$|£"
_TIME = (
    r"seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|secondes?|heures?|jours?|"
    r"semaines?|mois|ans?|années?|décennies"
)
_MEASURE = (
    r"[kMGT]?W(?:h|p|e|th)?|[kMGTPE]?J|[kM]?V|m?A|[kMG]?Hz|°C|°F|K|k?m²|km|cm²|cm|mm|nm|m³|m|kg|"
    r"g|Mt|Gt|kt|t|ppm|suns?|tonnes?|tons?|litres?|liters?|barrels?|barils?|degrees|degrés|"
    r"met(?:re|er)s?|mètres?|kilomet(?:re|er)s?|kilomètres?|miles?|feet|hectares?|acres?|"
    r"gigawatts?|megawatts?|kilowatts?|terawatts?"
)
_ABOUT = (
    r"about|around|approximately|roughly|some|almost|nearly|over|more than|less than|fewer than|"
    r"up to|at least|only|just|under|an estimated|environ|près de|plus de|moins de|au moins|"
    r"jusqu'à|quelque|presque"
)
_NAMES = {"°C": "temperature", "°F": "temperature", "V": "voltage", "kV": "voltage"}
_KINDS = {
    "money": "money",
    "coins": "money",
    "percent": "percent",
    "time": "time",
    "measure": "measure",
}
_AMOUNT = re.compile(
    rf"(?P<about>\b(?i:{_ABOUT})\s)?(?P<core>(?<![\w.,$€£–-])(?P<money>(?:{_MONEY})\s?)?"
    rf"{_NUMBER}(?:\s?[–-]\s?\d+(?:[.,]\d+)*|\s(?:to|à)\s\d+(?:[.,]\d+)*(?=\s?(?:%|per\s?cent)))?"
    rf"(?:\s(?P<scale>{_SCALE})\b(?:\sd[e'’]\s?)?)?"
    rf"(?:\s?(?P<percent>%|per\s?cent\b|percent\b|pour\s?cent\b)(?:age)?(?:\s(?P<points>points?))?"
    rf"|\s?(?P<coins>(?:{_COINS})(?!\w))(?:\s(?:canadiens|américains))?"
    rf"|\s(?P<time>{_TIME})(?!\w)|\s?(?P<measure>(?:{_MEASURE})(?![\w/-]))(?:\sCelsius)?)?"
    r"(?:\s?/\s?[a-zA-Z]{1,4}\b|\s(?:per|par)\s[\w-]+|\sa\s(?:year|month|week|day|hour|second)\b)?)"
)


@dataclass(frozen=True)
class Amount:
    """An amount in a text.

    ``kind`` is money, percent, time, measure or count; ``core`` lacks words such as "about";
    ``unit`` is what stands after a number of its kind, such as "GW", and may be empty.
    """

    start: int
    end: int
    text: str
    core: str
    kind: str
    unit: str

    @property
    def answers(self) -> tuple[str, ...]:
        """What answers the question for it, verbatim."""
        return tuple(dict.fromkeys((self.text, self.core)))

    @property
    def noun(self) -> str:
        """What kind of value it is, in English."""
        if self.kind == "money":
            return "price" if re.search(r"/|\bper\b", self.core) else "amount"
        return _NAMES.get(self.unit, "percentage" if self.kind == "percent" else "level")


def amounts(text: str) -> list[Amount]:
    """The amounts of a text in order; numbers that are a year or a day are none."""
    dates = [match.span() for match in re.finditer(DATE, text)]
    found = []
    for match in _AMOUNT.finditer(text):
        kind = next((_KINDS[name] for name in _KINDS if match[name]), "count")
        number = match.start("core")
        if kind == "count" and any(start <= number < end for start, end in dates):
            continue
        unit = match["time"] or match["measure"] or ""
        words = match.group().strip(), match["core"].strip()
        found.append(Amount(match.start(), match.end(), *words, kind, unit))
    return found
