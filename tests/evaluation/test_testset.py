"""Test sets in JSONL and CSV, with rows that cannot be used."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import EvaluationError, read_questions
from evaluation.records import GoldQuestion

Writer = Callable[[str, str | bytes], Path]
SHIPPED = Path(__file__).parents[2] / "corpus" / "testset.jsonl"


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    """Writes a file and gives its path."""

    def write_(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_


def problems(path: Path) -> list[str]:
    return [str(row) for row in read_questions(path).bad]


def test_the_shipped_set_is_read_whole() -> None:
    questions = read_questions(SHIPPED)
    assert questions.bad == ()
    assert len(questions.questions) == len(SHIPPED.read_text(encoding="utf-8").splitlines())


def test_a_json_row_gives_all_its_fields(write: Writer) -> None:
    row = {
        "id": "x",
        "question": " Why? ",
        "answers": ["a", "b"],
        "documents": ["d.md"],
        "passages": ["p"],
        "answerable": True,
        "kind": "table",
        "language": "fr",
        "history": ["Before?"],
        "note": "ignored",
    }
    assert read_questions(write("set.jsonl", json.dumps(row))).questions == (
        GoldQuestion("x", "Why?", ("a", "b"), ("d.md",), ("p",), True, "table", "fr", ("Before?",)),
    )


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{broken", "is not JSON"),
        ("[1]", "is not a JSON object"),
        ('{"answers": ["a"]}', "has no question"),
        ('{"question": 7, "answers": ["a"]}', "has a question that is no text"),
        ('{"question": "q"}', "names no answer, document or passage"),
        ('{"question": "q", "answers": [1]}', "has answers that are no list of texts"),
        ('{"question": "q", "answers": {"a": 1}}', "has answers that are no list of texts"),
        ('{"question": "q", "answers": ["a"], "answerable": false}', "is not answerable and yet"),
        ('{"question": "q", "answers": ["a"], "answerable": "maybe"}', "neither true nor false"),
        ('{"question": "\\ud800", "answers": ["a"]}', "characters in question that are no text"),
        ('{"question": "q", "answers": ["a"], "id": "line 1"}', "repeats the id 'line 1'"),
    ],
)
def test_a_bad_row_is_reported_with_its_line(write: Writer, line: str, problem: str) -> None:
    path = write("set.jsonl", f'{{"question": "Good?", "answers": ["yes"]}}\n\n{line}\n')
    assert len(read_questions(path).questions) == 1
    (found,) = problems(path)
    assert found.startswith("Line 3 ")
    assert problem in found


def test_a_line_that_is_not_utf_8_is_a_bad_row(write: Writer) -> None:
    path = write("set.jsonl", b'{"question": "q", "answers": ["a"]}\n{"question": "\xe9"}\n')
    assert problems(path) == ["Line 2 is not UTF-8."]


@pytest.mark.parametrize("content", ["", "\n\n", "{}\n", "not json"])
def test_a_set_without_a_good_row_is_refused(write: Writer, content: str) -> None:
    with pytest.raises(EvaluationError, match="no row that can be used"):
        read_questions(write("set.jsonl", content))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"none\.jsonl cannot be read"):
        read_questions(tmp_path / "none.jsonl")


def test_a_csv_has_the_same_columns(write: Writer) -> None:
    path = write(
        "set.csv",
        "\ufeffquestion,answers,documents,answerable,kind,history\n"
        '"Where, exactly?","[""Montreal, Quebec"", ""Montréal""]",a.md|b.md,true,fact,Who met?\n'
        "Why not?,,,FALSE,unanswerable,\n",
    )
    first, second = read_questions(path).questions
    assert first.question == "Where, exactly?"
    assert first.answers == ("Montreal, Quebec", "Montréal")
    assert first.documents == ("a.md", "b.md")
    assert first.history == ("Who met?",)
    assert (second.answerable, second.answers) == (False, ())


@pytest.mark.parametrize("header", ["question,answer\n", "Question;Answer\n", ""])
def test_a_csv_of_two_columns_needs_no_header(write: Writer, header: str) -> None:
    delimiter = ";" if ";" in header else ","
    path = write("set.csv", f"{header}How many took part?{delimiter}18|eighteen\n")
    (question,) = read_questions(path).questions
    assert (question.question, question.answers) == ("How many took part?", ("18", "eighteen"))


def test_a_delimiter_inside_quotes_is_none(write: Writer) -> None:
    (question,) = read_questions(write("set.csv", '"Where; when; and how?",Montreal\n')).questions
    assert question.question == "Where; when; and how?"


def test_an_answer_in_brackets_is_one_answer(write: Writer) -> None:
    (question,) = read_questions(write("set.csv", "question,answer\nq,[sic] yes\n")).questions
    assert question.answers == ("[sic] yes",)


def test_a_line_break_in_quotes_does_not_shift_the_line_numbers(write: Writer) -> None:
    path = write("set.csv", 'question,answer\n"two\nlines?",yes\nno answer?,\n')
    assert read_questions(path).questions[0].question == "two\nlines?"
    assert problems(path)[0].startswith("Line 4 names no answer")


def test_an_unquoted_comma_is_reported(write: Writer) -> None:
    path = write("set.csv", "question,answer\nq,a\nWhere, when?,a\n")
    assert problems(path) == ["Line 3 has 3 cells for 2 columns (a comma may lack its quotes)."]


def test_a_csv_of_another_encoding_says_what_to_do(write: Writer) -> None:
    with pytest.raises(EvaluationError, match="CSV UTF-8"):
        read_questions(write("set.csv", "question,answer\n질문,답\n".encode("cp949")))


def test_rows_without_id_are_named_by_their_line(write: Writer) -> None:
    path = write("set.jsonl", '\n{"question": "q", "answer": "a"}\n')
    assert read_questions(path).questions[0].id == "line 2"


@given(
    data=st.one_of(st.binary(), st.text().map(lambda text: text.encode("utf-8", "replace"))),
    suffix=st.sampled_from([".jsonl", ".csv", ".tsv"]),
)
def test_any_file_is_read_or_refused_with_a_sentence(
    tmp_path: Path, data: bytes, suffix: str
) -> None:
    path = tmp_path / f"set{suffix}"
    path.write_bytes(data)
    try:
        questions = read_questions(path).questions
    except EvaluationError:
        return
    assert all(question.question for question in questions)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(row=st.dictionaries(st.sampled_from(["question", "answers", "answerable", "id"]), JSON))
def test_any_json_row_is_read_or_reported(tmp_path: Path, row: dict[str, object]) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"question": "Good?", "answers": ["yes"]}\n' + json.dumps(row), "utf-8")
    found = read_questions(path)
    assert len(found.questions) + len(found.bad) == 2
