"""What an extractive reader makes of a passage: for each token, how well an answer fits there."""

import threading
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LONGEST_SPAN = 24  # tokens of an answer
REMEMBERED = 256  # readings
OUTSIDE = (-1, -1)  # the characters of a token that is not part of the text


@dataclass(frozen=True)
class Span:
    """The characters of a text that answer best.

    Args:
        margin: log-odds-like lead of the span over "no answer here", unbounded; minus
            infinity where there is no token to choose.
    """

    start: int
    end: int
    margin: float


@dataclass(frozen=True)
class Reading:
    """Logits of a span's first and last token.

    Args:
        logits: shape ``(1 + n_tokens, 2)``; row 0 stands for "no answer here".
        spans: each token's characters in the text, ``OUTSIDE`` if it is not part of it.
    """

    logits: NDArray[np.float32]
    spans: Sequence[tuple[int, int]]

    def best(self, start: int, end: int) -> Span:
        """The best span of at most ``LONGEST_SPAN`` tokens between two characters."""
        rows = [i for i, (a, b) in enumerate(self.spans) if a >= start and a < b <= end]
        if not rows:
            return Span(start, start, float("-inf"))
        tokens = self.logits[1:][rows]
        sums = tokens[:, 0, None] + tokens[None, :, 1]
        allowed = np.tril(np.triu(np.ones_like(sums, dtype=bool)), LONGEST_SPAN - 1)
        sums = np.where(allowed, sums, -np.inf)
        first, last = divmod(int(sums.argmax()), len(rows))
        margin = float(sums[first, last] - self.logits[0].sum())
        return Span(self.spans[rows[first]][0], self.spans[rows[last]][1], margin)


class ExtractiveReader(ABC):
    """Finds, in a passage, the words that answer a question.

    What was read is remembered: the search and the answer ask for the same readings.

    Args:
        name: what to call it, to the people who set it up.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._known: OrderedDict[tuple[str, str, str], Reading] = OrderedDict()
        self._memory = threading.Lock()

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        """A reading of each passage, given by what stands above it and its text."""
        keys = [(question, above, text) for above, text in passages]
        with self._memory:
            found = {key: self._known[key] for key in keys if key in self._known}
        new = [
            (above, text)
            for _, above, text in dict.fromkeys(keys)
            if (question, above, text) not in found
        ]
        for (above, text), reading in zip(new, self._read(question, new), strict=True):
            found[question, above, text] = reading
        with self._memory:
            self._known.update(found)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return [found[key] for key in keys]

    @abstractmethod
    def _read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        """Read passages that are not remembered."""
