"""Judges one sentence of a model: it stands, is given another source, or is struck out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from retrieval.citations import MarkedSentence, known
from retrieval.embedding import Encoder
from retrieval.evasions import evasion
from retrieval.grounds import Grounds
from retrieval.headings import Headings
from retrieval.prompting import ShownPassage
from retrieval.records import Passage
from retrieval.replies import Replies
from retrieval.verify import Support, check, holds, speaks_of

KEPT = "kept"
RECITED = "re-cited"
STRUCK = "struck out"
APART = "the source does not say so in one place"
HEADING = "it takes a heading of a document for a statement"
NO_REPLY = "the source does not give it as the answer"
QUOTED_SENTENCES = 3  # most sentences of a passage that are quoted in support of one


@dataclass(frozen=True)
class Place:
    """The words of a passage that support a sentence; offsets count in its page."""

    passage: Passage
    start: int
    end: int

    @property
    def quote(self) -> str:
        """The words."""
        first = self.passage.chunk.start
        return self.passage.chunk.text[self.start - first : self.end - first]


@dataclass(frozen=True)
class Judged:
    """A sentence with its outcome; one that is struck out has no places but a problem."""

    text: str
    outcome: str
    places: tuple[Place, ...] = ()
    problem: str = ""


class Judge:
    """Judges the sentences of one answer.

    Args:
        shown: the passages in the order of their numbers, which count from 1.
        grounds: the question, and what is known of at least these passages.
    """

    def __init__(self, shown: Sequence[ShownPassage], grounds: Grounds, encoder: Encoder) -> None:
        self._shown = shown
        self._question = grounds.question
        self._headings = Headings(grounds.headings)
        self._replies = Replies(grounds.question, grounds.readings)
        self._encoder = RememberingEncoder(encoder)

    def judge(self, sentence: MarkedSentence) -> Judged:
        """Whether words of what the sentence cites support it, or of another passage shown."""
        text = sentence.text
        problem = evasion(text, self._question)
        if problem or self._headings.has_short(text):
            return Judged(text, STRUCK, problem=problem or HEADING)
        cited = [self._shown[number - 1] for number in known(sentence.numbers, len(self._shown))]
        found = [self._find(text, one) for one in cited]
        if places := [place for place, _ in found if place] or self._joint(text, cited):
            return Judged(text, KEPT, tuple(places))
        others = [self._find(text, one) for one in self._shown if one not in cited]
        standing = [(support.similarity, place) for place, support in others if place]
        if standing:
            _, place = max(standing, key=lambda pair: pair[0])
            return Judged(text, RECITED, (place,))
        _, support = max(found or others, key=lambda pair: pair[1].similarity)
        return Judged(text, STRUCK, problem=support.problem)

    def _find(self, text: str, one: ShownPassage) -> tuple[Place | None, Support]:
        """The fewest sentences in a row that support a text, if any do, and what was found.

        Not the whole passage: what is far apart in it may be of different things.
        """
        whole = self._check(text, [_source_text(one)])
        if not whole.is_supported:
            return None, whole
        problem = APART
        for count in range(1, QUOTED_SENTENCES + 1):
            found = []
            for run in self._runs(one, count):
                support = self._check(text, [_quoted_text(one, run)])
                if not support.is_supported:
                    continue
                if misread := self._misread(text, one, run):
                    problem = misread
                else:
                    found.append((support, run))
            if found:
                support, run = max(found, key=lambda pair: self._own_support(text, one, pair[1]))
                return _place(one, run), support
        return None, replace(whole, is_supported=False, problem=problem)

    def _runs(self, one: ShownPassage, count: int) -> list[tuple[int, int]]:
        """So many sentences in a row, which are not all headings."""
        runs = one.runs(count)
        return [run for run in runs if self._headings.without_lines(_words(one, run))]

    def _misread(self, text: str, one: ShownPassage, run: tuple[int, int]) -> str:
        """Why words that have all that a text has do not say it; empty if they do."""
        if not self._is_stated(text, _words(one, run)):
            return HEADING
        is_wrong = self._replies.is_wrong(text, one.passage, run, _quoted_text(one, run))
        return NO_REPLY if is_wrong else ""

    def _own_support(
        self, text: str, one: ShownPassage, run: tuple[int, int]
    ) -> tuple[bool, float]:
        """Whether and how well words support a text without the title and headings above them.

        Those stand above every sentence of a passage, and so tell none from another.
        """
        own = self._check(text, [_words(one, run)])
        return own.is_supported, own.similarity

    def _is_stated(self, text: str, own: str) -> bool:
        """Whether words that are no heading say what a text has from a heading.

        One that it refers to, as to a source, is not looked for.
        """
        if not self._headings.are_in(text):
            return True
        source = self._headings.without_lines(own)
        if not all(holds(source, heading) for heading in self._headings.given_as_answer(text)):
            return False
        said = self._headings.without_references(text)
        return self._check(said, [source]).is_supported and speaks_of(source, said, self._encoder)

    def _joint(self, text: str, cited: Sequence[ShownPassage]) -> list[Place]:
        """The nearest sentence of each passage, where they support a text together."""
        if len(cited) < 2 or self._replies.is_bare(text):
            return []
        runs = [
            max(
                one.runs(1),
                key=lambda run: self._check(text, [_quoted_text(one, run)]).similarity,
            )
            for one in cited
        ]
        sources = [_quoted_text(one, run) for one, run in zip(cited, runs, strict=True)]
        own = "\n".join(_words(one, run) for one, run in zip(cited, runs, strict=True))
        if not self._check(text, sources).is_supported or not self._is_stated(text, own):
            return []
        return [_place(one, run) for one, run in zip(cited, runs, strict=True)]

    def _check(self, text: str, sources: Sequence[str]) -> Support:
        support = check(text, sources, self._encoder)
        # What claims nothing, such as "It is 99 GW." with nothing to look up, does not stand; it
        # may where it is the reply to a question.
        if support.is_supported and support.similarity == 0.0 and not self._replies.is_bare(text):
            return Support(False, "it claims nothing that can be looked up", 0.0)
        return support


class RememberingEncoder(Encoder):
    """An encoder that computes the vector of a text once: a passage is checked many times."""

    def __init__(self, encoder: Encoder) -> None:
        # Not the base's: it would load the model again, which this one merely borrows.
        self.__dict__.update(encoder.__dict__)
        self._inner = encoder
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of passages, shape ``(len(texts), dimension)``."""
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        self._vectors.update(zip(new, self._inner.encode_passages(new), strict=True))
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        return np.stack([self._vectors[text] for text in texts])


def _source_text(one: ShownPassage) -> str:
    """What the reader sees of a source: its title, its headings and its words."""
    return "\n".join(part for part in (one.title, one.heading, one.text) if part)


def _quoted_text(one: ShownPassage, run: tuple[int, int]) -> str:
    """The same with some of its words."""
    return "\n".join(part for part in (one.title, one.heading, _words(one, run)) if part)


def _words(one: ShownPassage, run: tuple[int, int]) -> str:
    return one.passage.chunk.text[run[0] : run[1]]


def _place(one: ShownPassage, run: tuple[int, int]) -> Place:
    first = one.passage.chunk.start
    return Place(one.passage, first + run[0], first + run[1])
