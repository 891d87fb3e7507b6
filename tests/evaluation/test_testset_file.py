"""Questions added to a test set that people keep."""

import json
import multiprocessing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import EvaluationError, GoldQuestion, append_questions, read_questions
from evaluation.testset_file import question_row

SIGNED = GoldQuestion("", "What was signed?", ("a letter",), ("d.md",), ("A letter was signed.",))
WHERE = GoldQuestion("", "어디에서 열렸나?", ("몬트리올",), ("ko.html",), language="ko")
UNANSWERABLE = GoldQuestion("", "Who won the cup?", answerable=False, kind="unanswerable")
FOLLOW_UP = GoldQuestion("", "When?", ("2025",), history=("What was signed?",))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "testset.jsonl"


def stored(path: Path) -> list[GoldQuestion]:
    """The questions of the file, which has no bad rows, without their ids."""
    read = read_questions(path)
    assert read.bad == ()
    return [replace(question, id="") for question in read.questions]


def test_what_is_appended_is_read_back(path: Path) -> None:
    questions = [SIGNED, WHERE, UNANSWERABLE, FOLLOW_UP]
    assert append_questions(path, questions) == 4
    assert stored(path) == questions


def test_appending_twice_changes_nothing(path: Path) -> None:
    append_questions(path, [SIGNED, WHERE])
    before = path.read_bytes()
    assert (
        append_questions(path, [WHERE, SIGNED, replace(SIGNED, question="What was signed? ")]) == 0
    )
    assert path.read_bytes() == before


def test_one_question_given_twice_is_written_once(path: Path) -> None:
    assert append_questions(path, [SIGNED, SIGNED]) == 1
    assert stored(path) == [SIGNED]


def test_the_same_words_after_another_history_are_another_question(path: Path) -> None:
    other = replace(FOLLOW_UP, history=("What was sold?",))
    assert append_questions(path, [FOLLOW_UP, other]) == 2


def test_no_question_makes_no_file(path: Path) -> None:
    assert append_questions(path, []) == 0
    assert not path.exists()


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n"])
def test_what_is_in_the_file_stays_and_a_missing_newline_is_added(tmp_path: Path, end: str) -> None:
    path = tmp_path / "set.jsonl"
    before = (json.dumps(question_row(SIGNED)) + end).encode()
    path.write_bytes(before)
    assert append_questions(path, [WHERE]) == 1
    assert path.read_bytes().startswith(before)
    assert path.read_bytes().endswith(b"}\n")
    assert stored(path) == [SIGNED, WHERE]


def test_a_half_written_line_spoils_no_other(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(question_row(SIGNED)) + '\n{"id": "x", "questi', encoding="utf-8")
    append_questions(path, [WHERE])
    read = read_questions(path)
    assert [question.question for question in read.questions] == [SIGNED.question, WHERE.question]
    assert [row.line for row in read.bad] == [2]


def test_each_id_is_given_once(path: Path) -> None:
    append_questions(path, [SIGNED])
    derived = read_questions(path).questions[0].id
    edited = path.read_text(encoding="utf-8").replace(SIGNED.question, "What was sealed?")
    path.write_text(edited, encoding="utf-8")
    append_questions(path, [SIGNED, replace(WHERE, id=derived), replace(FOLLOW_UP, id="mine")])
    read = read_questions(path)
    assert read.bad == ()
    ids = [question.id for question in read.questions]
    assert ids[0] == derived
    assert ids[-1] == "mine"
    assert len(set(ids)) == 4


def test_the_derived_id_is_that_of_the_words(path: Path, tmp_path: Path) -> None:
    append_questions(path, [SIGNED])
    append_questions(tmp_path / "other.jsonl", [WHERE, replace(SIGNED, answers=("a paper",))])
    assert (
        read_questions(path).questions[0].id
        == read_questions(tmp_path / "other.jsonl").questions[1].id
    )


@pytest.mark.parametrize(
    ("question", "problem"),
    [
        (GoldQuestion("", "  ", ("a",)), "has no question"),
        (GoldQuestion("", "Why?"), "names no answer"),
        (GoldQuestion("", "Why?", ("a",), answerable=False), "is not answerable and yet"),
        (GoldQuestion("", "Why \ud800?", ("a",)), "characters in question that are no text"),
    ],
)
def test_a_question_that_could_not_be_read_back_is_refused(
    path: Path, question: GoldQuestion, problem: str
) -> None:
    with pytest.raises(EvaluationError, match=problem):
        append_questions(path, [SIGNED, question])
    assert not path.exists()


@pytest.mark.parametrize(
    ("name", "content"), [("set.csv", "question,answer\nWhy?,so\n"), ("README.md", "# Title\n")]
)
def test_a_file_of_another_kind_stays_as_it_is(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(EvaluationError, match=name):
        append_questions(path, [SIGNED])
    assert path.read_text(encoding="utf-8") == content


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"set\.jsonl cannot be written"):
        append_questions(tmp_path / "file" / "set.jsonl", [SIGNED])


def _append_some(path: Path, writer: int) -> None:
    for number in range(20):
        append_questions(path, [GoldQuestion("", f"Who is {writer}-{number}?", ("x" * 5000,))])


def test_processes_that_write_at_once_lose_nothing(path: Path) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_append_some, args=(path, n)) for n in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    assert len(stored(path)) == 60


@given(st.lists(st.tuples(st.text(min_size=1), st.text(min_size=1)), max_size=4))
def test_any_text_is_read_back_or_refused(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("any") / "set.jsonl"
    written = 0
    for question, answer in rows:
        try:
            written += append_questions(path, [GoldQuestion("", question, (answer,))])
        except EvaluationError:
            continue
    assert len(stored(path) if written else []) == written
