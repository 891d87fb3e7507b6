"""The present state of things: whether a question asks for it, and the newest sentence on it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answer_kind import expected_answer
from retrieval.asked_words import asked_words, held, likeness
from retrieval.dates import find_dates
from retrieval.followup import StandaloneQuestion
from retrieval.reader import Evidence
from retrieval.terms import terms
from retrieval.values import VALUED, value_in, values_in

# What asks for the newest whatever the tense, and what does so in the present tense alone. An
# electric current is neither.
_NEWEST = re.compile(
    r"\b(?:latest|newest|most recent(?:ly)?|up[- ]to[- ]date|to date|so far)\b"
    r"|\b(?:le|la|les|du|des|au|aux)\s+(?:tout[es]*\s+)?derni(?:er|ère)s?\b"
    r"|\bplus récente?s?\b|\bà ce jour\b|최신|최근|가장 새로운",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:currently|now|nowadays|today(?:['’]s)?|presently|at present|at the moment|right now|"
    r"these days|as of now|still)\b"
    r"|(?<!direct )(?<!alternating )(?<!electric )(?<!electrical )(?<!plasma )(?<!circuit )"
    r"(?<!leakage )(?<!ocean )(?<!tidal )(?<!what )(?<!much )"
    r"\bcurrent\b(?! (?:densit|collect|voltage|flow|driv|through|limit|rating|sourc|match|loss))"
    r"|\bactuel(?:le|s|les)?\b|\bactuellement\b|\baujourd['’]hui\b|\bà présent\b|\ben ce moment\b|"
    r"\bmaintenant\b|\bà l['’]heure actuelle\b|현재|지금|오늘|요즘|이제",
    re.IGNORECASE,
)
_LAST_YEAR = re.compile(
    r"\b(?:an|année|mois|semaine|trimestre|siècle|décennie)s?\s+derni(?:er|ère)s?\b|"
    r"\bderni(?:er|ère)s?\s+(?:an|année|mois|semaine|trimestre|siècle|décennie)s?\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:was|were|did|had|était|étaient|avait|avaient|fut)\b|[했였었았](?:나|는가|을까|습니까|어|지)",
    re.IGNORECASE,
)

# Log-odds by which the newest sentence may be weaker than the best one. One that is put like the
# best may be far behind it, since the search's score of its passage is part of them.
MARGIN = 1.0
MARGIN_IF_ALIKE = 4.0
ALIKE = 0.3  # share of common words; less for an older sentence, which does not lead
ALIKE_OLDER = 0.2
MOST_OLDER = 2


@dataclass(frozen=True)
class Newest:
    """The evidence with the newest sentence first, and older ones that give another value."""

    evidence: tuple[Evidence, ...]
    older: tuple[Evidence, ...]


def asks_for_present(question: str) -> bool:
    """Whether a question asks how things are now; one that names a year does not."""
    if any(date.year for date in find_dates(question)):
        return False
    if _NEWEST.search(_LAST_YEAR.sub(" ", question)):
        return True
    return bool(_NOW.search(question)) and not _PAST.search(question)


def is_newer(published: str, other: str) -> bool:
    """Whether one ISO date lies after another; false where either is empty or too coarse to say."""
    shared = min(len(published), len(other))
    return published[:shared] > other[:shared]


def newest_first(asked: StandaloneQuestion, evidence: Sequence[Evidence]) -> Newest:
    """Put the newest of the sentences that answer nearly as well as the best one first.

    A document without a date is never the newest. Nothing is older where no document has a date.

    Args:
        evidence: what the reader found, best first; at least one sentence.
    """
    best = evidence[0]
    dated = [e for e in evidence if e.passage.source.published and _rivals(asked, e, best)]
    lead = best
    for each in dated:
        published = lead.passage.source.published
        if not published or is_newer(each.passage.source.published, published):
            lead = each
    older = _older(asked, evidence, lead)
    return Newest((lead, *(e for e in evidence if e is not lead)), tuple(older))


def _older(
    asked: StandaloneQuestion, evidence: Sequence[Evidence], lead: Evidence
) -> list[Evidence]:
    """Of each older document the sentence most like the leading one, if it says otherwise."""
    nearest: dict[str, Evidence] = {}
    for each in evidence:
        source = each.passage.source
        if is_newer(lead.passage.source.published, source.published) and _rivals(asked, each, lead):
            known = nearest.setdefault(source.document, each)
            if likeness(each.text, lead.text) > likeness(known.text, lead.text):
                nearest[source.document] = each
    chosen: list[Evidence] = []
    for each in nearest.values():
        if likeness(each.text, lead.text) >= ALIKE_OLDER and all(
            _says_other(each, other) for other in [lead, *chosen]
        ):
            chosen.append(each)
    return chosen[:MOST_OLDER]


def _rivals(asked: StandaloneQuestion, evidence: Evidence, best: Evidence) -> bool:
    """Whether a sentence says as much of what is asked for as the best one, of the same kind."""
    is_alike = likeness(evidence.text, best.text) >= ALIKE
    if evidence.log_odds < best.log_odds - (MARGIN_IF_ALIKE if is_alike else MARGIN):
        return False
    question = asked_words(_NOW.sub(" ", _NEWEST.sub(" ", asked.text)))
    own, best_own = (held(question, e.text) for e in (evidence, best))
    return (
        own | held(question, evidence.context) >= best_own
        and len(own) >= len(best_own) - 1
        and evidence.features.has_type >= best.features.has_type
        and _are_comparable(asked, evidence, best)
    )


def _are_comparable(asked: StandaloneQuestion, evidence: Evidence, best: Evidence) -> bool:
    if expected_answer(asked.question) not in VALUED:
        return True
    value, other = (value_in(e.text, e.short_answer) for e in (evidence, best))
    return value is not None and other is not None and value.is_comparable_to(other)


def _says_other(evidence: Evidence, other: Evidence) -> bool:
    """Whether a sentence gives another value, or where it gives none, other words that answer."""
    own, theirs = (value_in(e.text, e.short_answer) for e in (evidence, other))
    if own and theirs:
        return own.differs_from(theirs)
    pairs = [
        (a, b)
        for a in values_in(evidence.text)
        for b in values_in(other.text)
        if a.is_comparable_to(b)
    ]
    if pairs:
        return all(a.differs_from(b) for a, b in pairs)
    return not set(terms(evidence.short_answer)) <= set(terms(other.text))
