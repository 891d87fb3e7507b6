"""How probable it is that a sentence answers: a regression over a few named features."""

import math
from dataclasses import astuple, dataclass


@dataclass(frozen=True)
class Features:
    """What the regression sees of a sentence; every value lies between 0 and 1.

    coverage: idf-weighted share of the question's terms that the sentence holds, half of
        it for terms of its neighbours, headings or title.
    inside: the same for the sentence alone.
    fit: how near the encoder puts the sentence to the question, or how well a question-answering
        model finds an answer in it, from 0 for the least of the sentences read to 1 for the
        most. Encoders differ too much in their scales for the cosine itself.
    passage: the search's score of the passage.
    has_type: whether the answer holds what the question asks for, such as a date.
    unknown: idf-weighted share of the question's terms that no passage of the library has.
    """

    coverage: float
    inside: float
    fit: float
    passage: float
    has_type: float
    unknown: float


# From `python -m benchmarks.reader_fit`, see benchmarks/RESULTS.md; WEIGHTS are in the order of
# Features. The first regression ranks sentences, the second turns the best sentence's log-odds
# into the probability that the question is answered at all.
WEIGHTS = (1.86, 1.06, 1.58, 3.12, 1.49, 1.19)
INTERCEPT = -8.4
SLOPE = 0.75
OFFSET = 1.01


def log_odds(features: Features) -> float:
    """Of the sentence's being the one that answers, unbounded."""
    values: tuple[float, ...] = astuple(features)
    return INTERCEPT + sum(w * x for w, x in zip(WEIGHTS, values, strict=True))


def confidence(odds: float) -> float:
    """Probability that a sentence of these log-odds answers the question, between 0 and 1."""
    return 1 / (1 + math.exp(-(SLOPE * odds + OFFSET)))
