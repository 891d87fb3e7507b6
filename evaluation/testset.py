"""Reads a test set: JSONL, CSV with the same columns, or a CSV of questions and answers.

Columns: ``question``, ``answers`` (or ``answer``), ``documents``, ``passages``,
``answerable``, ``kind``, ``language``, ``history``, ``split``, ``id``; only the question and what
a good answer holds are needed, others are ignored. A list in a CSV cell is a JSON array
(``["18", "eighteen"]``) or its items with ``|`` between them. A CSV of two columns needs
no header: the first is the question, the second its answer.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from evaluation.errors import EvaluationError
from evaluation.records import GoldQuestion
from evaluation.rows import LISTS, SINGULAR, Row, read_rows

_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_NOTHING_GOLD = (
    "names no answer, document or passage; a question that the documents do not answer "
    "needs answerable = false"
)


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be used: the line it begins on, counted from 1, and why."""

    line: int
    problem: str

    def __str__(self) -> str:
        return f"Line {self.line} {self.problem}."


@dataclass(frozen=True)
class QuestionSet:
    """The questions of a test set in its order, its bad rows, and its file's name and sha256."""

    name: str
    digest: str
    questions: tuple[GoldQuestion, ...]
    bad: tuple[BadRow, ...]

    def of_split(self, split: str | None) -> tuple[GoldQuestion, ...]:
        """The questions of a split, or all where none is named.

        Raises:
            EvaluationError: there is none.
        """
        chosen = tuple(gold for gold in self.questions if split in (None, gold.split))
        if not chosen:
            known = ", ".join(sorted({gold.split for gold in self.questions if gold.split}))
            raise EvaluationError(
                f"The test set {self.name} has no question of the split {split!r}. "
                + (f"It has: {known}." if known else "Its rows have no column split.")
            )
        return chosen


def read_questions(path: Path) -> QuestionSet:
    """Read a test set; rows that cannot be used are listed and left out.

    Raises:
        EvaluationError: the file cannot be read, or has no row that can be used.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise EvaluationError(
            f"The test set {path} cannot be read ({error.strerror}). Name a JSONL or CSV file."
        ) from error
    found = question_set(path.name, data)
    if not found.questions:
        first = f" {found.bad[0]}" if found.bad else " It is empty."
        raise EvaluationError(f"The test set {path.name} has no row that can be used.{first}")
    return found


def question_set(name: str, data: bytes) -> QuestionSet:
    """The test set in the content of a file; its name says whether it is a table or JSONL.

    Raises:
        EvaluationError: a table is not UTF-8.
    """
    questions: dict[str, GoldQuestion] = {}
    bad: list[BadRow] = []
    for line, row in read_rows(Path(name), data):
        try:
            question = question_of(row)
            question = question if question.id else replace(question, id=f"line {line}")
            if question.id in questions:
                raise ValueError(f"repeats the id {question.id!r}")
        except ValueError as problem:
            bad.append(BadRow(line, str(problem)))
        else:
            questions[question.id] = question
    digest = hashlib.sha256(data).hexdigest()
    return QuestionSet(name, digest, tuple(questions.values()), tuple(bad))


def question_of(row: Row) -> GoldQuestion:
    """The question of a row.

    Raises:
        ValueError: the row cannot be used; the message goes on after "Line 7 ".
    """
    if isinstance(row, str):
        raise ValueError(row)
    row = {SINGULAR.get(name, name): value for name, value in row.items()}
    text = _text(row, "question")
    if not text:
        raise ValueError("has no question")
    lists = {name: _texts(row, name) for name in LISTS}
    gold = lists["answers"] or lists["documents"] or lists["passages"]
    answerable = _truth(row.get("answerable"))
    if not gold and answerable is not False:
        raise ValueError(_NOTHING_GOLD)
    if answerable is False and lists["answers"]:
        raise ValueError("is not answerable and yet has answers")
    return GoldQuestion(
        id=_text(row, "id"),
        question=text,
        answerable=answerable is not False,
        kind=_text(row, "kind"),
        language=_text(row, "language"),
        answers=lists["answers"],
        documents=lists["documents"],
        passages=lists["passages"],
        history=lists["history"],
        split=_text(row, "split"),
    )


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if isinstance(value, int) and name == "id":
        value = str(value)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"has a {name} that is no text")
    return _storable(value.strip(), name)


def _texts(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = row.get(name)
    items = [value] if isinstance(value, str) else value or []
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise ValueError(f"has {name} that are no list of texts")
    return tuple(_storable(item.strip(), name) for item in items if item.strip())


def _storable(text: str, name: str) -> str:
    # A lone surrogate, which JSON can spell, can be neither searched nor written.
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError(f"has characters in {name} that are no text")
    return text


def _truth(value: object) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    known = _TRUTH.get(str(value).strip().casefold())
    if known is None and str(value).strip():
        raise ValueError(f"has answerable = {value!r}, which is neither true nor false")
    return known
