"""Amounts in a text, in English, French, Korean and some German, as comparable values.

Written here since the parsers at hand do another job: dateparser searches dates only, and takes
tens of milliseconds a sentence; quantulum3 knows English alone and brings scikit-learn.
"""

import math
import re
from dataclasses import dataclass, replace

from retrieval.dates import Date, find_dates
from retrieval.units import CURRENCIES, DOLLARS, UNIT, unit

SEVERAL = math.pi  # stands for "several" in "several hundred", which is no number's hundredfold
_SPACE = "[\u00a0\u202f ]"
_NUMBER = rf"(?:\d{{1,3}}(?:{_SPACE}\d{{3}}(?!\d))+(?:[.,]\d+)?|\d+(?:[.,]\d+)*)"
_SCALES = {
    1e2: "백|hundred|centaines", 1e3: "thousand|thousands|mille|milliers|k|천|tausend", 1e4: "만", 1e5: "십만",
    1e6: "million|millions|mio|mn|백만|millionen", 1e7: "천만",
    1e8: "억", 1e9: "billion|billions|milliard|milliards|bn|mrd|십억|milliarden", 1e10: "백억",
    1e12: "trillion|trillions|조",
}  # fmt: skip
_SCALE_OF = {form: factor for factor, forms in _SCALES.items() for form in forms.split("|")}
_LONGEST_FIRST = sorted(_SCALE_OF, key=len, reverse=True)
_SCALE = (
    f"(?:{'|'.join(form for form in _LONGEST_FIRST if form >= '가')}"
    rf"|(?:{'|'.join(form for form in _LONGEST_FIRST if form < '가')})(?![^\W\d_가-힣]))\.?"
)
_WORDS = (
    "zero zéro", "", "two deux 두 zwei", "three trois 세 drei", "four quatre 네 vier",
    "five cinq 다섯 fünf", "six 여섯 sechs", "seven sept 일곱 sieben", "eight huit 여덟 acht",
    "nine neuf 아홉 neun", "ten dix 열 zehn", "eleven onze 열한 elf", "twelve douze 열두 zwölf",
    "thirteen treize", "fourteen quatorze", "fifteen quinze", "sixteen seize",
    "seventeen dix-sept", "eighteen dix-huit", "nineteen dix-neuf", "twenty vingt 스무",
)  # fmt: skip
_WORD_VALUES = {word: i for i, words in enumerate(_WORDS) for word in words.split()}
_WORD = (
    r"(?<![\w-])(?:"
    + "|".join(
        word + (r"(?=\s)" if word >= "가" else r"(?![\w]|-\w*(?:teen|ième))")
        for word in sorted(_WORD_VALUES, key=len, reverse=True)
    )
    + ")"
)
_MONEY = r"(?:US\$|CA\$|AU\$|C\$|A\$|\$|€|£|¥|₩|(?:USD|EUR|GBP|KRW|CAD|AUD|JPY)(?=\s?\d))"
_PER = r"\s?(?:/|\bper\b|\bpar\b|\bpro\b|\ban?\b|\beach\b|당)\s?"
_AMOUNT = re.compile(
    rf"(?P<money>{_MONEY})?\s?"
    rf"(?:(?<![^\W_가-힣])(?<!\d[.,])(?<![A-Za-z]-)(?<!\d)(?P<number>{_NUMBER})(?![A-Z][a-z])"
    rf"|(?P<word>(?i:{_WORD}))|(?P<vague>(?i:\b(?:several|a few|many|plusieurs|quelques)(?=\s{_SCALE})|"
    rf"(?<![가-힣])수(?=[십백천만억]))))"
    rf"(?P<scales>(?:[\s-]?(?i:{_SCALE})(?:{_SPACE}?\d[\d,]*(?=\s?[만억조천])|(?<=[만억조])\s?\d[\d,]*(?=\s?[가-힣]))?)*)"
    rf"(?:[\s\u202f-]?(?:of\s|de\s|d['’]|euro\s|d['’]euros?\s)?(?P<unit>{UNIT}))?"
    rf"(?:{_PER}(?P<per>{UNIT}))?"
)
_RANGE = re.compile(r"\s?(?:[–~-]|to|and|or|à|et|ou|bis|und|에서|부터)\s?", re.IGNORECASE)
_AND = re.compile(r"\s?(?:and|et|und)?\s?", re.IGNORECASE)


@dataclass(frozen=True)
class Quantity:
    """A number with its unit.

    ``readings`` are the values it may have in base units, more than one where a comma or a point
    may part thousands or decimals; ``unit`` is a name of ``retrieval.units`` or empty, ``per`` that
    of what it is measured by, as in USD/kWh. Offsets are half-open.
    """

    readings: tuple[float, ...]
    unit: str
    per: str
    start: int
    end: int
    text: str
    is_word: bool = False
    per_factor: float = 1.0

    def is_supported_by(self, other: "Quantity") -> bool:
        """Whether the other is the same amount; a "per" that only one names is not compared."""
        if not self._has_unit_of(other):
            return False
        if self.per and other.per and self.per != other.per:
            return False
        # Where both are ambiguous they are read the same way: 1,200 kg is not 1.2 of 1,000 kg.
        if len(self.readings) == len(other.readings):
            return any(_equal(a, b) for a, b in zip(self.readings, other.readings, strict=True))
        return any(_equal(a, b) for a in self.readings for b in other.readings)

    def _has_unit_of(self, other: "Quantity") -> bool:
        if "$" in (self.unit, other.unit):
            return {self.unit, other.unit} <= DOLLARS
        # "by a factor of 250" is 250 times.
        return self.unit == other.unit or {self.unit, other.unit} == {"", "×"}


def find_quantities(text: str) -> list[Quantity]:
    """All amounts of a text, in order; dates and years are none, nor are digits inside a name.

    The number one in words is left out, being a pronoun as often.
    """
    masked = _masked(text, find_dates(text))
    found = [_quantity(match) for match in _AMOUNT.finditer(masked)]
    found = [replace(q, text=text[q.start : q.end]) for q in found]
    return _in_one_time(masked, _with_shared_units(masked, found))


def _masked(text: str, dates: list[Date]) -> str:
    for date in dates:
        text = text[: date.start] + "\x00" * (date.end - date.start) + text[date.end :]
    return text


def _quantity(match: re.Match[str]) -> Quantity:
    word = match["word"]
    if match["vague"]:
        readings: tuple[float, ...] = (SEVERAL,)
    else:
        readings = (float(_WORD_VALUES[word.casefold()]),) if word else _readings(match["number"])
    readings = _scaled(readings, match["scales"] or "")
    name, factor = _unit(match["money"] or match["unit"])
    per, divisor = _unit(match["per"])
    if per in {"month", "s"}:  # "a year" says when, and is often left out
        per, divisor = "", 1.0
    kind = next(k for k in ("money", "number", "word", "vague") if match[k])
    start = match.start(kind)
    return Quantity(
        tuple(value * factor / divisor for value in readings),
        name, per, start, match.end(), "", is_word=bool(word), per_factor=divisor,
    )  # fmt: skip


def _unit(form: str | None) -> tuple[str, float]:
    return unit(form) if form else ("", 1.0)


def _readings(number: str) -> tuple[float, ...]:
    number = re.sub(_SPACE, "", number)
    marks = re.findall(r"[.,]", number)
    if not marks:
        return (float(number),)
    if len(set(marks)) == 2:
        decimal = marks[-1]
        return (float(number.replace("," if decimal == "." else ".", "").replace(decimal, ".")),)
    whole = number.replace(marks[0], "")
    if len(marks) > 1:
        return (float(whole),)
    as_decimal = float(number.replace(",", "."))
    is_group = re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", number)
    return (float(whole), as_decimal) if is_group else (as_decimal,)


def _scaled(readings: tuple[float, ...], scales: str) -> tuple[float, ...]:
    """Multiply by "million" and the like; Korean ones add up, as in 1조 2,000억."""
    total = [0.0] * len(readings)
    current = list(readings)
    for token in re.findall(rf"(?i:{_SCALE})|\d[\d,]*", scales):
        if token[0].isdigit():
            total = [t + c for t, c in zip(total, current, strict=True)]
            current = [float(token.replace(",", ""))] * len(readings)
        else:
            current = [c * _SCALE_OF[token.casefold().rstrip(".")] for c in current]
    return tuple(t + c for t, c in zip(total, current, strict=True))


def _equal(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=1e-6)


def _with_shared_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """In "12 to 17 years" both numbers have the unit."""
    shared = list(found)
    for i in range(len(shared) - 2, -1, -1):
        this, after = shared[i], shared[i + 1]
        between = text[this.end : after.start]
        is_range = bool(_RANGE.fullmatch(between))
        if not this.unit and after.unit and is_range:
            scale = after.readings[0] and _scale_between(after)
            shared[i] = replace(
                this,
                readings=tuple(value * scale for value in this.readings),
                unit=after.unit,
                per=after.per,
            )
        elif this.unit in CURRENCIES and after.unit in ("", this.unit) and is_range:
            per = after.per or this.per
            # USD 250 to 350 per tonne
            factor = after.per_factor if after.per and not this.per else 1.0
            shared[i + 1] = replace(after, unit=this.unit, per=per)
            shared[i] = replace(
                this, readings=tuple(value / factor for value in this.readings), per=per
            )
    return shared


def _in_one_time(text: str, found: list[Quantity]) -> list[Quantity]:
    """ "22 minutes and 17 seconds" is one time."""
    joined: list[Quantity] = []
    for quantity in found:
        last = joined[-1] if joined else None
        if (
            last
            and last.unit == quantity.unit == "s"
            and last.readings[0] > quantity.readings[0]
            and _AND.fullmatch(text[last.end : quantity.start])
        ):
            total = (last.readings[0] + quantity.readings[0],)
            words = last.text + text[last.end : quantity.start] + quantity.text
            joined[-1] = replace(last, readings=total, end=quantity.end, text=words)
        else:
            joined.append(quantity)
    return joined


def _scale_between(quantity: Quantity) -> float:
    number = re.search(_NUMBER, quantity.text)
    if not number:
        return 1.0
    return quantity.readings[0] / _readings(number.group())[0]
