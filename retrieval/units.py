"""Units of measure and money in English, French, Korean and some German, as comparable names."""

import re
from itertools import groupby

_PREFIXES = {"": 1.0, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12}
_PREFIX_WORDS = {
    "": 1.0, "kilo": 1e3, "mega": 1e6, "méga": 1e6, "giga": 1e9, "tera": 1e12, "téra": 1e12,
    "킬로": 1e3, "메가": 1e6, "기가": 1e9, "테라": 1e12,
}  # fmt: skip
# Name of a unit: how a multiple of it is written. "$" alone may be any dollar.
_PREFIXED = {
    "Wh": ("Wh", "watt-hour watt-hours watthour watthours wattheure wattheures wattstunde "
           "wattstunden 와트시"),
    "W": ("W Wp", "watt watts 와트"),
    "J": ("J", "joule joules 줄"),
    "A": ("A", "ampere amperes ampère ampères 암페어"),
}  # fmt: skip
_PLAIN: dict[str, dict[float, str]] = {
    "%": {1: "% percent|per cent|pour cent|pourcent|prozent|퍼센트|프로|％"},
    "point": {1: "%p|pp|percentage point|percentage points|points de pourcentage|"
                 "point de pourcentage|points|point|퍼센트포인트|%포인트|포인트"},
    "g": {1: "g|gram|grams|gramme|grammes|그램", 1e3: "kg|kilogram|kilograms|kilogramme|"
          "kilogrammes|kilo|kilos|킬로그램", 1e6: "t|ton|tons|tonne|tonnes|tonnen|톤|metric tons",
          1e9: "kt", 1e12: "Mt|megatonne|megatonnes|mégatonne|mégatonnes|메가톤", 1e15: "Gt"},
    "m": {1: "m|metre|metres|meter|meters|mètre|mètres|미터", 1e3: "km|kilometre|kilometres|"
          "kilometer|kilometers|kilomètre|kilomètres|킬로미터", 0.01: "cm|centimetre|centimetres|"
          "centimètre|centimètres|센티미터", 1e-3: "mm|millimetres", 1e-9: "nm|nanometres"},
    "ft": {1: "ft|foot|feet|pied|pieds|피트"},
    "inch": {1: "inch|inches|pouce|pouces|인치"},
    "m²": {1: "m²|m2|square metre|square metres|square meters|mètres carrés|제곱미터|㎡",
           1e-4: "cm²|cm2|square centimetre|square centimetres|square centimeters|"
           "centimètres carrés|centimètre carré|제곱센티미터|㎠", 1e-6: "mm²|mm2",
           1e6: "km²|km2", 1e4: "ha|hectare|hectares|헥타르"},
    "ft²": {1: "square feet|square foot|sq ft|sqft|ft²|pieds carrés|제곱피트"},
    "m³": {1: "m³|m3|Nm³|Nm3|cubic metres|세제곱미터", 1e-3: "L|litre|litres|liter|liters|리터"},
    "barrel": {1: "barrel|barrels|baril|barils|배럴"},
    "°C": {1: "°C|℃|degrees Celsius|degrees C|degree Celsius|degrés Celsius|degrees|degree|degrés|"
           "섭씨|도"},
    "°F": {1: "°F|degrees Fahrenheit|degrés Fahrenheit|화씨"},
    "USD": {1: "USD|US$|US dollars|U.S. dollars|US dollar|dollars américains|미국 달러|미 달러",
            1e6: "MUSD"},
    "CAD": {1: "CAD|CA$|C$|Canadian dollars|dollars canadiens|캐나다 달러|캐나다달러"},
    "AUD": {1: "AUD|AU$|A$|Australian dollars|dollars australiens|호주 달러|호주달러"},
    "$": {1: "$|dollar|dollars|달러|불"},
    "EUR": {1: "EUR|€|euro|euros|유로", 1e6: "M€", 1e9: "Md€"},
    "GBP": {1: "GBP|£|pound|pounds|livre|livres|livres sterling|pounds sterling|파운드"},
    "KRW": {1: "KRW|₩|won|wons|원"},
    "JPY": {1: "JPY|¥|yen|yens|엔"},
    "cent": {1: "cents|cent|ct|centimes|centime|euro cents|euro cent|eurocents|€cent|ct€|"
             "centimes d'euro|cents d'euro|유로센트|센트"},
    "s": {1: "s|sec|secs|second|seconds|seconde|secondes|sekunden|초", 60: "min|mins|minute|"
          "minutes|minuten|분", 3600: "h|hr|hrs|hour|hours|heure|heures|stunden|시간",
          86400: "day|days|jour|jours|tage|일", 604800: "week|weeks|semaine|semaines|주"},
    "month": {1: "month|months|mois|개월|달|monate", 12: "year|years|yr|yrs|an|ans|année|années|년|"
              "jahre|jahren"},
    "×": {1: "times|time|x|×|-fold|fold|fois|배"},
    "sun": {1: "sun|suns|soleils"},
}  # fmt: skip
_CASED = re.compile(r"[kMGT]?(?:Wh|W|Wp|J|A|t|g|m|s|h|L)|Mt|Gt|kt|kg|km|cm|mm|nm")
DOLLARS = frozenset({"USD", "CAD", "AUD", "$"})
CURRENCIES = DOLLARS | {"EUR", "GBP", "KRW", "JPY"}


def _table() -> dict[str, tuple[str, float]]:
    table: dict[str, tuple[str, float]] = {}
    for name, (symbols, written) in _PREFIXED.items():
        for prefix, factor in _PREFIXES.items():
            table |= {prefix + symbol: (name, factor) for symbol in symbols.split()}
        for prefix, factor in _PREFIX_WORDS.items():
            table |= {prefix + word: (name, factor) for word in written.split()}
    for name, forms in _PLAIN.items():
        for factor, written in forms.items():
            table |= dict.fromkeys(re.split(r"\|", written.replace("% p", "%|p")), (name, factor))
    return table


UNITS = _table()
_FOLDED = {form.casefold(): unit for form, unit in UNITS.items() if not _CASED.fullmatch(form)}


def unit(form: str) -> tuple[str, float]:
    """The name of a unit and how many of it the form is, such as ("W", 1e6) for "MW".

    Raises:
        KeyError: the form is no unit.
    """
    form = re.sub(r"\s+", " ", form)
    return UNITS[form] if form in UNITS else _FOLDED[form.casefold()]


def _end(form: str) -> str:
    if not form[-1].isalpha():
        return ""
    if "가" <= form[-1] <= "힣":
        # A Korean unit carries particles, as in 30초를, but 분 is no minute in 분야.
        particles = "은는이가을를에의로으과와도만간당쯤씩째여부까라보짜였마전뒤후내"
        return rf"(?=[{particles}]|[^가-힣]|$)" if len(form) == 1 else ""
    return r"(?![^\W_가-힣])"


def _pattern() -> str:
    def kind(form: str) -> tuple[int, bool, str]:
        return -len(form), bool(_CASED.fullmatch(form)), _end(form)

    parts = []
    # Forms that end alike share what may follow: hundreds of such conditions compile for seconds.
    for (_, is_cased, end), forms in groupby(sorted(UNITS, key=kind), kind):
        either = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in forms)
        parts.append((f"(?:{either})" if is_cased else f"(?i:{either})") + end)
    return "(?:" + "|".join(parts) + ")"


UNIT = _pattern()  # a regular expression that finds the longest form
