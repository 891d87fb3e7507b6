"""What kind of answer a question asks for, and whether some words are of that kind."""

import re

from retrieval.dates import find_dates
from retrieval.quantities import find_quantities
from retrieval.units import CURRENCIES, DOLLARS, UNIT, unit

_BE_OR_DO = "is|are|was|were|has|have|had|do|does|did"
_ASK = "what|which|who|where|why|how"
_ASKS = {
    "date": re.compile(
        # Neither "how many were there when it opened" nor "when it opened, who came" asks for one.
        rf"^(?:(?!\b(?:{_ASK})\b).)*\bwhen\b(?!.*,\s(?:{_ASK}|{_BE_OR_DO})\b)|"
        r"\b(?:what|which) (?:year|date|day|month)\b|\bquand\b|\bquelle (?:date|année)\b|"
        r"\bwann\b|언제|몇 년|몇년|어느 해|며칠",
        re.IGNORECASE | re.DOTALL,
    ),
    "duration": re.compile(
        r"\bhow long\b|\bwhat (?:\w+ ){0,4}duration\b|\bquelle (?:\w+ ){0,2}durée\b|"
        r"\bcombien de temps\b|\bwie lange\b|얼마나 오래|몇 (?:초|분|시간|년 동안)",
        re.IGNORECASE,
    ),
    "amount": re.compile(
        r"\bhow (?:many|much|large|big|far|high|hot|deep|old|fast|often|tall|wide)\b|"
        r"\bwhat (?:\w+ ){0,5}(?:percentage|share|percent|number|amount|price|cost|efficiency|"
        r"capacity|budget|power|temperature|density|area|output|value|rate)\b|"
        r"\bcombien\b|\bquel(?:le)? (?:\w+ ){0,4}(?:rendement|pourcentage|prix|montant|nombre|"
        r"part|surface|puissance|capacité|somme|coût|température)\b|\bwie (?:viel|hoch)|"
        r"얼마|몇|퍼센트",
        re.IGNORECASE,
    ),
    "name": re.compile(
        r"\bwho(?:m|se)?\b|\bwhere\b|\bqui\b(?! est-ce)|\boù\b|누구|누가|어디|"
        r"\b(?:what|which) (?:\w+ ){0,5}name\b|\bquel (?:\w+ ){0,4}nom\b",
        re.IGNORECASE,
    ),
}
_TIMES = frozenset({"s", "month"})
_AGES = re.compile(r"centur|decade|siècle|décennie|Jahrhundert|세기", re.IGNORECASE)
_SHARES = frozenset({"%", "point"})
_COUNTS = _SHARES | {"", "×"}  # "how many of them" may be a third, or 40 %
_MONEY = CURRENCIES | {"cent"}
_EQUAL = (_TIMES, _SHARES, DOLLARS)  # one of which may be asked for and another given
_HOW_MANY = re.compile(r"(?i:\bhow many\s|\bcombien d(?:e\s|['’])|\bwie ?viele\s|몇\s?)")
_ASKED_UNIT = re.compile(rf"{_HOW_MANY.pattern}(?P<unit>{UNIT})")
_ASKS_SHARE = re.compile(
    r"\b(?:share(?! price)|percentage|per ?cent|proportion|efficiency|capacity factor|rendement|"
    r"pourcentage|quelle part|Anteil|Wirkungsgrad|Prozent)\b|비율|비중|효율|점유율|퍼센트",
    re.IGNORECASE,
)
_ASKS_MONEY = re.compile(
    r"\b(?:cost|costs|price|budget|prix|coût|coûte|montant|kostet|Kosten|Preis)\b|"
    r"가격|비용|예산|사업비|투자액|금액",
    re.IGNORECASE,
)
# By how much a price fell may be said in per cent.
_ASKS_CHANGE = re.compile(
    r"\b(?:by how much|fell|fall\w*|drop\w*|ris\w+|rose|increas\w+|decreas\w+|declin\w+|chang\w+|"
    r"grow\w*|grew|cut|lower\w*|higher|cheaper|baiss\w+|augment\w+|gesunken|gestiegen)\b|"
    r"감소|증가|내렸|내려|올랐|하락|상승|낮아|높아|줄었",
    re.IGNORECASE,
)


def expected_answer(question: str) -> str | None:
    """What a question asks for: "date", "duration", "amount" or "name"; None if unclear.

    A name answers who, where and what something is called.
    """
    return next((kind for kind, pattern in _ASKS.items() if pattern.search(question)), None)


def is_asked_for(question: str, words: str) -> bool:
    """Whether words are of the kind, and in a unit, that a question asks for.

    A number without a unit may have left it to a table's head. Everything is asked for by a
    question of no kind.
    """
    kind = expected_answer(question)
    units = {quantity.unit for quantity in find_quantities(words)}
    if kind == "date":  # a year before 1900 is a bare number
        return bool(find_dates(words) or units & (_TIMES | {""}) or _AGES.search(words))
    if kind == "name":
        return re.search(r"[^\W\d_]{2}", _without_amounts(words)) is not None
    if kind is None or not units:
        return kind is None or re.search(r"\d", words) is not None
    asked = _TIMES if kind == "duration" else _asked_units(question)
    return not asked or bool(units & (asked | {""}))


def _asked_units(question: str) -> frozenset[str]:
    """The names of units that an amount may have; none where any may be meant."""
    if match := _ASKED_UNIT.search(question):
        name = unit(match["unit"])[0]
        return next((names for names in _EQUAL if name in names), frozenset({name}))
    if _HOW_MANY.search(question):
        return _COUNTS
    if _ASKS_SHARE.search(question):
        return _SHARES
    if _ASKS_MONEY.search(question) and not _ASKS_CHANGE.search(question):
        return _MONEY
    return frozenset()


def _without_amounts(words: str) -> str:
    spans = [(found.start, found.end) for found in find_quantities(words)]
    spans += [(found.start, found.end) for found in find_dates(words)]
    return "".join(c for i, c in enumerate(words) if not any(a <= i < b for a, b in spans))
