"""Who does what to whom: relations with two sides, which a text may turn round."""

import re
from dataclasses import dataclass

from retrieval.wording import Word, Wording, same_key

# Verbs whose two sides are not alike, by meaning; "by" and its like turn them round.
_FAMILIES = {
    "acquire": r"acquir\w*|acquisition of|bought|buys?\b|purchas\w*|took over|takes? over|"
    r"taken over|rach[eè]t\w*|acqui[st]\w*|repri[st]\w*|인수\w*",
    "pass": r"overt[ao]\w*k\w*|pass(?:ed|es)\b|surpass\w*|outpac\w*|beat\w*|exceed\w*|"
    r"ahead of|dépass\w*|devanc\w*|앞질\w*|추월\w*|앞섰\w*",
    "behind": r"behind|trail(?:s|ed)|lag(?:s|ged) behind|derrière",
    "replace": r"replac\w*|succeed(?:ed|s)\b|took over from|remplac\w*|succ[éeè]d\w*|대체\w*",
    "precede": r"preced\w*|came before|comes before|précéd\w*",
    "follow": r"follow(?:s|ed)\b|came after|comes after|suivi\w*",
    "own": r"owns?\b|belongs? to|détien\w*|appart\w+ à|소유\w*",
    "supply": r"supplie[sd]\b|sells? to|sold to|deliver\w*|fourni\w*|공급\w*",
    "fund": r"fund(?:s|ed)\b|invest(?:s|ed)\b|lent\b|financ\w*|투자\w*",
    "lead": r"leads?\b|led\b|heads?\b|headed\b|chairs?\b|directs?\b|dirige\w*|présid(?:e|ait|ée)\b",
    "certify": r"certif\w*|confirm\w*|verif\w*|인증\w*",
    "export": r"exports?\b(?= to\b)",
    "import": r"imports?\b(?= from\b)",
    "than": r"than\b|que\b(?= cel)|보다",
}
_FAMILY = {
    name: re.compile(rf"\b(?:{form})" if form[0] < "가" else form, re.I)
    for name, form in _FAMILIES.items()
}
_BY = re.compile(r"^\s+(?:\w+\s+)?(?:by|par)\b", re.I)
_INVERSE = {"behind": "pass", "follow": "precede"}  # turned round, these mean the other
_CHANGES = [
    re.compile(form, re.IGNORECASE)
    for form in (
        r"\bfrom\s+(?P<old>[^,;.]{1,50}?)\s+to\s+(?P<new>[^,;.]{1,40})",
        r"\bde\s+(?P<old>[^,;.]{1,40}?)\s+à\s+(?P<new>[^,;.]{1,30})",
        r"(?P<old>[^,;.]{1,40}?)\s+(?:was|were|has been|is|a été|est)\s+(?:replaced|remplacée?s?)\s+(?:by|par|with)\s+(?P<new>[^,;.]{1,40})",
        r"(?P<old>\S+)(?:에서|였던|이던)\s(?P<new>[^,;.]{1,30}?)(?:으로|로)(?=\s)",
        r"(?P<old>[^,;.]{1,40}?)\s+(?:gave way to|became|a cédé la place à)\s+(?P<new>[^,;.]{1,40})",
    )
]


@dataclass(frozen=True)
class _Sides:
    family: str
    agent: tuple[Word, ...]
    object: tuple[Word, ...]


def turned_round(claim: Wording, source: Wording, aligned: set[int]) -> str:
    """The claim's words whose sides are the other way round in the source; empty if none are.

    Args:
        aligned: numbers of the source's sentences that the claim is about.
    """
    theirs = [
        (sides, number in aligned)
        for number in range(len(source.sentences))
        for sides in _sides(source, number)
    ]
    for own in (s for n in range(len(claim.sentences)) for s in _sides(claim, n)):
        votes = [
            vote
            for other, is_aligned in theirs
            if other.family == own.family
            and (vote := _vote(own, other))
            and (is_aligned or abs(vote) > 1)
        ]
        if votes and min(votes) < 0 and max(votes) <= 0:
            return " ".join(dict.fromkeys(w.key for w in (*own.agent, *own.object) if w.is_name))
    return _exchanged(claim, source) or _changed_back(claim, source)


def _sides(wording: Wording, number: int) -> list[_Sides]:
    start, end = wording.sentences[number]
    text = wording.text[start:end]
    words = [w for w in wording.in_sentence(number) if w.is_content]
    found = []
    for family, pattern in _FAMILY.items():
        for match in pattern.finditer(text):
            first, last = start + match.start(), start + match.end()
            left = tuple(w for w in words if w.end <= first)
            right = tuple(w for w in words if w.start >= last)
            is_passive = bool(_BY.match(text[match.end() :]))
            name = family
            if family in _INVERSE:
                name, is_passive = _INVERSE[family], not is_passive
            if match.group().lower().startswith(("belong", "appart")):
                is_passive = not is_passive
            found.append(_Sides(name, right, left) if is_passive else _Sides(name, left, right))
    return found


def _vote(own: _Sides, other: _Sides) -> int:
    """Above 0 if the sides agree, below if they are turned round; names alone decide."""

    def shared(a: tuple[Word, ...], b: tuple[Word, ...]) -> int:
        return sum(any(same_key(x.key, y.key) for y in b) for x in a if x.is_name)

    agreeing = shared(own.agent, other.agent) + shared(own.object, other.object)
    turned = shared(own.agent, other.object) + shared(own.object, other.agent)
    return agreeing - turned


def _exchanged(claim: Wording, source: Wording) -> str:
    """The Korean subject that is the object in the source, whose subject is the claim's object."""
    own, theirs = _subjects(claim.text), _subjects(source.text)
    turned = {(thing, subject) for subject, thing in theirs} - theirs
    return next((subject for subject, thing in own if (subject, thing) in turned), "")


def _subjects(text: str) -> set[tuple[str, str]]:
    """Subject and object, without their particles, of each Korean clause."""
    found: set[tuple[str, str]] = set()
    for sentence in re.split(r"[.!?\n]", text):
        subjects = re.findall(r"(\S{2,}?)(?<!서)(?<!로)(?<!에)(?:이|가|은|는)(?=\s)", sentence)
        things = re.findall(r"(\S{2,}?)(?:을|를)(?=\s)", sentence)
        found |= {(subject, thing) for subject in subjects for thing in things}
    return found


def _changed_back(claim: Wording, source: Wording) -> str:
    """What the claim lets change in the other direction: "from coal to gas" for gas to coal."""
    for old, new in _changes(claim.text):
        for their_old, their_new in _changes(source.text):
            if old & their_new and new & their_old and not (old & their_old or new & their_new):
                return "the change"
    return ""


def _changes(text: str) -> list[tuple[set[str], set[str]]]:
    return [
        (set(re.findall(r"\d+기?|[a-zà-ÿ]{3,}", match["old"].lower())),
         set(re.findall(r"\d+기?|[a-zà-ÿ]{3,}", match["new"].lower())))
        for form in _CHANGES
        for match in form.finditer(text)
    ]  # fmt: skip
