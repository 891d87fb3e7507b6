"""Whether the source gives for an answer what a short sentence adds to the question.

"Paul Kenny" and "It costs 5,200 pounds" have their words in many places, and so has "The price that
Ely expects for 2030 is 5,200 pounds", most of which a model has from the question. What they say
is of the thing that was asked for: the extractive reader tells whether it is.
"""

import math
import re
import sys
from collections.abc import Mapping, Sequence

from retrieval.alignment import Comparison
from retrieval.evasions import Said, additions
from retrieval.open_questions import is_open
from retrieval.records import Passage
from retrieval.spans import Reading
from retrieval.wording import take_apart

FEW = 3  # words with content, amounts and dates
FARTHEST = 8.0  # log-odds behind the best answer in all passages (benchmarks/RESULTS.md)


class Replies:
    """Judges the short sentences that a model writes on one question.

    Args:
        readings: what the extractive reader makes of the passages, by their ids; none without a
            reader, and then nothing is judged.
    """

    def __init__(self, question: str, readings: Mapping[str, Reading]) -> None:
        self._question = question
        self._readings = readings if is_open(question) else {}
        every = (reading.best(0, sys.maxsize).margin for reading in self._readings.values())
        self._best = max(every, default=0.0)

    def is_bare(self, text: str) -> bool:
        """Whether a text says so little that it says something of what was asked for alone."""
        said = take_apart(text)
        count = sum(word.is_content for word in said.words)
        return bool(self._readings) and count + len(said.quantities) + len(said.dates) <= FEW

    def is_wrong(self, text: str, passage: Passage, run: tuple[int, int], source: str) -> bool:
        """Whether a text is a reply to the question that the words of a passage do not give.

        Args:
            run: the words, as offsets in the passage.
            source: the same words below their title and headings.
        """
        added = {said.start for said in additions(text, self._question)}
        below = Comparison(take_apart(text), take_apart(source))
        # A sentence that adds little to the question, of whose words the source lacks some.
        is_restated = len(added) <= FEW and not all(same for _, same in below.shared)
        if not self._readings or not (self.is_bare(text) or is_restated):
            return False
        places = self._places(text, passage.chunk.text[run[0] : run[1]], added)
        if places is None:
            is_above = any(same for word, same in below.shared if word.start in added)
            places = [] if self.is_bare(text) or is_above else [(0, run[1] - run[0])]
        reading = self._readings[passage.chunk_id]
        margins = [reading.best(run[0] + start, run[0] + end).margin for start, end in places]
        return max(margins, default=-math.inf) < self._best - FARTHEST

    def _places(self, text: str, words: str, added: set[int]) -> list[tuple[int, int]] | None:
        """Where some words have what a text adds to the question, given by where it begins.

        Nowhere if they lack an amount or a date; None if they have none of it, which may be since
        they say it in another form.
        """
        said = re.escape(text.rstrip(" .。"))
        if same := [match.span() for match in re.finditer(said, words, re.IGNORECASE)]:
            return same
        both = Comparison(take_apart(text), take_apart(words))
        amounts: list[Sequence[Said]] = [i for item, i in both.items if item.start in added]
        if not all(amounts):
            return []
        found = [*amounts, *(same for word, same in both.shared if word.start in added and same)]
        return [_around(place, found[1:]) for place in found[0]] if found else None


def _around(place: Said, others: Sequence[Sequence[Said]]) -> tuple[int, int]:
    """From the first to the last of a place and the nearest one of each of the others."""
    near = [min(same, key=lambda other: abs(other.start - place.start)) for same in others]
    return min(p.start for p in [place, *near]), max(p.end for p in [place, *near])
