"""Two runs, question by question."""

from dataclasses import replace

import pytest
from judged_answers import result, with_verdict

from evaluation.compare import compare
from evaluation.records import INVENTED, RIGHT, SILENT, WRONG

RUN = [
    result(f"q{n}", answers__token_f1=n / 10, retrieval__hit_at_1=1, citations__uncited=0)
    for n in range(10)
]


def test_a_run_against_itself_has_no_difference() -> None:
    same = compare(RUN, RUN)
    assert same.questions == ()
    assert same.common == 10
    assert all(row.difference == 0 and row.p_value == 1 for row in same.metrics)


def test_questions_are_matched_by_their_words_and_history() -> None:
    renamed = [replace(r, gold=replace(r.gold, id="new " + r.gold.id)) for r in reversed(RUN)]
    other = replace(RUN[0], gold=replace(RUN[0].gold, history=("Before?",)))
    found = compare(RUN, [*renamed[:-2], other])
    assert (found.common, found.only_before, found.only_after) == (8, 2, 1)
    assert found.questions == ()


@pytest.mark.parametrize(
    ("before", "after", "is_better"),
    [(WRONG, RIGHT, True), (SILENT, WRONG, False), (INVENTED, SILENT, True)],
)
def test_a_better_verdict_is_better(before: str, after: str, is_better: bool) -> None:
    old, new = with_verdict(RUN[9], before), with_verdict(RUN[0], after)
    new = replace(new, gold=old.gold)
    (change,) = compare([old], [new]).questions
    assert (change.measure, change.is_better) == ("verdict", is_better)


def test_within_a_verdict_the_first_measure_that_differs_decides() -> None:
    better = replace(RUN[2], scores=RUN[2].scores | {"answers.token_f1": 0.9})
    worse = replace(RUN[3], scores=RUN[3].scores | {"citations.recall": None})
    before = [RUN[2], replace(RUN[3], scores=RUN[3].scores | {"citations.recall": 1.0})]
    found = compare(before, [better, worse])
    assert [c.measure for c in found.better] == ["answers.token_f1"]
    assert [c.measure for c in found.worse] == ["citations.recall"]


def test_a_consistent_gain_is_significant_and_its_test_is_corrected() -> None:
    after = [replace(r, verdict=WRONG, scores=r.scores | {"retrieval.hit@1": 0.0}) for r in RUN]
    rows = {row.metric: row for row in compare(RUN, after).metrics}
    hit = rows["retrieval.hit@1"]
    assert (hit.before, hit.after, hit.better, hit.worse) == (1, 0, 0, 10)
    assert hit.p_value == pytest.approx(2 / 2**10)
    assert hit.adjusted == pytest.approx(hit.p_value * len(rows))
    assert rows["right"].worse == 10


def test_a_lower_share_without_citation_is_better() -> None:
    after = [replace(r, scores=r.scores | {"citations.uncited": 1.0}) for r in RUN]
    row = next(r for r in compare(RUN, after).metrics if r.metric == "citations.uncited")
    assert (row.better, row.worse) == (0, 10)


def test_metrics_that_only_one_run_has_are_left_out() -> None:
    before = [replace(r, scores=r.scores | {"answers.token_f1": None}) for r in RUN]
    assert "answers.token_f1" not in {row.metric for row in compare(before, RUN).metrics}


def test_runs_without_a_common_question_have_no_metrics() -> None:
    found = compare(RUN[:5], RUN[5:])
    assert (found.common, found.metrics, found.questions) == (0, (), ())
