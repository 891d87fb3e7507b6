"""Several questions as a table, and their answers as the columns behind it. No I/O but reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation import EvaluationError
from evaluation.rows import read_cells, too_many_cells
from evaluation.testset import BadRow
from retrieval.records import Answer
from ui.answering import LONGEST_QUESTION
from ui.references import page_of

QUESTION = "question"
ANSWER_COLUMNS = ("answer", "answered", "short_answer", "confidence", "sources", "quotes")
# A spreadsheet runs a cell that begins so; an apostrophe makes it a text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class AskedRow:
    """A row of the table: the line that it begins on, its question, and all its cells."""

    line: int
    question: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class QuestionTable:
    """The user's own columns, the rows that can be asked, and those that cannot."""

    columns: tuple[str, ...]
    rows: tuple[AskedRow, ...]
    bad: tuple[BadRow, ...]

    @property
    def header(self) -> list[str]:
        """The user's columns and those of the answers, which never share a name."""
        own = {column.strip().casefold() for column in self.columns}
        added = (f"energychat_{name}" if name in own else name for name in ANSWER_COLUMNS)
        return [*self.columns, *added]


def read_question_table(path: Path) -> QuestionTable:
    """Read a CSV file with a column ``question``, or without a header and questions first.

    Raises:
        EvaluationError: the file cannot be read, is not UTF-8, or has no question.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise EvaluationError(
            f"The questions {path} cannot be read ({error.strerror}). Name a CSV file."
        ) from error
    columns: tuple[str, ...] = ()
    at = 0
    rows: list[AskedRow] = []
    bad: list[BadRow] = []
    for line, row in read_cells(path, data):
        if isinstance(row, str):
            bad.append(BadRow(line, row))
            continue
        if not columns:
            columns, at, is_header = _columns(row)
            if is_header:
                continue
        asked = _asked(line, row, columns, at)
        if isinstance(asked, BadRow):
            bad.append(asked)
        else:
            rows.append(asked)
    if not rows:
        first = f" {bad[0]}" if bad else " It is empty."
        raise EvaluationError(f"{path.name} has no question that can be asked.{first}")
    return QuestionTable(columns, tuple(rows), tuple(bad))


def answer_cells(answer: Answer) -> list[str]:
    """The cells of ANSWER_COLUMNS; none of them is a formula."""
    cells: Mapping[str, str] = {
        "answer": answer.text,
        "answered": "yes" if answer.answered else "no",
        "short_answer": answer.short_answer,
        "confidence": f"{answer.confidence:.3f}",
        "sources": "\n".join(
            f"[{c.marker}] {c.source.title}" + "".join(f", page {page}" for page in page_of(c))
            for c in answer.citations
        ),
        "quotes": "\n".join(f"[{c.marker}] {c.quote}" for c in answer.citations),
    }
    return [as_text(cells[name]) for name in ANSWER_COLUMNS]


def as_text(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _columns(first: Sequence[str]) -> tuple[tuple[str, ...], int, bool]:
    """The columns, which of them has the questions, and whether the row is the header."""
    names = [cell.strip().casefold() for cell in first]
    if QUESTION in names:
        return tuple(first), names.index(QUESTION), True
    return (QUESTION, *(f"column {n}" for n in range(2, len(first) + 1))), 0, False


def _asked(line: int, row: Sequence[str], columns: Sequence[str], at: int) -> AskedRow | BadRow:
    if problem := too_many_cells(row, columns):
        return BadRow(line, problem)
    cells = (*row, *("" for _ in range(len(columns) - len(row))))
    question = cells[at].strip()
    if len(question) > LONGEST_QUESTION:
        return BadRow(line, f"has a question of more than {LONGEST_QUESTION:,} characters")
    return AskedRow(line, question, cells) if question else BadRow(line, "has no question")
