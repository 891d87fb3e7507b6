"""The command `energychat testset suggest`: what it prints, adds and asks."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from evaluation import read_questions
from ingest.parse import parse_document
from retrieval import Library, Settings
from retrieval.records import Page, Source
from ui.cli import app, run

CORPUS = Path(__file__).parents[2] / "corpus" / "documents"
KSTAR = "kstar-30-seconds-2021.txt"
KOREAN = "korea-11th-power-plan-draft-2024-05.md"
FRENCH = "west-record-plasma-2025.md"

Suggest = Callable[..., Result]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of four documents, without the chunks and vectors that nobody asks for here."""
    folder = tmp_path_factory.mktemp("testset") / "library"
    opened = Library(Settings.model_validate({"library": folder}))
    documents = [parse_document(CORPUS / name, name, name, {}) for name in (KSTAR, KOREAN, FRENCH)]
    dull = Source("dull.txt", "dull.txt", "text", "Dull", language="en")
    german = Source("german.txt", "german.txt", "text", "Deutsch", language="de")
    documents += [(dull, [Page(1, "It is so.")]), (german, [Page(1, "KIER wurde 1977 gegründet.")])]
    for source, pages in documents:
        opened.catalogue.replace(source, "root", "1", pages, [])
    opened.close()
    return folder


@pytest.fixture
def suggest(library: Path) -> Suggest:
    """Runs the command on the library."""

    def run_(document: str, *options: object, typed: str = "") -> Result:
        arguments = ["testset", "suggest", document, "--library", library, *options]
        return CliRunner().invoke(app, list(map(str, arguments)), input=typed)

    return run_


def test_a_draft_is_printed_with_its_answer_and_its_sentence(suggest: Suggest) -> None:
    printed = suggest(KSTAR).stdout
    assert (
        "When did the Korea Institute of Fusion Energy announce the result?\n"
        "   answer: 22 November 2021\n"
        "   gold:   The Korea Institute of Fusion Energy (KFE), which operates the machine, "
        "announced the result on 22 November 2021.\n"
    ) in printed


@pytest.mark.parametrize(("document", "language"), [(KSTAR, "en"), (KOREAN, "ko"), (FRENCH, "fr")])
def test_the_json_rows_are_a_test_set(
    suggest: Suggest, tmp_path: Path, document: str, language: str
) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(suggest(document, "--json").stdout, encoding="utf-8")
    read = read_questions(path)
    assert read.bad == ()
    assert len(read.questions) >= 3
    assert {question.language for question in read.questions} == {language}
    assert {question.documents for question in read.questions} == {(document,)}
    assert len({question.id for question in read.questions}) == len(read.questions)


def test_a_limit_is_kept(suggest: Suggest) -> None:
    assert len(suggest(KOREAN, "--limit", 2, "--json").stdout.splitlines()) == 2


def test_appending_twice_adds_nothing(suggest: Suggest, tmp_path: Path) -> None:
    path = tmp_path / "new" / "set.jsonl"
    first = suggest(KSTAR, "--append", path)
    before = path.read_bytes()
    count = len(before.splitlines())
    assert f"{count} question(s) added to {path}." in first.stdout
    second = suggest(KSTAR, "--append", path)
    assert f"0 question(s) added to {path}, {count} already there." in second.stdout
    assert path.read_bytes() == before


def test_appending_keeps_what_is_there(suggest: Suggest, tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    row = '{"id": "mine", "question": "Why?", "answers": ["so"], "note": "kept"}'
    path.write_text(row, encoding="utf-8")
    suggest(KSTAR, "--append", path, "--limit", 1)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == row
    assert len(read_questions(path).questions) == 2


def test_json_and_append_keep_rows_and_message_apart(suggest: Suggest, tmp_path: Path) -> None:
    result = suggest(KSTAR, "--append", tmp_path / "set.jsonl", "--json")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert f"{len(rows)} question(s) added" in result.stderr


def test_a_file_that_is_no_test_set_is_wrong_use(suggest: Suggest, tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    path.write_text("question,answer\nWhy?,so\n", encoding="utf-8")
    result = suggest(KSTAR, "--append", path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert path.read_text(encoding="utf-8") == "question,answer\nWhy?,so\n"


def test_an_unknown_document_fails_with_the_remedy(
    library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["energychat", "testset", "suggest", "none.md", "--library", str(library)]
    monkeypatch.setattr(sys, "argv", arguments)
    with pytest.raises(SystemExit) as end:
        run()
    assert end.value.code == 1
    assert "energychat documents" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("document", "words"), [("dull.txt", "No sentence of dull.txt"), ("german.txt", "'de'")]
)
def test_a_document_with_nothing_to_ask_is_said_to_have_nothing(
    suggest: Suggest, document: str, words: str
) -> None:
    for options in ([], ["--json"], ["--review"]):
        result = suggest(document, *options)
        assert (result.exit_code, result.stdout) == (0, "")
        assert words in result.stderr


# --- review -------------------------------------------------------------------------------


def test_what_is_accepted_goes_to_the_library_test_set(suggest: Suggest, library: Path) -> None:
    drafts = [json.loads(line) for line in suggest(KSTAR, "--json").stdout.splitlines()]
    result = suggest(KSTAR, "--review", typed="skip\naccept\nquit\n")
    path = library / "testset.jsonl"
    kept = [question.question for question in read_questions(path).questions]
    path.unlink()
    assert kept == [drafts[1]["question"]]
    assert f"1 question(s) added to {path}." in result.stdout


def test_an_edited_question_keeps_its_gold(suggest: Suggest, tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    draft = json.loads(suggest(KSTAR, "--json", "--limit", 1).stdout)
    suggest(KSTAR, "--review", "--append", path, typed="e\nHow long was it hot?\nq\n")
    (question,) = read_questions(path).questions
    assert question.question == "How long was it hot?"
    assert question.answers == tuple(draft["answers"])
    assert question.passages == tuple(draft["passages"])


def test_an_unknown_choice_is_asked_again(suggest: Suggest, tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    suggest(KSTAR, "--review", "--append", path, typed="perhaps\na\nq\n")
    assert len(read_questions(path).questions) == 1


def test_whoever_stops_half_way_keeps_what_was_accepted(suggest: Suggest, tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    result = suggest(KSTAR, "--review", "--append", path, typed="accept\n")
    assert result.exit_code == 0
    assert len(read_questions(path).questions) == 1


def test_review_and_json_exclude_each_other(suggest: Suggest) -> None:
    result = suggest(KSTAR, "--review", "--json")
    assert (result.exit_code, result.stdout) == (2, "")


def test_help_shows_an_example() -> None:
    result = CliRunner().invoke(app, ["testset", "suggest", "--help"])
    assert f"Example: energychat testset suggest {KSTAR}" in " ".join(result.stdout.split())
