"""How well passages answer, on one scale."""

import math

import pytest

from retrieval.readings import min_max


@pytest.mark.parametrize(
    ("values", "scaled"),
    [
        ([-20.0, -5.0, 10.0], [0.0, 0.5, 1.0]),
        ([-math.inf, 1.0, 3.0], [0.0, 0.0, 1.0]),
        ([-math.inf, -math.inf], [1.0, 1.0]),
        ([2.0], [1.0]),
        ([], []),
    ],
)
def test_values_lie_between_the_lowest_and_the_highest(
    values: list[float], scaled: list[float]
) -> None:
    assert min_max(values) == scaled
