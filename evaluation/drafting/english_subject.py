"""Where an English clause's subject ends, and whether it can stand in a question."""

import re
from collections.abc import Sequence

from evaluation.drafting.asked import Vocabulary
from evaluation.drafting.english_verbs import (
    LEMMAS,
    PARTICIPLES,
    PAST,
    is_finite,
    is_surely_finite,
)

LONGEST_SUBJECT = 12  # words

ADVERBS = frozenset(
    """again already also currently eventually finally generally hence however initially instead
    later likewise meanwhile moreover furthermore nevertheless nonetheless now often originally
    previously recently still subsequently then therefore thus too typically usually""".split()
)
_DETERMINERS = frozenset(
    "the a an all some many most more its their one two three each every".split()
)
_NO_START = frozenset(
    """across after although among and as at because before between but by during for from how if
    in into it its nor not of on only or since such that their there these this those through to
    under until what when where whether which while who why with within""".split()
)
_NO_PART = frozenset(
    """although and, another are as be because been being earlier how if is later once several
    than that was were what when where whether which while who whom whose why""".split()
)
_CLAUSE_END = r",|;|:|\b(?:that|which|who|and|but|because|than|as|when|where|how|if)\b"
_OBJECT = (
    r"(?:the|an?|its|their|all|about|over|more|up|only|by|to|in|for|from|two|three|four|five|six|"
    r"seven|eight|nine|ten|several|many|some)$|[A-Z0-9$€£]"
)
_NATION = r"(?:ean|ian|ese|ish|['’]s)$|^(?:German|French|Dutch|Greek|Czech|Swiss)$"
_THING = r"(?:power|energy|gas|tion|ment|ing|ity|ness|ies|ables|[ctkmp]s|ers|ors|als|sales)$"


def verb_index(words: Sequence[str]) -> int | None:
    """Where the finite verb stands; None where it is not sure."""
    is_doubtful = False
    for i, word in enumerate(words[: LONGEST_SUBJECT + 1]):
        if i == 0 or word != word.lower():
            continue
        if is_surely_finite(word):
            return i
        is_plural_present = word in LEMMAS and re.search(r"[^s'’]s$", words[i - 1]) is not None
        if not (is_finite(word) or is_plural_present):
            continue
        # "developed by the agency" belongs to the subject, "increased by 5%" does not.
        if word in PARTICIPLES and re.match(r"by (?!about )\D", " ".join(words[i + 1 :])):
            return None
        further = re.split(_CLAUSE_END, " ".join(words[i + 1 :]))[0].split()
        if not any(is_finite(other) for other in further):
            has_object = word in PAST or (further and re.match(_OBJECT, further[0]))
            return i if has_object and not is_doubtful else None
        is_doubtful = True
    return None


def is_subject(words: Sequence[str]) -> bool:
    """Whether the words are a noun phrase that means something without other sentences."""
    lowered = [word.lower() for word in words]
    text = " ".join(words)
    if not words or lowered[0] in _NO_START or lowered[-1] in _NO_START | _DETERMINERS:
        return False
    if _NO_PART.intersection(lowered) or "," in re.sub(r"\d,\d", "", text) or ":" in text:
        return False
    is_footnote = re.match(r"\d+ [A-Z][a-z]", text)
    return not is_footnote and not _is_vague(lowered, text)


def _is_vague(lowered: Sequence[str], text: str) -> bool:
    """Whether it is like "the plant", which is one only in its own document."""
    has_name = text[1:] != text[1:].lower() or re.search(r"\d", text)
    return lowered[0] in _DETERMINERS and len(lowered) <= 3 and not has_name


def inside(words: Sequence[str], vocabulary: Vocabulary) -> str:
    """The subject as it is spelled where no sentence begins."""
    first, *others = words
    if not _keeps_capital(first, others, vocabulary):
        first = first[0].lower() + first[1:]
    return " ".join([first, *others])


def _keeps_capital(first: str, others: Sequence[str], vocabulary: Vocabulary) -> bool:
    if first.lower() in _DETERMINERS | {"other", "about", "almost", "no"}:
        return False
    has_inner_capital = any(character.isupper() for character in first[1:])
    if has_inner_capital or vocabulary.is_name(first) or re.search(_NATION, first):
        return True
    if vocabulary.is_common(first) or re.search(_THING, first):
        return False
    return not others or others[0][0].isupper() or others[0] in ("alone", "and", "together")
