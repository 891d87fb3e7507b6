"""The regressions that judge sentences and answers."""

import math

from retrieval.confidence import WITH_READER, WITHOUT_READER, Features, Regression

TOY = Regression((1, 0, 2, 0, 0, 0, -1), -0.5, slope=2, surest=0.5, offset=1, answered_from=0.4)


def test_the_log_odds_are_the_weighted_sum_of_the_features() -> None:
    features = Features(0.5, 1, 0.25, 1, 1, 1, 0.5)
    assert TOY.log_odds(features) == 0.5 + 2 * 0.25 - 0.5 - 0.5


def test_the_confidence_is_the_logistic_function_of_odds_and_surest_span() -> None:
    assert TOY.confidence(0, -2) == 0.5
    assert math.isclose(TOY.confidence(1, -2), 1 / (1 + math.exp(-2)))


def test_a_surer_span_gives_more_confidence_where_a_reader_reads() -> None:
    assert WITH_READER.confidence(-3, 5) > WITH_READER.confidence(-3, -5)
    assert WITHOUT_READER.confidence(-3, 0) == WITHOUT_READER.confidence(-3, 5)
