"""Each metric against numbers worked out by hand."""

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import metrics

RANKED = ["d3", "d1", "d9", "d2"]  # relevant ones at ranks 2 and 4
RELEVANT = {"d1", "d2", "d7"}  # d7 is not found


def test_hit_looks_at_the_first_k() -> None:
    assert metrics.hit(RANKED, RELEVANT, 1) == 0
    assert metrics.hit(RANKED, RELEVANT, 2) == 1


def test_recall_is_the_share_of_the_relevant() -> None:
    assert metrics.recall(RANKED, RELEVANT, 2) == pytest.approx(1 / 3)
    assert metrics.recall(RANKED, RELEVANT, 10) == pytest.approx(2 / 3)


def test_reciprocal_rank_is_of_the_first_relevant() -> None:
    assert metrics.reciprocal_rank(RANKED, RELEVANT) == 0.5
    assert metrics.reciprocal_rank(RANKED, {"none"}) == 0


def test_ndcg_discounts_by_rank_and_is_normalised() -> None:
    gain = 1 / log2(3) + 1 / log2(5)
    ideal = 1 + 1 / log2(3) + 1 / log2(4)
    assert metrics.ndcg(RANKED, RELEVANT, 10) == pytest.approx(gain / ideal)
    assert metrics.ndcg(["d1", "d2"], {"d1", "d2"}, 10) == 1


def test_ndcg_at_k_is_ideal_with_k_relevant_ones() -> None:
    assert metrics.ndcg(["a", "b"], {"a", "b", "c"}, 2) == 1


@pytest.mark.parametrize("ranked", [[], RANKED])
def test_retrieval_is_undefined_without_relevant_items(ranked: list[str]) -> None:
    assert metrics.hit(ranked, set(), 1) is None
    assert metrics.recall(ranked, set(), 5) is None
    assert metrics.reciprocal_rank(ranked, set()) is None
    assert metrics.ndcg(ranked, set(), 10) is None


def test_an_empty_ranking_scores_nothing() -> None:
    assert metrics.hit([], RELEVANT, 1) == 0
    assert metrics.recall([], RELEVANT, 5) == 0
    assert metrics.reciprocal_rank([], RELEVANT) == 0
    assert metrics.ndcg([], RELEVANT, 10) == 0


def test_exact_match_takes_any_gold_answer_normalised() -> None:
    assert metrics.exact_match("the Letter of Intent.", ["MOU", "letter of intent"]) == 1
    assert metrics.exact_match("a letter", ["letter of intent"]) == 0
    assert metrics.exact_match("", ["18"]) == 0


def test_exact_match_ignores_spaces_in_korean() -> None:
    assert metrics.exact_match("18 개 기관", ["18개 기관"]) == 1


def test_token_f1_is_the_best_over_the_answers() -> None:
    # letter, of, intent against letter, of, understanding: 2 shared; 2 * 2 / (3 + 3)
    assert metrics.token_f1("letter of intent", ["MOU", "letter of understanding"]) == (
        pytest.approx(2 / 3)
    )


def test_token_f1_counts_repetitions() -> None:
    # one "ten" is shared: precision 1/2, recall 1
    assert metrics.token_f1("ten ten", ["ten"]) == pytest.approx(2 / 3)


def test_token_f1_of_korean_counts_syllables() -> None:
    # 5, 년 against 5, 년, 간: precision 1, recall 2/3
    assert metrics.token_f1("5년", ["5년간"]) == pytest.approx(0.8)


def test_token_f1_without_shared_words_is_0() -> None:
    assert metrics.token_f1("", ["18"]) == 0
    assert metrics.token_f1("nineteen", ["18"]) == 0


def test_contains_wants_all_tokens_in_one_run() -> None:
    assert metrics.contains("They signed a Letter of Intent (LOI) [1].", ["letter of intent"]) == 1
    assert metrics.contains("A letter with intent.", ["letter of intent"]) == 0


def test_a_number_is_not_contained_in_a_longer_one() -> None:
    assert metrics.contains("It was in 2018.", ["18"]) == 0


def test_a_citation_marker_is_no_answer() -> None:
    assert metrics.contains("Several took part [3].", ["3"]) == 0


def test_contains_finds_korean_before_a_particle() -> None:
    assert metrics.contains("협약 기간은 앞으로 5년이다.", ["5년"]) == 1


def test_answers_are_undefined_without_gold_answers() -> None:
    assert metrics.exact_match("x", []) is None
    assert metrics.token_f1("x", []) is None
    assert metrics.contains("x", []) is None


def test_citation_precision_is_the_share_of_right_ones() -> None:
    assert metrics.citation_precision([True, False, False]) == pytest.approx(1 / 3)
    assert metrics.citation_precision([]) is None


def test_citation_recall_is_the_share_of_gold_documents() -> None:
    assert metrics.citation_recall({"a"}, ["a", "b"]) == 0.5
    assert metrics.citation_recall(set(), ["a", "b"]) == 0
    assert metrics.citation_recall({"a"}, []) is None


def test_abstention_counts_the_unanswerable_as_positive() -> None:
    # Two refusals that were due, one that was not, one invented answer, four right answers.
    pairs = [(False, False)] * 2 + [(True, False)] + [(False, True)] + [(True, True)] * 4
    terms = [metrics.abstention_terms(*pair) for pair in pairs]
    assert metrics.share(t["accuracy"] for t in terms) == pytest.approx(6 / 8)
    assert metrics.share(t["precision"] for t in terms) == pytest.approx(2 / 3)
    assert metrics.share(t["recall"] for t in terms) == pytest.approx(2 / 3)
    assert metrics.share(t["false_refusals"] for t in terms) == pytest.approx(1 / 5)


def test_abstention_is_undefined_where_nothing_could_be_counted() -> None:
    terms = [metrics.abstention_terms(True, True)]
    assert metrics.share(t["precision"] for t in terms) is None
    assert metrics.share(t["recall"] for t in terms) is None


def test_auroc_counts_pairs_and_half_of_the_ties() -> None:
    # of 6 pairs: 0.9 beats both, 0.5 beats 0.2 and ties with 0.5, 0.1 beats none
    assert metrics.auroc([0.9, 0.5, 0.1], [0.5, 0.2]) == pytest.approx(3.5 / 6)


def test_auroc_is_undefined_without_both_classes() -> None:
    assert metrics.auroc([0.9], []) is None
    assert metrics.auroc([], [0.9]) is None


def test_percentiles_are_interpolated() -> None:
    assert metrics.percentile([10, 20, 30, 40], 50) == 25
    assert metrics.percentile([0, 100], 95) == pytest.approx(95)
    assert metrics.percentile([], 50) is None


@given(text=st.text(), answers=st.lists(st.text(), min_size=1))
def test_answer_metrics_lie_between_0_and_1_and_an_exact_match_has_full_f1(
    text: str, answers: list[str]
) -> None:
    matches, f1 = metrics.exact_match(text, answers), metrics.token_f1(text, answers)
    assert matches in (0, 1)
    assert 0 <= (f1 or 0) <= 1
    assert matches == 0 or f1 == 1


@given(text=st.text())
def test_an_answer_matches_itself(text: str) -> None:
    assert metrics.exact_match(text, [text]) == 1
