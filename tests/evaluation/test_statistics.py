"""Intervals and paired tests."""

import random

import numpy as np
import pytest
from scipy.stats import binomtest, permutation_test

from evaluation.statistics import (
    MOST_ENUMERATED,
    RESAMPLES,
    auroc_interval,
    holm,
    paired_p_value,
    ratio_intervals,
    resample_counts,
)


def column(values: list[float]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.array(values, dtype=np.float64)[:, np.newaxis]


def test_each_resample_draws_as_many_questions_as_there_are() -> None:
    counts = resample_counts(7)
    assert counts.shape == (RESAMPLES, 7)
    assert set(counts.sum(axis=1)) == {7.0}


def test_resamples_are_the_same_each_time() -> None:
    assert np.array_equal(resample_counts(5), resample_counts(5))


def test_the_interval_of_a_share_is_close_to_the_normal_one() -> None:
    values = [1.0] * 60 + [0.0] * 40
    (interval,) = ratio_intervals(column(values), column([1.0] * 100), resample_counts(100))
    # 0.6 ± 1.96 * sqrt(0.6 * 0.4 / 100) = 0.504 and 0.696
    assert interval == pytest.approx((0.504, 0.696), abs=0.015)


def test_questions_without_a_value_do_not_count() -> None:
    numerators, denominators = column([1, 1, 0, 0, 0]), column([1, 1, 0, 0, 0])
    assert ratio_intervals(numerators, denominators, resample_counts(5)) == [(1.0, 1.0)]


def test_one_question_has_no_interval() -> None:
    assert ratio_intervals(column([1, 0]), column([1, 0]), resample_counts(2)) == [None]


def test_the_interval_of_the_auroc_holds_its_value() -> None:
    confidence = np.array([0.9, 0.8, 0.7, 0.4, 0.6, 0.3, 0.2, 0.1])
    positive = np.array([True] * 4 + [False] * 4)
    low, high = auroc_interval(confidence, positive, resample_counts(8)) or (1, 0)
    assert low < 15 / 16 <= high <= 1  # 15 of the 16 pairs are in order


def test_the_auroc_of_one_class_has_no_interval() -> None:
    assert auroc_interval(np.array([0.1, 0.2]), np.array([True, True]), resample_counts(2)) is None


def test_equal_runs_do_not_differ() -> None:
    assert paired_p_value([0.0] * 20) == 1
    assert paired_p_value([]) is None


def test_binary_differences_are_tested_by_mcnemar() -> None:
    # 8 better and 1 worse: 2 * (C(9, 0) + C(9, 1)) / 2^9
    assert paired_p_value([1.0] * 8 + [-1.0] + [0.0] * 50) == pytest.approx(20 / 512)
    assert paired_p_value([1.0] * 30 + [-1.0] * 12) == pytest.approx(binomtest(12, 42).pvalue)
    assert paired_p_value([1.0, -1.0]) == 1


def test_few_differences_are_enumerated() -> None:
    # Sums of ±1 ±2 ±4 as far from 0 as 7: two of the eight.
    assert paired_p_value([1, 2, 4]) == pytest.approx(2 / 8)


def test_the_sign_flip_test_agrees_with_scipy() -> None:
    seeded = random.Random(3)
    for n in (5, 9, MOST_ENUMERATED):
        differences = [seeded.uniform(-0.4, 0.6) for _ in range(n)]
        expected = permutation_test(
            (differences,), np.mean, permutation_type="samples", n_resamples=np.inf
        ).pvalue
        assert paired_p_value(differences) == pytest.approx(expected)


def test_many_differences_are_sampled_the_same_way_each_time() -> None:
    seeded = random.Random(5)
    differences = [seeded.uniform(-0.4, 0.6) for _ in range(60)]
    first = paired_p_value(differences)
    assert first is not None and first < 0.05
    assert first == paired_p_value(differences)


def test_no_difference_on_average_is_not_significant() -> None:
    assert (paired_p_value([0.1, -0.1, 0.3, -0.3] * 10) or 0) > 0.9


def test_holm_corrects_for_the_number_of_tests() -> None:
    # sorted .01 .02 .04: 3 * .01, 2 * .02, 1 * .04
    assert holm([0.04, None, 0.01, 0.02]) == pytest.approx([0.04, None, 0.03, 0.04])


def test_corrected_values_stay_in_order_and_below_one() -> None:
    assert holm([0.5, 0.6]) == pytest.approx([1.0, 1.0])
    assert holm([]) == []
