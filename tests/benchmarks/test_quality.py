"""`python -m benchmarks.quality` on tiny sets."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from quality_run import Outcome
from small_sets import PAGED_SET, TEXT_SETS, question, write_jsonl, write_paged_set, write_text_set

from benchmarks.sets import lay_out, read_set

ROOT = Path(__file__).parents[2]
Measure = Callable[..., Outcome]
REPORT = {
    "n",
    "retrieval",
    "passage_retrieval",
    "answers",
    "citations",
    "abstention",
    "latency_ms",
    "intervals",
    "by_kind",
    "by_language",
    "skipped",
    "settings",
}
HALF = {
    "hit@1": 0.5,
    "hit@5": 0.5,
    "hit@10": 0.5,
    "recall@5": 0.5,
    "recall@10": 0.5,
    "mrr": 0.5,
    "ndcg@10": 0.5,
}


def test_a_text_set_is_reported_as_an_evaluation(tmp_path: Path, measure: Measure) -> None:
    write_text_set(tmp_path)
    report = measure("--set", "squad2", "--json").report("squad2")
    assert report.keys() == REPORT
    assert report["n"] == 3
    assert report["settings"]["documents"] == 3  # without the withheld one
    assert report["settings"]["test_set"] == "questions.dev.jsonl"
    assert report["retrieval"] == HALF
    assert report["passage_retrieval"] == HALF
    assert report["answers"]["contains"] == 0.5
    assert {kind: block["n"] for kind, block in report["by_kind"].items()} == {
        "fact": 2,
        "unanswerable": 1,
    }


def test_gold_documents_that_are_not_there_are_named(tmp_path: Path, measure: Measure) -> None:
    write_text_set(tmp_path)
    outcome = measure("--set", "squad2", "--json")
    assert "squad2: gold documents not in the library: squad2/withheld.txt." in outcome.err


def test_pages_are_right_when_gold_or_beside_it(tmp_path: Path, measure: Measure) -> None:
    write_paged_set(tmp_path)
    report = measure("--set", PAGED_SET, "--json").report(PAGED_SET)
    assert report["retrieval"]["hit@1"] == 1  # of three, one of them without a gold page
    # Of two with a gold page 2, one is answered on page 3 and the other on page 4.
    assert report["passage_retrieval"]["hit@1"] == 0.5
    assert report["passage_retrieval"]["hit@5"] == 1
    assert report["answers"]["contains"] == 1  # "doc1{…}" would be in no answer


def test_all_sets_are_asked_of_one_library(tmp_path: Path, measure: Measure) -> None:
    for name in TEXT_SETS:
        write_text_set(tmp_path, name)
    write_paged_set(tmp_path)
    outcome = measure("--set", "all", "--json", "--cache", tmp_path / "cache")
    for name in TEXT_SETS:
        report = outcome.report(name)
        assert report["settings"]["documents"] == 3 * len(TEXT_SETS) + 2
        assert report["retrieval"]["hit@1"] == 0.5
    assert outcome.report(PAGED_SET)["retrieval"]["hit@1"] == 1
    laid_out = tmp_path / "cache" / "all" / "documents"
    assert (laid_out / "squad2" / "Workshop#1.txt").is_file()
    assert (laid_out / PAGED_SET / "The plants.pdf").is_file()


def test_other_questions_take_the_place_of_the_sets_own(tmp_path: Path, measure: Measure) -> None:
    write_text_set(tmp_path)
    row = question("p", "By how much did sales fall?", answers=["22 %"], gold_doc_ids=["pumps"])
    other = write_jsonl(tmp_path / "held_out.jsonl", [row])
    report = measure("--set", "squad2", "--json", "--questions", other).report("squad2")
    assert report["n"] == 1
    assert report["settings"]["test_set"] == "held_out.jsonl"
    assert report["retrieval"]["hit@1"] == 1


def test_a_kept_library_follows_its_set(tmp_path: Path, measure: Measure) -> None:
    folder = write_text_set(tmp_path)
    run = ("--set", "squad2", "--json", "--cache", tmp_path / "cache")
    assert measure(*run).report("squad2")["settings"]["documents"] == 3
    rows = (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "corpus.jsonl").write_text("".join(rows[:2]), encoding="utf-8")
    assert measure(*run).report("squad2")["settings"]["documents"] == 2


def test_a_kept_library_of_other_settings_is_built_anew(
    tmp_path: Path, measure: Measure, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_text_set(tmp_path)
    run = ("--set", "squad2", "--json", "--cache", tmp_path / "cache")
    assert measure(*run).report("squad2")["settings"]["chunk_tokens"] == 160
    monkeypatch.setenv("ENERGYCHAT_CHUNK_TOKENS", "64")
    report = measure(*run).report("squad2")
    assert report["settings"]["chunk_tokens"] == 64
    assert report["settings"]["documents"] == 3


def test_the_table_is_readable(tmp_path: Path, measure: Measure) -> None:
    write_text_set(tmp_path)
    out = measure("--set", "squad2").out
    assert out.startswith("squad2: 3 questions, 3 documents;")
    assert "retrieval.hit@1" in out


def test_the_text_of_a_row_is_the_text_of_its_file(tmp_path: Path) -> None:
    folder = write_text_set(tmp_path)
    text = "First line,\n\n  second line: 0,5 °C; 한국어\n"
    write_jsonl(folder / "corpus.jsonl", [{"doc_id": "a/b", "title": "Title", "text": text}])
    lay_out([read_set(folder)], tmp_path / "laid out")
    assert (tmp_path / "laid out" / "squad2" / "a%2Fb.txt").read_text(encoding="utf-8") == text


def test_what_cannot_be_read_is_reported_and_the_rest_goes_on(
    tmp_path: Path, measure: Measure
) -> None:
    folder = write_text_set(tmp_path)
    with (folder / "corpus.jsonl").open("a", encoding="utf-8") as stream:
        stream.write('{"doc_id": "empty", "title": "", "text": ""}\n')
    outcome = measure("--set", "squad2", "--json")
    assert "squad2/empty.txt is not in the library: The file is empty." in outcome.err
    assert outcome.report("squad2")["settings"]["documents"] == 3


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--set", "korean"), "corpus.jsonl cannot be read (No such file or directory)"),
        (("--set", "squad2", "--questions", "none.jsonl"), "none.jsonl cannot be read"),
        (("--set", "all", "--questions", "none.jsonl"), "--questions are those of one set"),
    ],
)
def test_bad_usage_is_one_sentence_and_exit_code_2(
    tmp_path: Path, measure: Measure, arguments: tuple[str, ...], problem: str
) -> None:
    write_text_set(tmp_path)
    outcome = measure(*arguments)
    assert outcome.code == 2
    assert problem in outcome.err
    assert len(outcome.err.splitlines()) == 1
    assert not outcome.out


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("[1]", "line 1: not a row"),
        ("{", "line 1: not a row"),
        ('{"qid": 1}', "KeyError('question')"),
        ('{"qid": 1, "question": "Who?"}', "KeyError('answers')"),
        ("", "holds no question"),
    ],
)
def test_questions_of_another_form_are_refused(
    tmp_path: Path, measure: Measure, row: str, problem: str
) -> None:
    write_text_set(tmp_path)
    path = tmp_path / "other.jsonl"
    path.write_text(row, encoding="utf-8")
    outcome = measure("--set", "squad2", "--questions", path)
    assert outcome.code == 2
    assert problem in outcome.err


def test_a_missing_pdf_is_named(tmp_path: Path, measure: Measure) -> None:
    folder = write_paged_set(tmp_path)
    (folder / "plants.pdf").unlink()
    outcome = measure("--set", PAGED_SET)
    assert outcome.code == 2
    assert "plants.pdf" in outcome.err


def test_the_module_runs_as_a_command(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.quality", "--root", tmp_path, "--set", "french"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "french" in done.stderr
    assert "Traceback" not in done.stderr
