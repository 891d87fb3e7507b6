"""Sentences of different documents that give different values for what a question asks for.

To claim a conflict where there is none is worse than to miss one. So each sentence must answer
on its own, be about all that the question names, and be put nearly as the other is: no other
year, party, plan or direction may explain the difference.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answer_kind import expected_answer
from retrieval.asked_words import asked_words, held, likeness
from retrieval.dates import find_dates
from retrieval.followup import StandaloneQuestion
from retrieval.names import names_in
from retrieval.negation import speaks_of_plan
from retrieval.opposites import find_poles
from retrieval.reader import Evidence
from retrieval.short_answer import find_short_answer
from retrieval.terms import terms
from retrieval.values import VALUED, Value, value_in, values_in
from retrieval.wording import Wording, take_apart

# Log-odds by which a sentence may be weaker than the best one; wide, since the search's score,
# in which one of two equal passages is far behind the other, is part of them.
MARGIN = 5.5
IN_SENTENCE = 0.6  # share of the question's terms that the sentence itself holds
IN_CONTEXT = 0.8  # the same with its title and headings
ALIKE = 0.3  # share of common terms, amounts and dates left out


@dataclass(frozen=True)
class Statement:
    """A sentence with the value that it gives for what is asked."""

    evidence: Evidence
    value: Value

    @property
    def wording(self) -> Wording:
        """The sentence taken apart."""
        return take_apart(self.evidence.text)


def statements(asked: StandaloneQuestion, evidence: Sequence[Evidence]) -> list[Statement]:
    """The sentences that give a value for what is asked, the best first."""
    if expected_answer(asked.question) not in VALUED:
        return []
    found = []
    for each in evidence:
        value = value_in(each.text, find_short_answer(asked.question, each.text))
        near = each.log_odds >= evidence[0].log_odds - MARGIN
        if near and value and _is_about(asked, each, value):
            found.append(Statement(each, value))
    return found


def conflicting(asked: StandaloneQuestion, evidence: Sequence[Evidence]) -> tuple[Statement, ...]:
    """The best sentence with a value, then those of other documents with other values.

    Empty if all agree. Each value is given once, with its best sentence.
    """
    found = statements(asked, evidence)
    chosen = [s for s in found[:1] if s.evidence is evidence[0]]
    for other in found[1:] if chosen else []:
        if all(contradict(other, each) for each in chosen):
            chosen.append(other)
    return tuple(chosen) if len(chosen) > 1 else ()


def contradict(a: Statement, b: Statement) -> bool:
    """Whether two sentences of different documents give different values for the same thing."""
    return (
        a.value.differs_from(b.value)
        and a.evidence.passage.document != b.evidence.passage.document
        and not _says(a, b.value)
        and not _says(b, a.value)
        and _are_alike(a, b)
        and not _have_reason(a, b)
    )


def _is_about(asked: StandaloneQuestion, evidence: Evidence, value: Value) -> bool:
    question = set(asked_words(asked.question, value.unit))
    dates = [date.text for date in find_dates(asked.text)]
    inside, around = (len(held(question, text)) for text in (evidence.text, evidence.context))
    total = len(question) + len(dates)  # the dates must all be there
    named = " ".join(names_in(asked.text) + dates)
    return (
        inside + len(dates) >= IN_SENTENCE * total
        and around + len(dates) >= IN_CONTEXT * total
        and set(terms(evidence.context)).issuperset(terms(named))
    )


def _says(statement: Statement, value: Value) -> bool:
    """Whether the sentence has the value too, and so knows of both."""
    own = values_in(statement.evidence.text)
    return any(v.is_comparable_to(value) and not v.differs_from(value) for v in own)


def _are_alike(a: Statement, b: Statement) -> bool:
    return (
        a.wording.language == b.wording.language
        and likeness(a.evidence.text, b.evidence.text) >= ALIKE
    )


def _have_reason(a: Statement, b: Statement) -> bool:
    """Whether another year, name, plan or direction may explain the difference."""
    a_names, b_names = (set(terms(" ".join(names_in(s.evidence.text)))) for s in (a, b))
    a_near, b_near = set(terms(a.evidence.context)), set(terms(b.evidence.context))
    if a_names - b_near and b_names - a_near:
        return True
    years = [{d.year for d in s.wording.dates if d.year and d not in s.value.dates} for s in (a, b)]
    if years[0] - years[1] and years[1] - years[0]:
        return True
    if len({speaks_of_plan(s.evidence.text) for s in (a, b)}) > 1:
        return True
    poles = [{(p.axis, p.sign) for p in find_poles(s.evidence.text)} for s in (a, b)]
    return any(
        (axis, -sign) in poles[1] and (axis, sign) not in poles[1] for axis, sign in poles[0]
    )
