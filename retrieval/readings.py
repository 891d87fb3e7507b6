"""What the extractive reader makes of passages, and their order by it."""

import math
from collections.abc import Sequence
from dataclasses import replace

from retrieval.index import Library
from retrieval.open_questions import is_open
from retrieval.query import spelled_out
from retrieval.records import Passage
from retrieval.spans import ExtractiveReader, Reading

READ_TO_RANK = 8  # best passages that are read; they take 250 to 330 ms on two cores
READER_SHARE = 0.25  # of the score of a passage that was read (benchmarks/RESULTS.md)
CLOSED_SHARE = 0.1  # the same where yes, no or one of two is asked for, which few words tell


def readings(
    library: Library, reader: ExtractiveReader, question: str, passages: Sequence[Passage]
) -> list[Reading]:
    """A reading of each passage, below its title and headings, for the question spelled out."""
    asked = spelled_out(question, library.catalogue.other_names(question))
    context = library.encoder.context
    inputs = [(context(p.source.title, p.chunk.heading), p.chunk.text) for p in passages]
    return reader.read(asked, inputs)


def reordered(
    library: Library, reader: ExtractiveReader, question: str, passages: Sequence[Passage]
) -> list[Passage]:
    """The passages by a weighted sum of their score and the best answer found in them.

    Answers are scaled like the other scores, from the weakest to the best that was read; passages
    that are not read count as the weakest, so that all scores lie between 0 and 1.
    """
    share = READER_SHARE if is_open(question) else CLOSED_SHARE
    return weighted(passages, fits(library, reader, question, passages), share)


def fits(
    library: Library, reader: ExtractiveReader, question: str, passages: Sequence[Passage]
) -> list[float]:
    """How well the best answer in each passage fits, from 0 to 1."""
    first = passages[:READ_TO_RANK]
    read = readings(library, reader, question, first)
    found = min_max([r.best(0, len(p.chunk.text)).margin for r, p in zip(read, first, strict=True)])
    return found + [0.0] * (len(passages) - len(first))


def weighted(passages: Sequence[Passage], fits: Sequence[float], share: float) -> list[Passage]:
    """The passages by a sum of their score and how well their answer fits, of that share."""
    scored = [
        replace(p, score=round((1 - share) * p.score + share * fit, 6))
        for p, fit in zip(passages, fits, strict=True)
    ]
    return sorted(scored, key=lambda passage: -passage.score)


def min_max(values: Sequence[float]) -> list[float]:
    """From 0 for the lowest to 1 for the highest; minus infinity counts as the lowest."""
    finite = [value for value in values if value > -math.inf] or [0.0]
    low, high = min(finite), max(finite)
    return [(max(value, low) - low) / (high - low) if high > low else 1.0 for value in values]


def probability(margin: float) -> float:
    """The logistic function of a span's lead over "no answer", between 0 and 1."""
    return 1 / (1 + math.exp(-margin)) if margin > -100 else 0.0
