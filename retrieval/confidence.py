"""How probable it is that a sentence answers: a regression over a few named features."""

import math
from dataclasses import astuple, dataclass


@dataclass(frozen=True)
class Features:
    """What the regression sees of a sentence; every value lies between 0 and 1.

    coverage: idf-weighted share of the question's terms that the sentence holds, half of
        it for terms of its neighbours, headings or title.
    inside: the same for the sentence alone.
    fit: the margin of the extractive reader's best span in it, from 0 for -10 to 1 for 10; or,
        without a reader, how near the encoder puts it to the question, from 0 for the least of
        the sentences read to 1 for the most. Encoders differ too much in their scales for the
        cosine itself.
    span: the reader's probability that an answer stands in it, 0 without a reader.
    passage: the search's score of the passage.
    has_type: whether the words that answer are what the question asks for, such as a date, or
        an amount in a unit of energy.
    unknown: idf-weighted share of the question's terms that no passage of the library has.
    """

    coverage: float
    inside: float
    fit: float
    span: float
    passage: float
    has_type: float
    unknown: float


@dataclass(frozen=True)
class Regression:
    """Two logistic regressions: one ranks sentences, one tells whether there is an answer.

    Args:
        weights: in the order of :class:`Features`, which give with ``intercept`` the log-odds.
        slope: what the best sentence's log-odds count for the confidence.
        surest: what the lead over "no answer" of the surest span counts for it.
        offset: what the confidence begins with.
        answered_from: the confidence below which the library is said not to answer.
    """

    weights: tuple[float, ...]
    intercept: float
    slope: float
    surest: float
    offset: float
    answered_from: float

    def log_odds(self, features: Features) -> float:
        """Of the sentence's being the one that answers, unbounded."""
        values: tuple[float, ...] = astuple(features)
        return self.intercept + sum(w * x for w, x in zip(self.weights, values, strict=True))

    def confidence(self, odds: float, surest: float) -> float:
        """Probability that a sentence of these log-odds answers, between 0 and 1.

        Args:
            surest: the largest margin of a span in all that was read, between -10 and 10;
                0 without a reader.
        """
        return 1 / (1 + math.exp(-(self.slope * odds + self.surest * surest + self.offset)))


# Both from `python -m benchmarks.reader_fit` (benchmarks/RESULTS.md, "Confidence"), which also says
# what is answered and what is refused from each confidence.
WITH_READER = Regression(
    (0.68, 1.61, 4.65, -0.17, 4.25, 2.43, 1.02), -9.99, 0.796, 0.18, 2.32, answered_from=0.4
)
WITHOUT_READER = Regression(
    (1.95, 1.1, 1.44, 0.0, 3.15, 1.95, 1.25), -8.79, 0.748, 0.0, 1.02, answered_from=0.3
)
