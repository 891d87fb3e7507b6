"""Several questions at once: the table read, the columns of the answers, and the command."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from commands import CORPUS, Commands, Result
from conversations import EMPTY, answer_with, citation_of
from hypothesis import given
from hypothesis import strategies as st

from evaluation import EvaluationError
from retrieval.records import Source
from ui.question_table import ANSWER_COLUMNS, answer_cells, as_text, read_question_table

SCRAPED = "korea-canada-battery-workshop-scraped.html"
SIGNED = "What did KIER and NRC CEI sign?"
Run = Callable[..., Result]
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a table of questions."""

    def write(text: str) -> Path:
        path = tmp_path / "questions.csv"
        path.write_bytes(text.encode("utf-8"))
        return path

    return write


@pytest.fixture(scope="module")
def corpus(energychat: Commands, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs a subcommand on a library of the document that answers."""
    library = tmp_path_factory.mktemp("asked") / "library"
    chosen = ("--include", SCRAPED)
    assert energychat("ingest", CORPUS, *chosen, "--library", library).code == 0
    return lambda *arguments: energychat(*arguments, "--library", library)


# --- the table ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "id,Question,who\n1,What?,me\n2,Where?,you\n",
        "\ufeffid;Question;who\r\n1;What?;me\r\n2;Where?;you\r\n",
        "id\tQuestion\twho\n1\tWhat?\tme\n\n2\tWhere?\tyou",
    ],
)
def test_a_table_keeps_the_columns_beside_its_questions(write: Write, text: str) -> None:
    table = read_question_table(write(text))
    assert table.columns == ("id", "Question", "who")
    assert [(row.question, row.cells[2]) for row in table.rows] == [
        ("What?", "me"),
        ("Where?", "you"),
    ]


def test_a_table_without_a_header_has_its_questions_first(write: Write) -> None:
    table = read_question_table(write("What?,me\nWhere?,you\n"))
    assert table.columns == ("question", "column 2")
    assert [row.question for row in table.rows] == ["What?", "Where?"]


def test_bad_rows_are_told_with_their_lines_and_the_rest_is_kept(write: Write) -> None:
    table = read_question_table(write('question,who\nWhat?\n" ",me\na,b,c\n"Wh\nere?",you\n'))
    assert [row.question for row in table.rows] == ["What?", "Wh\nere?"]
    assert [str(bad) for bad in table.bad] == [
        "Line 3 has no question.",
        "Line 4 has 3 cells for 2 columns (a comma may lack its quotes).",
    ]
    assert table.rows[0].cells == ("What?", "")


def test_a_question_that_is_too_long_is_a_bad_row(write: Write) -> None:
    table = read_question_table(write(f"question\n{'x' * 2001}\n{'y' * 2000}\n"))
    assert [str(bad) for bad in table.bad] == [
        "Line 2 has a question of more than 2,000 characters."
    ]
    assert [row.question[0] for row in table.rows] == ["y"]


@pytest.mark.parametrize("text", ["", "question\n", "question,who\n ,me\n"])
def test_a_table_without_a_question_is_refused(write: Write, text: str) -> None:
    with pytest.raises(EvaluationError, match=r"questions\.csv has no question"):
        read_question_table(write(text))


def test_the_columns_of_the_answers_share_no_name_with_the_users(write: Write) -> None:
    header = read_question_table(write("question,Answer\nWhat?,x\n")).header
    assert header == ["question", "Answer", "energychat_answer", *ANSWER_COLUMNS[1:]]


# --- the columns of an answer -------------------------------------------------------------


def test_the_cells_say_answer_sources_and_quotes() -> None:
    grids = Source("b.pdf", "b.pdf", "pdf", "Grids")
    answer = answer_with(citation_of(), citation_of(grids, "Grids grew.", 2, 7))
    assert answer_cells(answer) == [
        "Sales rose. [1] Grids grew. [2]",
        "yes",
        "Sales rose.",
        "0.900",
        "[1] Heat pumps\n[2] Grids, page 7",
        "[1] Sales rose.\n[2] Grids grew.",
    ]


def test_a_question_without_an_answer_has_no_sources() -> None:
    assert answer_cells(replace(EMPTY, text="None."))[1:] == ["no", "", "0.000", "", ""]


@given(st.text(), st.text())
def test_no_cell_is_a_formula(text: str, short: str) -> None:
    cells = answer_cells(replace(EMPTY, text=text, short_answer=short))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t"])
def test_a_formula_becomes_a_text(sign: str) -> None:
    assert as_text(f"{sign}1+1") == f"'{sign}1+1"
    assert as_text(f"1{sign}1") == f"1{sign}1"


# --- the command --------------------------------------------------------------------------


def test_a_table_is_answered_row_by_row(corpus: Run, write: Write, tmp_path: Path) -> None:
    path = write(f"=id,question\n=1,{SIGNED}\n2,\n3,Who won the 2018 football World Cup?\n")
    out = tmp_path / "answers.csv"
    result = corpus("ask", "--questions", path, "--out", out)
    assert (result.code, result.out) == (0, "")
    assert "Line 3 has no question." in result.err
    signed, won = csv.DictReader(io.StringIO(out.read_text("utf-8-sig"), newline=""))
    assert signed["=id"] == "=1"  # the user's own
    assert "Letter of Intent" in signed["answer"]
    assert signed["sources"].startswith("[1] KIER leads the 4th joint battery research workshop")
    assert (signed["answered"], won["answered"]) == ("yes", "no")


def test_without_a_file_the_answers_are_printed(corpus: Run, write: Write) -> None:
    result = corpus("ask", "--questions", write(f"question\n{SIGNED}\n"))
    (row,) = csv.DictReader(io.StringIO(result.out, newline=""))
    assert (row["question"], row["answered"]) == (SIGNED, "yes")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        (SIGNED, "--questions", "{table}"),
        (SIGNED, "--out", "{table}.out"),
        ("--questions", "{table}", "--json"),
        ("--questions", "{table}", "--out", "{table}"),
        ("--questions", "{table}", "--out", "{table}/no/folder.csv"),
        ("--questions", "{table}.none"),
        (SIGNED, "--export", "{table}.xyz"),
        (SIGNED, "--export", "{table}/no/folder.md"),
    ],
)
def test_options_that_cannot_be_used_together_are_wrong_use(
    corpus: Run, write: Write, arguments: tuple[str, ...]
) -> None:
    table = write("question\nWhat?\n")
    result = corpus("ask", *(each.format(table=table) for each in arguments))
    assert result.code == 2
    assert "Traceback" not in result.err
    assert table.read_text() == "question\nWhat?\n"


@pytest.mark.parametrize("suffix", [".md", ".html", ".docx", ".bib", ".ris", ".json"])
def test_an_answer_is_exported(corpus: Run, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"answer{suffix}"
    result = corpus("ask", SIGNED, "--export", path)
    assert result.code == 0, result.err
    assert "Letter of Intent" in result.out
    title = b"KIER leads the 4th joint battery research workshop"
    assert path.read_bytes()[:2] == b"PK" if suffix == ".docx" else title in path.read_bytes()


def test_references_of_nothing_are_refused_in_a_sentence(corpus: Run, tmp_path: Path) -> None:
    path = tmp_path / "none.bib"
    result = corpus("ask", "Who won the 2018 football World Cup?", "--export", path)
    assert result.code == 1
    assert "No document is cited" in result.err
    assert not path.exists()
