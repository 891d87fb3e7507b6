"""The report's numbers, overall, by kind and by language."""

import pytest
from judged_answers import result

from evaluation.records import RIGHTLY_SILENT, SILENT
from evaluation.scoring import RETRIEVAL_METRICS
from evaluation.summary import METRICS, block, retrieval_block, summarise, value_of

RESULTS = (
    result("a", confidence=0.9, seconds=0.1, retrieval__hit_at_1=1, answers__token_f1=0.5),
    result(
        "b",
        kind="table",
        language="ko",
        answered=False,
        confidence=0.2,
        seconds=0.3,
        verdict=SILENT,
        retrieval__hit_at_1=0,
        answers__token_f1=0,
    ),
    result("c", kind="", language="", confidence=0.6, seconds=0.2, retrieval__hit_at_1=1),
    result(
        "u",
        kind="unanswerable",
        answerable=False,
        answered=False,
        confidence=0.3,
        seconds=0.4,
        verdict=RIGHTLY_SILENT,
    ),
)


def test_the_report_has_the_documented_shape() -> None:
    report = summarise(RESULTS)
    groups = ["n", "retrieval", "passage_retrieval", "answers", "citations", "abstention"]
    assert set(report) == {*groups, "latency_ms", "intervals", "by_kind", "by_language"}
    assert set(report["by_kind"]["table"]) == {*groups, "latency_ms", "intervals"}
    assert list(report["intervals"]) == list(METRICS)
    assert set(report["abstention"]) == {
        "accuracy",
        "precision",
        "recall",
        "false_refusals",
        "auroc",
    }
    assert set(report["latency_ms"]) == {"p50", "p95"}


def test_means_are_over_the_questions_that_have_a_value() -> None:
    report = summarise(RESULTS)
    assert report["n"] == 4
    assert report["retrieval"]["hit@1"] == pytest.approx(2 / 3)
    assert report["answers"]["token_f1"] == pytest.approx(0.25)
    assert report["answers"]["contains"] is None


def test_a_search_alone_is_summed_up_as_within_a_report() -> None:
    report = summarise(RESULTS)
    alone = retrieval_block([given.scores for given in RESULTS])
    assert alone.keys() == {"retrieval", "passage_retrieval", "intervals"}
    assert alone["retrieval"] == report["retrieval"]
    assert alone["passage_retrieval"] == report["passage_retrieval"]
    assert alone["intervals"] == {name: report["intervals"][name] for name in RETRIEVAL_METRICS}


def test_no_search_has_no_figures() -> None:
    alone = retrieval_block([])
    assert alone["retrieval"]["hit@1"] is None
    assert alone["intervals"] == dict.fromkeys(RETRIEVAL_METRICS)


def test_abstention_is_over_all_questions() -> None:
    abstention = summarise(RESULTS)["abstention"]
    assert abstention["accuracy"] == pytest.approx(3 / 4)
    assert abstention["precision"] == pytest.approx(1 / 2)
    assert abstention["recall"] == 1
    assert abstention["false_refusals"] == pytest.approx(1 / 3)
    assert abstention["auroc"] == pytest.approx(2 / 3)  # 0.9 and 0.6 above 0.3, 0.2 below


def test_latency_is_in_milliseconds() -> None:
    assert summarise(RESULTS)["latency_ms"] == pytest.approx({"p50": 250, "p95": 385})


def test_kinds_and_languages_are_summed_up_alone() -> None:
    report = summarise(RESULTS)
    assert {name: b["n"] for name, b in report["by_kind"].items()} == {
        "fact": 1,
        "table": 1,
        "unanswerable": 1,
        "unspecified": 1,
    }
    assert report["by_kind"]["table"]["retrieval"]["hit@1"] == 0
    assert report["by_kind"]["unanswerable"]["retrieval"]["hit@1"] is None
    assert report["by_language"]["ko"]["abstention"]["auroc"] is None


def test_intervals_hold_the_value() -> None:
    many = [result(f"q{n}", retrieval__hit_at_1=float(n % 3 > 0)) for n in range(60)]
    low, high = block(many)["intervals"]["retrieval.hit@1"]
    assert 0.5 < low < 2 / 3 < high < 0.8


def test_no_results_give_nothing_but_nulls() -> None:
    report = summarise([])
    assert report["n"] == 0
    assert set(report["intervals"].values()) == {None}
    assert report["latency_ms"] == {"p50": None, "p95": None}


def test_a_value_is_found_by_its_dotted_name() -> None:
    report = summarise(RESULTS)
    assert value_of(report, "retrieval.hit@1") == pytest.approx(2 / 3)
    assert value_of(report, "by_kind.table.retrieval.hit@1") == 0


@pytest.mark.parametrize(
    "name", ["retrieval", "retrieval.hit@3", "by_kind.none.retrieval.hit@1", "n", "latency_ms.p50"]
)
def test_an_unknown_name_is_an_error(name: str) -> None:
    with pytest.raises(KeyError):
        value_of(summarise(RESULTS), name)
