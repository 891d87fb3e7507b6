"""run.json, written and read."""

import json
from pathlib import Path

import pytest

from evaluation import (
    EvaluationError,
    Run,
    compare,
    comparison_json,
    read_results,
    read_run,
    write_run,
)
from evaluation.summary import value_of


def test_a_run_is_read_as_it_was_written(run: Run, tmp_path: Path) -> None:
    write_run(tmp_path / "run.json", run)
    read = read_run(tmp_path / "run.json")
    assert read.results == read_results(tmp_path / "run.json") == run.results
    assert json.dumps(read.report) == json.dumps(run.report)


def test_a_run_from_before_gold_pages_is_read(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    write_run(path, run)
    document = json.loads(path.read_text(encoding="utf-8"))
    for question in document["questions"]:
        del question["pages"]
    path.write_text(json.dumps(document), encoding="utf-8")
    assert read_results(path) == run.results


def test_a_run_from_before_a_metric_was_known_has_it(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    write_run(path, run)
    document = json.loads(path.read_text(encoding="utf-8"))
    del document["abstention"]["false_refusals"]
    path.write_text(json.dumps(document), encoding="utf-8")
    assert value_of(read_run(path).report, "abstention.false_refusals") == 0


def test_the_file_is_the_report_and_its_questions(run: Run, tmp_path: Path) -> None:
    write_run(tmp_path / "run.json", run)
    document = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    questions = document.pop("questions")
    assert document == json.loads(json.dumps(run.report))
    assert questions[0]["question"] == "Where was the fourth workshop held?"
    assert questions[0]["scores"]["retrieval.hit@1"] == 1


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"questions": [{}]}', '{"questions": 3}', '{"questions": ["x"]}']
)
def test_another_file_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"is not the run\.json"):
        read_results(path)


def test_a_missing_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_results(tmp_path / "none.json")


def test_a_comparison_is_plain_json(run: Run) -> None:
    document = comparison_json(compare(run.results, run.results))
    assert json.loads(json.dumps(document)) == document
    assert (document["better"], document["worse"], document["questions"]) == (0, 0, [])
    assert document["metrics"]["right"]["p_value"] == 1
