"""Figures of readers that never saw the articles that they answer of."""

import json
from pathlib import Path

import pytest
from quality_run import Outcome
from small_sets import write_text_set
from tiny_reader import make_reader

from benchmarks import folds
from retrieval.embedding import Encoder

SET = "squad2"


def squad_file(path: Path, questions: dict[str, str]) -> Path:
    """Articles in SQuAD's form with a question each."""
    data = [
        {
            "title": title,
            "paragraphs": [{"context": title, "qas": [{"question": question, "answers": []}]}],
        }
        for title, question in questions.items()
    ]
    path.write_text(json.dumps({"data": data}), encoding="utf-8")
    return path


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """The articles of the tiny set: of folds 0, 1 and 0 again, where there are two."""
    write_text_set(tmp_path, SET)
    asked = {
        "a": "Where was the Squad2 workshop held?",
        "b": "Where are the headquarters of Squad2?",
        "c": "Who is the queen of Denmark?",
    }
    return squad_file(tmp_path / "articles.json", asked)


@pytest.fixture
def run(
    tmp_path: Path,
    encoder: Encoder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> "Run":
    monkeypatch.setattr("retrieval.index.Encoder", lambda *_: encoder)
    return Run(tmp_path, capsys)


class Run:
    """Runs `benchmarks.folds` on the set in the temporary folder."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._root = root
        self._capsys = capsys

    def __call__(self, *arguments: object) -> Outcome:
        given = ["--root", self._root, "--set", SET, "--cache", self._root / "cache", *arguments]
        code = folds.main([str(argument) for argument in given])
        printed = self._capsys.readouterr()
        return Outcome(code, printed.out, printed.err)


def test_each_question_is_answered_by_the_reader_of_its_fold(
    tmp_path: Path, articles: Path, run: Run
) -> None:
    words = ["where", "was", "the", "workshop", "held", "it", "about", "hydrogen", "in"]
    knows = make_reader(tmp_path / "knows", words, "montreal")
    does_not = make_reader(tmp_path / "not", words, "hydrogen")
    short = {}
    for name, readers in (("first", (knows, does_not)), ("second", (does_not, knows))):
        given = [part for reader in readers for part in ("--reader", reader)]
        outcome = run("--articles", articles, "--json", *given)
        assert outcome.code == 0, outcome.err
        report = json.loads(outcome.out)
        assert report["n"] == 3
        short[name] = report["answers"]["token_f1"]
    assert short["first"] > short["second"]


@pytest.mark.usefixtures("articles")
def test_articles_of_another_set_are_refused(tmp_path: Path, run: Run) -> None:
    other = squad_file(tmp_path / "other.json", {"a": "What is heat?"})
    outcome = run("--articles", other, "--reader", "none")
    assert outcome.code == 2
    assert "3 questions, such as" in outcome.err
    assert "--articles" in outcome.err


@pytest.mark.usefixtures("articles")
def test_a_question_of_two_folds_is_refused(tmp_path: Path, run: Run) -> None:
    asked = dict.fromkeys("abc", "Where was the Squad2 workshop held?")
    outcome = run(
        "--articles", squad_file(tmp_path / "o.json", asked), "--reader", "none", "--reader", "none"
    )
    assert outcome.code == 2
    assert "in several folds" in outcome.err


@pytest.mark.usefixtures("articles")
@pytest.mark.parametrize("text", [None, "{", "[]", '{"data": [{}]}'])
def test_what_holds_no_articles_is_told(tmp_path: Path, run: Run, text: str | None) -> None:
    path = tmp_path / "articles-2.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    outcome = run("--articles", path, "--reader", "none")
    assert outcome.code == 2
    assert "articles-2.json cannot be read as articles" in outcome.err


def test_the_report_is_drawn_as_a_table(articles: Path, run: Run) -> None:
    outcome = run("--articles", articles, "--reader", "none", "--reader", "none")
    assert outcome.code == 0, outcome.err
    assert "hit@1" in outcome.out
