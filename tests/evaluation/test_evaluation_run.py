"""A test set asked of a real library."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from broken_search import reverse_ranking

from evaluation import EvaluationError, GoldQuestion, Run, absent_documents, answer_all
from evaluation.run import passages_of_documents
from evaluation.summary import summarise
from retrieval import Library
from retrieval.assistant import Assistant


def test_every_question_is_asked_in_order(run: Run) -> None:
    assert [result.gold.id for result in run.results] == ["w", "h", "s", "u"]
    assert all(result.seconds > 0 for result in run.results)


def test_the_right_document_is_found_first(run: Run) -> None:
    assert run.report["retrieval"]["hit@1"] == 1
    assert run.report["passage_retrieval"]["hit@1"] == 1
    assert run.results[0].found[0] == "workshop.txt"
    assert len(run.results[0].found) == 3


def test_the_report_says_what_it_was_measured_with(run: Run) -> None:
    settings = run.report["settings"]
    assert settings["test_set"] == "questions.jsonl"
    assert (settings["documents"], settings["chunks"]) == (3, 3)
    assert len(settings["test_set_sha256"]) == 64
    assert run.report["skipped"] == 0


def test_two_runs_agree_in_all_but_time(filled: Library, run: Run) -> None:
    questions = [result.gold for result in run.results]
    again = summarise(list(answer_all(Assistant(filled), questions)))
    for group in ("retrieval", "answers", "citations", "abstention", "intervals"):
        assert again[group] == run.report[group]


def test_a_follow_up_is_asked_and_searched_with_its_history(filled: Library) -> None:
    question = GoldQuestion("f", "And what was signed there?", history=("Where was the workshop?",))
    (result,) = answer_all(Assistant(filled), [question])
    assert "workshop" in result.standalone_question
    assert result.found[0] == "workshop.txt"


def test_more_passages_are_fetched_until_there_are_enough_documents(
    library: Library, tmp_path: Path
) -> None:
    from ingest import sync

    folder = tmp_path / "many"
    folder.mkdir()
    # Forty passages on the topic in one document, and one in each of eleven others.
    long = "\n\n".join(f"# Part {n}\n\nHydrogen storage number {n} is large." for n in range(40))
    (folder / "long.md").write_text(long, encoding="utf-8")
    for n in range(11):
        (folder / f"short{n:02}.txt").write_text(f"Hydrogen {n} is mentioned once.", "utf-8")
    sync(library, folder)
    passages = passages_of_documents(library, "large hydrogen storage number", 10)
    assert len({p.document for p in passages}) >= 10
    assert len(passages_of_documents(library, "large hydrogen storage number", 1)) == 10


def test_fewer_documents_than_wanted_end_the_search(filled: Library) -> None:
    assert len(passages_of_documents(filled, "workshop", 10)) == 3


def test_gold_documents_that_the_library_lacks_are_named(filled: Library) -> None:
    questions = [GoldQuestion("q", "?", documents=("heat.txt", "gone.md"))]
    assert absent_documents(filled, questions) == ["gone.md"]


def test_an_empty_library_cannot_be_evaluated(library: Library) -> None:
    with pytest.raises(EvaluationError, match="holds no documents"):
        list(answer_all(Assistant(library), [GoldQuestion("q", "?", ("a",))]))


def test_a_reversed_ranking_is_seen(
    filled: Library, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    reverse_ranking(monkeypatch)
    questions: Sequence[GoldQuestion] = [result.gold for result in run.results]
    broken = summarise(list(answer_all(Assistant(filled), questions)))
    assert broken["retrieval"]["hit@1"] == 0
    assert broken["retrieval"]["ndcg@10"] < run.report["retrieval"]["ndcg@10"]
