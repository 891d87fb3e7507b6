"""The best span of a reading, with numbers added up by hand."""

import numpy as np
import pytest

from retrieval.spans import LONGEST_SPAN, OUTSIDE, Reading, Span

TEXT = "WEST ran in 2025."
# A title's token, then WEST, ran, in, 2025 and the stop.
SPANS = [OUTSIDE, (0, 4), (5, 8), (9, 11), (12, 16), (16, 17)]


def reading(starts: list[float], ends: list[float]) -> Reading:
    """Logits of a span's first and last token; the first number is that of no answer."""
    return Reading(np.array([starts, ends], dtype=np.float32).T, SPANS)


def test_the_best_first_and_last_token_make_the_span() -> None:
    found = reading([1, 0, 0, 0, 2, 3, 0], [0.5, 0, 0, 0, 0, 4, 0]).best(0, len(TEXT))
    assert found == Span(12, 16, 3 + 4 - 1 - 0.5)
    assert TEXT[found.start : found.end] == "2025"


def test_a_span_does_not_end_before_it_begins() -> None:
    found = reading([0, 0, 0, 0, 0, 5, 0], [0, 0, 6, 0, 0, 1, 0]).best(0, len(TEXT))
    assert found == Span(0, 4, 6) or found == Span(12, 16, 6)


def test_a_span_lies_between_the_characters_asked_for() -> None:
    found = reading([0, 9, 1, 2, 0, 9, 9], [0, 9, 1, 0, 3, 9, 9]).best(5, 11)
    assert TEXT[found.start : found.end] == "ran in"


def test_a_token_outside_the_text_is_never_an_answer() -> None:
    found = reading([0, 99, 1, 0, 0, 0, 0], [0, 99, 1, 0, 0, 0, 0]).best(0, len(TEXT))
    assert TEXT[found.start : found.end] == "WEST"


def test_where_there_is_no_token_there_is_no_answer() -> None:
    assert reading([0] * 7, [0] * 7).best(17, 30) == Span(17, 17, float("-inf"))


@pytest.mark.parametrize("apart", [LONGEST_SPAN - 1, LONGEST_SPAN])
def test_a_span_is_not_too_long(apart: int) -> None:
    logits = np.zeros((2 * LONGEST_SPAN + 1, 2), dtype=np.float32)
    logits[1, 0] = logits[1 + apart, 1] = 5
    found = Reading(logits, [(i, i + 1) for i in range(2 * LONGEST_SPAN)]).best(0, 999)
    assert found.margin == (10 if apart < LONGEST_SPAN else 5)
