"""Is a sentence of an answer supported by the text that it cites?

Each amount, date, name and word that says which way must stand in the source, beside the words
that the sentence has it beside, negated alike, and with its two sides the same way round.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from retrieval.alignment import NEXT_SENTENCE, SAME_SENTENCE, Comparison, closeness
from retrieval.dates import Date
from retrieval.embedding import Encoder
from retrieval.names import missing_name, names_in
from retrieval.negation import contradicting_negation, is_negated_at, modality, negated
from retrieval.opposites import Pole, find_poles
from retrieval.quantities import Quantity
from retrieval.roles import turned_round
from retrieval.similarity import similarities
from retrieval.wording import Wording, same_key, take_apart

BEST = 0.95
WIDER = 0.5  # of what the best sentence shares: where the opposite is looked for last
# Share of the words that the source has, plus likeness, that a sentence needs; less where it has
# an amount, a date or a name, which were all found in the source.
LEAST = 0.8
LEAST_WITH_ANCHOR = 0.45
LIKE = 0.35  # likeness that a sentence in another language needs
NEVER_TURNED = {"done", "lasting"}  # axes whose words hold their own negation


@dataclass(frozen=True)
class Support:
    """Whether cited text supports a sentence.

    ``problem`` is empty where it does, else one short clause such as "12 GW is not in the
    source"; ``similarity``, between 0 and 1, is that of the sentence and the best window of
    the sources.
    """

    is_supported: bool
    problem: str
    similarity: float


def check(sentence: str, sources: Sequence[str], encoder: Encoder) -> Support:
    """Whether the sources support a sentence.

    What claims nothing is supported: a question, and a lead-in that ends with a colon and
    names neither an amount nor a date.
    """
    claim = take_apart(sentence)
    if not is_claim(claim):
        return Support(True, "", 0.0)
    source = take_apart("\n".join(sources))
    if not source.words:
        return Support(False, "no source is cited", 0.0)
    similarity = _similarity(claim, source, encoder)
    if len(claim.words) > 2 and holds(source.text, claim.text):
        return Support(True, "", similarity)
    problem = _problem(claim, source, _commonness(encoder))
    has_anchor = bool(claim.quantities or claim.dates or names_in(claim.text))
    if not problem and not _is_related(claim, source, similarity, has_anchor):
        problem = "the source does not speak of this"
    return Support(not problem, problem, similarity)


def holds(source: str, text: str) -> bool:
    """Whether a source has the words of a text in a row."""
    own, theirs = (" ".join(re.findall(r"\w+", t.casefold())) for t in (text, source))
    return f" {own} " in f" {theirs} "


def speaks_of(source: str, sentence: str, encoder: Encoder) -> bool:
    """Whether a source is about what a sentence says, in which a name is a word like any other."""
    claim, about = take_apart(sentence), take_apart(source)
    return _is_related(claim, about, _similarity(claim, about, encoder), has_anchor=False)


def _share(claim: Wording, source: Wording) -> float:
    own = [word for word in claim.words if word.is_content]
    shared = sum(any(same_key(word.key, other.key) for other in source.words) for word in own)
    return shared / len(own) if own else 1.0


def is_claim(claim: Wording) -> bool:
    """Whether a sentence says anything that could be wrong."""
    text = claim.text.rstrip(' *_"”»')
    if text.endswith(("?", "？")):
        return False
    if text.endswith(":") and not claim.quantities and not claim.dates:
        return False
    return any(word.is_content for word in claim.words)


def _commonness(encoder: Encoder) -> Callable[[str], bool]:
    # The encoder's vocabulary holds common words whole, and names in pieces.
    return lambda word: len(encoder.token_spans([word.lower()])[0]) == 1


def _problem(claim: Wording, source: Wording, is_common: Callable[[str], bool]) -> str:
    both = Comparison(claim, source)
    return (
        _amounts(both)
        or _dates(both)
        or _names(claim, source, is_common)
        or _poles(both)
        or _negation(both)
        or _roles(both)
        or _modality(both)
    )


def _amounts(both: Comparison) -> str:
    for amount, right in both.items:
        if not isinstance(amount, Quantity):
            continue
        wrong = [
            other
            for other in both.source.quantities
            if other not in right
            and (other.unit, other.per) == (amount.unit, amount.per)
            and (other.unit or not other.is_word)
        ]
        if not right:
            if amount.is_word and (not wrong or amount.unit in ("", "×")):
                continue  # "two" and "three times" are often the answer's own counting
            return f"{amount.text.strip()} is not in the source"
        if both.is_said_of_other(amount, wrong):
            return f"{amount.text.strip()} is said of something else in the source"
    return ""


def _dates(both: Comparison) -> str:
    for date, right in both.items:
        if not isinstance(date, Date):
            continue
        if not right:
            return f"{date.text} is not in the source"
        wrong = [
            other
            for other in both.source.dates
            if other not in right
            and not other.is_supported_by(date)
            and (other.month is not None or date.month is None)
        ]
        if both.is_said_of_other(date, wrong):
            return f"{date.text} is said of something else in the source"
    return ""


def _names(claim: Wording, source: Wording, is_common: Callable[[str], bool]) -> str:
    text = claim.text
    taken = [(q.start, q.end) for q in claim.quantities] + [(d.start, d.end) for d in claim.dates]
    for start, end in taken:
        text = text[:start] + "0" * (end - start) + text[end:]
    name = missing_name(text, source.text, is_common)
    return f"{name} is not in the source" if name else ""


def _poles(both: Comparison) -> str:
    own, theirs = _signed(both.claim), _signed(both.source)
    denied: dict[int, bool] = {}  # a word may lie on two axes: one that agrees is enough
    for pole, sign in own:
        same_axis = [(other, s) for other, s in theirs if other.axis == pole.axis]
        if same_axis:
            is_denied = _is_denied(both, pole, sign, same_axis)
            denied[pole.start] = denied.get(pole.start, True) and is_denied
    return next(
        (
            f"the source does not say “{pole.text}” but the opposite"
            for pole, _ in own
            if denied.get(pole.start)
        ),
        "",
    )


def _is_denied(both: Comparison, pole: Pole, sign: int, theirs: list[tuple[Pole, int]]) -> bool:
    """Whether the source says the opposite of the same thing."""
    among = at_its_amount = _at_its_amount(both, pole, theirs)
    for numbers in (both.aligned(), both.aligned(WIDER)):
        among = among or [(other, s) for other, s in theirs if both.sentence(other) in numbers]
    right = [other for other, s in (at_its_amount or theirs) if s == sign]
    if not right:
        among = among or theirs
    wrong = [other for other, s in among if s != sign and not both.is_label(other)]
    return bool(wrong) and both.fits_better(pole, right, wrong)


def _signed(wording: Wording) -> list[tuple[Pole, int]]:
    """All words that say which way; what is negated says nothing of it: not up is not down."""
    reached = negated(wording)
    return [
        (pole, pole.sign)
        for pole in find_poles(wording.text)
        if pole.axis in NEVER_TURNED or not is_negated_at(wording, pole.start, reached)
    ]


def _at_its_amount(
    both: Comparison, pole: Pole, theirs: list[tuple[Pole, int]]
) -> list[tuple[Pole, int]]:
    """The source's words of the axis beside the amount that the pole is said of."""
    places = [
        place
        for amount, right in both.items
        if isinstance(amount, Quantity)
        and closeness(both.claim, amount.start, pole) > SAME_SENTENCE
        for place in right
    ]
    for least in (SAME_SENTENCE, NEXT_SENTENCE):
        near = [
            (other, sign)
            for other, sign in theirs
            if any(closeness(both.source, other.start, place) > least for place in places)
        ]
        if near:
            return near
    return []


def _negation(both: Comparison) -> str:
    word = contradicting_negation(both.claim, both.source, both.aligned())
    if word is None:
        return ""
    return f"“{both.claim.text[word.start : word.end]}” is negated in one of the two only"


def _roles(both: Comparison) -> str:
    is_turned = turned_round(both.claim, both.source, both.aligned())
    return "the source says it the other way round" if is_turned else ""


def _modality(both: Comparison) -> str:
    source = both.source
    theirs = {modality(source.text[slice(*source.sentences[n])]) for n in both.aligned(BEST)}
    if modality(both.claim.text) == "done" and theirs and theirs <= {"planned", "possible"}:
        return "the source speaks of a plan or a possibility"
    return ""


def _similarity(claim: Wording, source: Wording, encoder: Encoder) -> float:
    windows = [source.text[start:end] for start, end in source.sentences]
    return float(similarities(claim.text, windows, encoder).max()) if windows else 0.0


def _is_related(claim: Wording, source: Wording, similarity: float, has_anchor: bool) -> bool:
    """Whether the source has enough of the words, or is alike enough."""
    if claim.language != source.language:
        return has_anchor or similarity >= LIKE
    return _share(claim, source) + similarity >= (LEAST_WITH_ANCHOR if has_anchor else LEAST)
