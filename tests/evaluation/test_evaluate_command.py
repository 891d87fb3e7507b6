"""The command `energychat evaluate`: what it prints, writes and exits with."""

import json
from pathlib import Path

import pytest
import typer
from broken_search import reverse_ranking
from typer.testing import CliRunner, Result

from retrieval import Library

pytestmark = pytest.mark.usefixtures("filled")


class Evaluate:
    """Runs the command over the small library."""

    def __init__(self, app: typer.Typer, library: Library, folder: Path) -> None:
        self._app = app
        self._library = library
        self._folder = folder

    def __call__(self, testset: Path, *options: object) -> Result:
        library = ["--library", str(self._library.folder)]
        return CliRunner().invoke(self._app, [str(testset), *library, *map(str, options)])

    def floors(self, **floors: float) -> Path:
        """A floors file; "hit" is retrieval.hit@1 and "contains" answers.contains."""
        names = {"hit": "retrieval.hit@1", "contains": "answers.contains"}
        path = self._folder / "floors.json"
        path.write_text(json.dumps({names[k]: v for k, v in floors.items()}), encoding="utf-8")
        return path


@pytest.fixture
def evaluate(command: typer.Typer, filled: Library, tmp_path: Path) -> Evaluate:
    """The command over the small library."""
    return Evaluate(command, filled, tmp_path)


def test_json_alone_goes_to_stdout(evaluate: Evaluate, questions: Path) -> None:
    result = evaluate(questions, "--json")
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert (report["n"], report["skipped"]) == (4, 0)
    assert report["retrieval"]["hit@1"] == 1
    assert set(report["by_language"]) == {"en", "unspecified"}


def test_a_table_shows_every_metric(evaluate: Evaluate, questions: Path) -> None:
    result = evaluate(questions)
    assert result.exit_code == 0
    assert "passage_retrieval.ndcg@10" in result.stdout
    assert "4 questions, 0 rows left out" in result.stdout


def test_a_split_is_asked_alone(evaluate: Evaluate, questions: Path) -> None:
    report = json.loads(evaluate(questions, "--split", "test", "--json").stdout)
    assert (report["n"], report["abstention"]["recall"]) == (1, 1)


def test_a_split_that_is_not_there_names_those_that_are(
    evaluate: Evaluate, questions: Path
) -> None:
    result = evaluate(questions, "--split", "dev")
    assert result.exit_code == 2
    said = " ".join(result.stderr.replace("│", " ").split())
    assert "has no question of the split 'dev'. It has: test, train." in said


def test_limit_asks_the_first_questions(evaluate: Evaluate, questions: Path) -> None:
    report = json.loads(evaluate(questions, "--limit", 2, "--json").stdout)
    assert report["n"] == 2


def test_out_writes_report_and_run(evaluate: Evaluate, questions: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "out"
    assert evaluate(questions, "--out", folder).exit_code == 0
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert len(run["questions"]) == 4
    assert "<!doctype html>" in (folder / "report.html").read_text(encoding="utf-8")


def test_a_bad_row_is_reported_and_the_run_goes_on(evaluate: Evaluate, questions: Path) -> None:
    questions.write_text(questions.read_text(encoding="utf-8") + "{broken\n", encoding="utf-8")
    result = evaluate(questions, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["skipped"] == 1
    assert "Line 5 is not JSON" in result.stderr


@pytest.mark.parametrize("content", ["", "{broken\n"])
def test_a_set_without_a_good_row_exits_2(evaluate: Evaluate, tmp_path: Path, content: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(content, encoding="utf-8")
    result = evaluate(path)
    assert result.exit_code == 2
    assert result.stdout == ""


def test_a_missing_set_or_a_wrong_baseline_exits_2(
    evaluate: Evaluate, questions: Path, tmp_path: Path
) -> None:
    assert evaluate(tmp_path / "none.jsonl").exit_code == 2
    assert evaluate(questions, "--baseline", questions).exit_code == 2
    assert evaluate(questions, "--fail-under", tmp_path / "none.json").exit_code == 2


def test_a_gold_document_that_is_not_in_the_library_is_named(
    evaluate: Evaluate, tmp_path: Path
) -> None:
    path = tmp_path / "set.csv"
    path.write_text("question,answer,document\nWhere?,Montreal,gone.md\n", encoding="utf-8")
    assert "not in the library" in evaluate(path).stderr


def test_a_run_against_itself_reports_no_difference(
    evaluate: Evaluate, questions: Path, tmp_path: Path
) -> None:
    evaluate(questions, "--out", tmp_path / "first")
    again = evaluate(questions, "--baseline", tmp_path / "first" / "run.json")
    assert "0 better, 0 worse" in again.stdout
    as_json = evaluate(questions, "--baseline", tmp_path / "first" / "run.json", "--json")
    assert json.loads(as_json.stdout)["comparison"]["questions"] == []


def test_a_run_on_its_floors_passes(evaluate: Evaluate, questions: Path) -> None:
    assert evaluate(questions, "--fail-under", evaluate.floors(hit=1.0)).exit_code == 0


def test_a_broken_retriever_fails_the_gate(
    evaluate: Evaluate, questions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reverse_ranking(monkeypatch)
    result = evaluate(questions, "--fail-under", evaluate.floors(hit=0.9), "--json")
    assert result.exit_code == 1
    assert "retrieval.hit@1 is 0.0000, below its floor 0.9000." in result.stderr
    assert json.loads(result.stdout)["n"] == 4


def test_floors_are_raised_on_request_only(evaluate: Evaluate, questions: Path) -> None:
    floors = evaluate.floors(hit=0.5)
    evaluate(questions, "--fail-under", floors)
    assert json.loads(floors.read_text(encoding="utf-8")) == {"retrieval.hit@1": 0.5}
    assert evaluate(questions, "--fail-under", floors, "--raise-floors").exit_code == 0
    assert json.loads(floors.read_text(encoding="utf-8")) == {"retrieval.hit@1": 0.98}


def test_a_first_floors_file_is_written(
    evaluate: Evaluate, questions: Path, tmp_path: Path
) -> None:
    path = tmp_path / "new.json"
    assert evaluate(questions, "--fail-under", path, "--raise-floors").exit_code == 0
    assert json.loads(path.read_text(encoding="utf-8"))["retrieval.hit@1"] == 0.98


def test_a_regression_leaves_the_floors_unless_it_is_allowed(
    evaluate: Evaluate, questions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reverse_ranking(monkeypatch)
    floors = evaluate.floors(hit=0.9)
    assert evaluate(questions, "--fail-under", floors, "--raise-floors").exit_code == 1
    assert json.loads(floors.read_text(encoding="utf-8")) == {"retrieval.hit@1": 0.9}
    allowed = evaluate(questions, "--fail-under", floors, "--allow-regression")
    assert allowed.exit_code == 0
    assert json.loads(floors.read_text(encoding="utf-8")) == {"retrieval.hit@1": 0.0}


@pytest.mark.parametrize(
    "options", [["--raise-floors"], ["--allow-regression"], ["--limit", "0"], ["--unknown"]]
)
def test_wrong_use_exits_2(evaluate: Evaluate, questions: Path, options: list[str]) -> None:
    assert evaluate(questions, *options).exit_code == 2


def test_floors_are_not_set_by_a_part_of_a_set(evaluate: Evaluate, questions: Path) -> None:
    floors = evaluate.floors(hit=0.5)
    result = evaluate(questions, "--fail-under", floors, "--raise-floors", "--limit", 1)
    assert result.exit_code == 2
