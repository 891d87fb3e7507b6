"""What an extractive reader makes of a passage: for each token, how well an answer fits there."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LONGEST_SPAN = 24  # tokens of an answer
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
