"""Words that say which way: each is one pole of an axis such as rise and fall.

In English, French and Korean. A text that says one pole contradicts a text that says the other
of the same thing; a pole that is negated counts as the other.
"""

import re
from dataclasses import dataclass

# Axis: regular expressions of its two poles. An entry of one axis may be one of another too.
_AXES = {
    "direction": (
        r"(?<!sun)ris(?:e|es|ing|en)\b|rose\b|increas\w*|grow\w*|grew\b|climb\w*|surg\w+|soar\w*|jumped|"
        r"more expensive|dearer|costlier|higher|rais(?:e|ed|es|ing)\b|expand\w*|up (?:by|from)|driven up|drove up|"
        r"went up|pushed up|(?<!than )more\b(?! than (?:\d|USD|EUR|a\b|one\b|two\b|half\b|\$)|\s*expensive|\s+\w+ly\b)|"
        r"augment\w*|hausse\w*|progress(?:é|e|ait|er)\b|croît|plus chers?|plus élevé\w*|grimp\w*|"
        r"늘[었어릴리려렸]\w*|늘[린다고]\w*|많이\b|많은\b|많다\b|넓[혔히어]\w*|증가\w*|상승\w*|올라\w*|올랐\w*|높[이아인여]\w*|확대\w*|인상\w*|급증\w*|오르\w*|오른\w*",
        r"fall(?:s|en|ing)?\b(?! short)|fell\b(?! short)|drop(?:s|ped|ping)?\b|decreas\w*|declin\w*|reduc\w*|lower(?:ed|s|ing)?\b|"
        r"cheaper|less expensive|shr[iau]nk\w*|cuts?\b|cutting|came down|come down|went down|down (?:by|from)|"
        r"driven down|drove down|pushed down|slump\w*|plung\w*|(?:less|fewer)\b(?! than (?:\d|USD|EUR|a\b|one\b|two\b|half\b|\$))|contract(?:ed|ing)|"
        r"baiss\w*|diminu\w*|chut\w*|recul\w*|tomb[éeaè]\w*|rédui\w*|moins chers?|abaiss\w*|"
        r"줄[었어일이인여였]\w*|줄[린다고]\w*|적게\b|적은\b|적다\b|좁[혔히]\w*|감소\w*|하락\w*|떨어\w*|떨어[졌진]\w*|낮[아추춰췄춘]\w*|축소\w*|인하\w*|급감\w*|내려\w*|절감\w*",
    ),
    "price": (
        r"(?<!less )(?<!least )(?:expensive\w*|costl\w+)|dear(?:er|est)?\b|highest[- ]cost|priciest|"
        r"(?<!moins )cher\b|chère|비싼|비싸\w*",
        r"cheap\w*|lowest[- ]cost|low[- ]cost|(?:less|least) (?:expensive|costly)\w*|affordable|"
        r"moins ch(?:er|ère)s?|싼\b|저렴\w*",
    ),
    "extreme": (
        r"highest|largest|biggest|greatest|maximum|top\b|longest|le plus (?:grand|élevé)\w*|최대|최고|가장 (?:큰|높은|많)\w*",
        r"lowest|smallest|least\b|minimum|shortest|le plus (?:petit|faible|bas)\w*|최소|최저|가장 (?:작은|낮은|적)\w*",
    ),
    "time order": (
        r"(?<!year )(?<!years )(?<!than )before\b|prior to|preced\w+|ahead of time|avant\b|précéd(?:é|ait|er)\w*|앞서|전에\b|이전\w*",
        r"after\b(?! all| \d)|follow(?:ed|s|ing)\b|afterwards|subsequent\w*|then\b|après\b|ensuite|suivi\w*|뒤에?\b|후에?\b|이후\w*",
    ),
    "rank": (
        r"ahead of|overt[ao]\w+k\w*|surpass\w*|outpac\w*|beat\w*|passed\b|exceed\w*|in front of|devan\w+|앞질\w*|앞섰\w*|추월\w*",
        r"behind\b|trail(?:s|ed|ing)\b|lag(?:s|ged|ging)?\b|derrière|뒤처\w*|밀[려렸]\w*",
    ),
    "level": (
        r"above\b|beyond\b|exceed\w*|over the|au-dessus|dépass\w*|supérieur\w*|초과\w*|넘[어었는]\w*|웃[돌도]\w*",
        r"below\b|beneath|under the|au-dessous|en dessous|sous la\b|inférieur\w*|미만\w*|밑[돌도]\w*|아래\w*",
    ),
    "number": (
        r"more\b(?= \w+(?<!ly) than)|plus\b(?= \w+ qu)|supérieur\w*|longer\b|larger\b|bigger\b|majority|더 (?:많|길|오래|크|높)\w*",
        r"less\b(?= \w+ than)|fewer\b|moins\b(?= \w+ qu)|inférieur\w*|shorter\b|smaller\b|minority|더 (?:적|짧|작|낮)\w*|two fewer",
    ),
    "speed": (r"fast(?:er)?\b|quick\w*|rapid\w*|plus vite|빠르\w*|빨라\w*", r"slow\w*|moins vite|느리\w*|둔화\w*"),
    "trade": (
        r"export\w*|vend\w*|sold\b|sells?\b|수출\w*|판매\w*|팔[았]\w*",
        r"import\w*|achet\w*|수입\w*|구매\w*",
    ),
    "supply": (r"suppl(?:y|ies)\b|offre\b|공급\w*", r"demand\b|demande\b|수요\w*"),
    "schedule": (
        r"brought forward|ahead of schedule|avancée?s?\b|앞당\w*|조기\b",
        r"postpon\w*|delay\w*|put back|pushed back|retard\w*|repouss\w*|différée?s?\b|지연\w*|늦[어춰]\w*|연기\w*",
    ),
    "course": (
        r"resum\w*|restart\w*|continu\w*|keeps? going|repr(?:end|is)\w*|poursui\w*|계속\w*|재개\w*",
        r"halt\w*|suspend\w*|paus\w*|abandon\w*|stopped|cancel\w*|termin(?:ated|ation)|scrapp\w*|mis fin|"
        r"mis un terme|interromp\w*|중단\w*|철회\w*|취소\w*",
    ),
    "done": (
        r"already\b|déjà\b|이미\b",
        r"not yet|yet to|pas encore|아직",
    ),
    "lasting": (r"still\b|remains?\b|toujours\b|여전히", r"no longer|any ?more\b|n['’e][^.;]{1,20}\bplus\b|더 이상"),
    "possible": (
        r"(?<!not )\bcan\b(?!not)|possible\b|able to|easy|easily|peut\b|peuvent\b|possible|facile\w*|수 있\w*|가능\w*|쉽\w*",
        r"cannot|can not|can['’]t|impossible|unable|difficult\w*|hard to|ne peu\w+|difficile\w*|수 없\w*|불가능\w*|어렵\w*|어려\w*",
    ),
    "shore": (r"onshore|on land|terrestre|육상", r"offshore|at sea|en mer|해상"),
    "success": (
        r"succe(?:ed|ss)\w*|won\b|wins\b|achiev\w*|réuss\w*|성공\w*",
        r"fail\w*|lost\b|loses?\b|échou\w*|échec\w*|실패\w*",
    ),
    "compass": (r"(?:north|nord)\w*|북부\w*", r"(?:south|süd|sud)\w*|남부\w*"),
    "certain": (r"(?<!not )\bcertain\b|confirmed|확정된", r"uncertain|unclear|not certain|unconfirmed|불확실\w*"),
    "include": (r"includ\w*|comprend\w*|inclus?\w*|포함\w*", r"exclud\w*|except\w*|exclu\w*|sauf\b|제외\w*"),
}  # fmt: skip
_PATTERNS = {
    axis: tuple(
        re.compile(rf"(?:(?<![^\W_가-힣])|(?<=[가-힣])(?=[가-힣]))(?:{pole})", re.IGNORECASE)
        for pole in poles
    )
    for axis, poles in _AXES.items()
}


@dataclass(frozen=True)
class Pole:
    """A word of an axis; ``sign`` is 1 for the first pole and -1 for the second."""

    axis: str
    sign: int
    start: int
    end: int
    text: str


def find_poles(text: str) -> list[Pole]:
    """All words that say which way; a longer form hides the shorter ones of its axis inside it."""
    found: list[Pole] = []
    for axis, patterns in _PATTERNS.items():
        own = [
            Pole(axis, sign, *match.span(), match.group())
            for pattern, sign in zip(patterns, (1, -1), strict=True)
            for match in pattern.finditer(text)
        ]
        found += [
            pole
            for pole in own
            if not any(
                other is not pole
                and other.start <= pole.start
                and pole.end <= other.end
                and other.end - other.start > pole.end - pole.start
                for other in own
            )
        ]
    return sorted(found, key=lambda pole: pole.start)
