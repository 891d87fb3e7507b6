"""Similarities levelled between languages, with numbers worked out by hand."""

import pytest

from retrieval.language_bias import LEVELLED, level


def test_another_language_comes_nearer_to_the_best() -> None:
    levelled = level(
        {"a": 0.9, "b": 0.8, "c": 0.7, "d": 0.6}, {"a": "en", "b": "en", "c": "ko", "d": "ko"}
    )
    assert levelled == pytest.approx(
        {"a": 0.9, "b": 0.8, "c": 0.7 + LEVELLED * 0.2, "d": 0.6 + LEVELLED * 0.2}
    )


def test_one_language_is_left_as_it_is() -> None:
    assert level({"a": 0.9, "b": 0.1}, {"a": "", "b": ""}) == {"a": 0.9, "b": 0.1}


def test_a_passage_in_an_unknown_language_stays_where_it_is() -> None:
    assert level({"a": 0.9, "b": 0.5}, {"a": "en", "b": ""}) == {"a": 0.9, "b": 0.5}


def test_a_passage_that_is_not_known_is_left_out() -> None:
    assert level({"a": 0.2, "gone": 0.9}, {"a": "en"}) == {"a": 0.2}
    assert level({}, {}) == {}
