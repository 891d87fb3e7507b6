"""What the extractive reader makes of passages, and their order by it."""

import math
from collections.abc import Sequence
from dataclasses import replace

from retrieval.index import Library
from retrieval.records import Passage
from retrieval.spans import ExtractiveReader, Reading

READ_TO_RANK = 8  # best passages that are read; they take about 150 ms on two cores
# 0.2 to 0.6 did about as well (benchmarks/RESULTS.md).
READER_SHARE = 0.4  # of the score of a passage that was read


def readings(
    library: Library, reader: ExtractiveReader, question: str, passages: Sequence[Passage]
) -> list[Reading]:
    """A reading of each passage, below its title and headings."""
    context = library.encoder.context
    inputs = [(context(p.source.title, p.chunk.heading), p.chunk.text) for p in passages]
    return reader.read(question, inputs)


def reordered(
    library: Library, reader: ExtractiveReader, question: str, passages: Sequence[Passage]
) -> list[Passage]:
    """The passages by a weighted sum of their score and the best answer found in them.

    Those that are not read count as if they held no answer, so that scores lie between 0 and 1.
    """
    first = passages[:READ_TO_RANK]
    read = readings(library, reader, question, first)
    fits = [
        probability(r.best(0, len(p.chunk.text)).margin) for r, p in zip(read, first, strict=True)
    ]
    fits += [0.0] * (len(passages) - len(first))
    scored = [
        replace(p, score=round((1 - READER_SHARE) * p.score + READER_SHARE * fit, 6))
        for p, fit in zip(passages, fits, strict=True)
    ]
    return sorted(scored, key=lambda passage: -passage.score)


def probability(margin: float) -> float:
    """The logistic function of a span's lead over "no answer", between 0 and 1."""
    return 1 / (1 + math.exp(-margin)) if margin > -100 else 0.0
