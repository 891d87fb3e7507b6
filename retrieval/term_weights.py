"""How much each term of a question tells, and how many of them a text holds."""

import math
from collections.abc import Container, Mapping

from retrieval.catalog import Catalogue
from retrieval.terms import content_terms

TOPIC_SHARE = 0.3  # of a term that stands in an earlier question


def term_weights(catalogue: Catalogue, question: str, topic: str = "") -> dict[str, float]:
    """Inverse document frequency of the content terms, those of the topic counting less.

    ln(1 + (N + 0.5) / (n + 0.5)) for a term that n of N chunks hold. Source: Robertson &
    Zaragoza 2009, "The Probabilistic Relevance Framework", section 3.1, kept positive.
    """
    total = catalogue.count_chunks()
    shares = dict.fromkeys(content_terms(topic), TOPIC_SHARE) | dict.fromkeys(
        content_terms(question), 1.0
    )
    return {
        term: share * math.log(1 + (total + 0.5) / (catalogue.frequency(term) + 0.5))
        for term, share in shares.items()
    }


def coverage(weights: Mapping[str, float], held: Container[str]) -> float:
    """Share of the weight that the terms held have, between 0 and 1; 0 without any weight."""
    total = sum(weights.values()) or 1.0
    return sum(weight for term, weight in weights.items() if term in held) / total
