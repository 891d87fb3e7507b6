"""Weights of a question's terms, worked out by hand."""

from math import log

import pytest
from line_documents import document

from retrieval import Library
from retrieval.term_weights import TOPIC_SHARE, coverage, term_weights


@pytest.fixture
def filled(library: Library) -> Library:
    """A library of three chunks, two of which tell of heat."""
    with library.writer():
        library.replace(*document("a", "Heat pumps sold well.\nHeat is stored.\nGrids grow."))
    return library


def test_a_rare_term_tells_more(filled: Library) -> None:
    weights = term_weights(filled.catalogue, "heat grid")
    assert weights == pytest.approx({"heat": log(1 + 3.5 / 2.5), "grid": log(1 + 3.5 / 1.5)})


def test_a_term_of_the_topic_tells_less(filled: Library) -> None:
    weights = term_weights(filled.catalogue, "Is it stored?", "heat")
    assert weights["heat"] == pytest.approx(TOPIC_SHARE * log(1 + 3.5 / 2.5))


def test_a_term_of_question_and_topic_counts_in_full(filled: Library) -> None:
    both, alone = (term_weights(filled.catalogue, "heat", topic) for topic in ("heat", ""))
    assert both == alone


def test_coverage_is_the_share_of_the_weight_held() -> None:
    assert coverage({"heat": 1.0, "grid": 3.0}, {"grid", "wind"}) == 0.75
    assert coverage({}, {"grid"}) == 0
