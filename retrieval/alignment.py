"""Which place of a source an amount, a date or a word of a claim is about."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from retrieval.dates import Date
from retrieval.opposites import Pole
from retrieval.quantities import Quantity
from retrieval.wording import Word, Wording, same_key

Item = Quantity | Date
Place = Item | Pole

# How near a word is to a place of the source: 1 in the same clause, and less elsewhere.
SAME_SENTENCE = 0.65
BEFORE = 0.5  # the sentence before the right value, which may name what that calls "it"
NEXT_SENTENCE = 0.3
FAR = 0.1
STEP = 0.97  # for each word between them
HEAD = 0.9  # a word before all places, for one in a clause of few words: "X rose 5%, Y 8%"
FEW = 2
# What a word of the claim counts.
NAME = 2.5
AMOUNT = 2.5  # another amount or date
OTHER_CLAUSE = 0.3  # outside the clause of the claim's place, if that clause has any word
# A wrong value must get so many times the votes of the right one, and so many more.
MARGIN = 1.25
SLACK = 0.2
CLOSE = 0.75  # a sentence is about the same if it shares so much of what the best one shares
RIGHT = "right"
_OF = re.compile(r"\s+(?:of\s+|de\s+|d['’])?(?:the\s+|new\s+)?")


@dataclass(frozen=True)
class Comparison:
    """A claim beside its source, and which words they share."""

    claim: Wording
    source: Wording

    @cached_property
    def shared(self) -> list[tuple[Word, list[Word]]]:
        """The claim's words with content, each with the source's words of the same key."""
        theirs: dict[str, list[Word]] = {}
        for word in self.source.words:
            theirs.setdefault(word.key, []).append(word)
        found = []
        for word in self.claim.words:
            if word.is_content:
                same = theirs.get(word.key, [])
                if not same and word.key >= "가":
                    same = [w for w in self.source.words if same_key(word.key, w.key)]
                found.append((word, same))
        return found

    @cached_property
    def items(self) -> list[tuple[Item, list[Item]]]:
        """The claim's amounts and dates, each with those of the source that support it."""
        return [
            (item, [other for other in _items(self.source) if supports(item, other)])
            for item in _items(self.claim)
        ]

    @cached_property
    def scores(self) -> list[float]:
        """How much each sentence of the source shares with the claim."""
        scores = [0.0] * len(self.source.sentences)
        for word, same in self.shared:
            for sentence in {other.sentence for other in same}:
                scores[sentence] += NAME if word.is_name else 1.0
        for _, others in self.items:
            for sentence in {self.sentence(other) for other in others}:
                scores[sentence] += AMOUNT
        return scores

    def aligned(self, close: float = CLOSE) -> set[int]:
        """Numbers of the source's sentences that share nearly as much as the best one does."""
        best = max(self.scores, default=0.0)
        return {n for n, score in enumerate(self.scores) if score >= close * best and score > 0}

    def sentence(self, place: Place) -> int:
        """Number of the source's sentence that holds a place."""
        return word_at(self.source, place.start).sentence

    def is_said_of_other(self, own: Item, wrong: Sequence[Item]) -> bool:
        """Whether the source has another value where the claim has this one.

        Each word of the claim votes for the values that it stands beside in the source.

        Args:
            wrong: the source's items of the same kind that do not support the claim's own.
        """
        groups: dict[str, list[Item]] = {RIGHT: next(o for i, o in self.items if i is own)}
        for place in wrong:
            if not self.is_label(place):
                groups.setdefault(_value(place), []).append(place)
        if len(groups) == 1:
            return False
        votes = self._votes(own, groups)
        # A small number in words is too common to look for the one that is meant.
        is_vague = isinstance(own, Quantity) and own.is_word and not own.unit
        return any(
            self._measures_other(own, groups[RIGHT], group)
            or (not is_vague and self._wins(own, value, groups, votes))
            for value, group in groups.items()
            if value != RIGHT
        )

    def fits_better(self, own: Pole, right: Sequence[Pole], wrong: Sequence[Pole]) -> bool:
        """Whether the wrong words have clearly more of the claim's words beside them."""
        votes = self._votes(own, {RIGHT: right, "wrong": wrong})
        return votes["wrong"] > MARGIN * votes[RIGHT] + SLACK

    def _wins(
        self, own: Item, value: str, groups: Mapping[str, list[Item]], votes: Mapping[str, float]
    ) -> bool:
        as_said, otherwise = votes[RIGHT], votes[value]
        # Where the claim has both values, only exchanging the two of them would be better.
        partner = self._partner(own, groups[value])
        if partner is not None:
            theirs = self._votes(partner, groups)
            as_said, otherwise = as_said + theirs[value], otherwise + theirs[RIGHT]
        return otherwise > MARGIN * as_said + SLACK

    def _partner(self, own: Item, group: Sequence[Item]) -> Item | None:
        return next(
            (i for i, others in self.items if i is not own and any(p in others for p in group)),
            None,
        )

    def _measures_other(self, own: Item, right: Sequence[Item], group: Sequence[Item]) -> bool:
        """12 GW of solar, where a sentence has 30 GW of solar and 12 GW of wind."""
        measured = _measured(self.claim, own)
        homes = {self.sentence(place) for place in right}
        beside = {_measured(self.source, p) for p in group if self.sentence(p) in homes}
        theirs = {_measured(self.source, place) for place in right}
        return bool(measured) and measured in beside and not theirs & {measured, ""}

    def is_label(self, place: Place) -> bool:
        """Whether it stands in a title or heading, whose date is that of the document."""
        line = self.source.text[slice(*self.source.sentences[self.sentence(place)])]
        return not re.search(r"[.!?。]\W*$", line) and ";" not in line

    def _votes(self, own: Place, groups: Mapping[str, Sequence[Place]]) -> dict[str, float]:
        first: dict[int, int] = {}
        for place in (place for group in groups.values() for place in group):
            sentence = self.sentence(place)
            first[sentence] = min(first.get(sentence, place.start), place.start)
        votes = dict.fromkeys(groups, 0.0)
        competing = {place for group in groups.values() for place in group}
        for weight, starts in self._voters(own, competing):
            near = {
                value: max(
                    (self._nearness(s, p, first, value == RIGHT) for s in starts for p in group),
                    default=0.0,
                )
                for value, group in groups.items()
            }
            # What is said of many values tells none of them from the others.
            spread = max(sum(near.values()), 1.0)
            for value in votes:
                votes[value] += weight * near[value] / spread
        return votes

    def _voters(self, own: Place, competing: set[Place]) -> list[tuple[float, list[int]]]:
        """What each word, amount and date of the claim counts, and where the source has it."""
        clause = word_at(self.claim, own.start).clause
        stands_alone = not any(w.clause == clause for w, _ in self.shared)

        def weight(word: Word, most: float) -> float:
            return most if stands_alone or word.clause == clause else most * OTHER_CLAUSE

        words = [
            (weight(word, NAME if word.is_name else 1.0), [other.start for other in same])
            for word, same in self.shared
        ]
        items = [
            (weight(word_at(self.claim, item.start), AMOUNT), [other.start for other in others])
            for item, others in self.items
            if not competing.intersection(others)  # else it would vote for itself
        ]
        return [(voice, starts) for voice, starts in words + items if starts]

    def _nearness(
        self, offset: int, place: Place, first: Mapping[int, int], is_right: bool
    ) -> float:
        word, own = word_at(self.source, offset), word_at(self.source, place.start)
        if is_right and own.sentence - word.sentence == 1:
            return BEFORE
        if word.clause != own.clause and offset < first[own.sentence]:
            clause = (w for w in self.source.words if w.clause == own.clause)
            if word.sentence == own.sentence and sum(w.is_content for w in clause) <= FEW:
                return HEAD
        return closeness(self.source, offset, place)


def supports(own: Item, other: Item) -> bool:
    """Whether the other, of a source, says what the claim's own says."""
    if isinstance(own, Quantity):
        return isinstance(other, Quantity) and own.is_supported_by(other)
    return isinstance(other, Date) and own.is_supported_by(other)


def closeness(wording: Wording, offset: int, place: Place) -> float:
    """How near a word is to a place of the same text, between 0 and 1."""
    word, own = word_at(wording, offset), word_at(wording, place.start)
    if word.clause == own.clause:
        base = 1.0
    elif word.sentence == own.sentence:
        base = SAME_SENTENCE
    else:
        between = wording.text[min(offset, place.start) : max(offset, place.start)]
        is_next = abs(word.sentence - own.sentence) == 1 and "\n" not in between
        base = NEXT_SENTENCE if is_next else FAR
    return float(base * STEP ** min(abs(word.position - own.position), 20))


def word_at(wording: Wording, offset: int) -> Word:
    """The word at an offset, or the last one before it."""
    return wording.words[max(bisect_right(wording.starts, offset) - 1, 0)]


def _items(wording: Wording) -> list[Item]:
    return [*wording.quantities, *wording.dates]


def _value(item: Item) -> str:
    if isinstance(item, Quantity):
        return f"{item.readings} {item.unit} {item.per}"
    return f"{item.year} {item.month} {item.day}"


def _measured(wording: Wording, item: Item) -> str:
    """The key of the word that an amount counts or measures; empty if none follows it."""
    match = _OF.match(wording.text, item.end)
    if not isinstance(item, Quantity) or match is None or match.end() == len(wording.text):
        return ""
    word = word_at(wording, match.end())
    return word.key if word.start == match.end() and word.is_content else ""
