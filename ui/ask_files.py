"""The files of `energychat ask`: one answer exported, or the answers to a table of questions."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TextIO

import typer
from rich.console import Console

from evaluation import EvaluationError
from retrieval.records import Answer
from ui.answer_table import table_file, write_answers
from ui.export import FORMATS, export
from ui.progress import counted
from ui.question_table import QuestionTable, read_question_table

SHOWN_ROWS = 10  # bad rows named


def export_path(path: Path | None) -> Path | None:
    """Check the name of an export before the question is asked.

    Raises:
        typer.BadParameter: it ends in none of the formats' suffixes.
    """
    if path and path.suffix.lower() not in FORMATS.values():
        raise typer.BadParameter(f"The file must end in one of {', '.join(FORMATS.values())}.")
    return path


def write_export(answer: Answer, path: Path) -> None:
    """Write one answer with its references.

    Raises:
        typer.BadParameter: the file cannot be written.
        NothingToExport: references are wanted and nothing is cited.
    """
    content = export([answer], path.suffix.lower(), date.today())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise _not_written(path, error, "--export") from error


def questions_of(path: Path) -> QuestionTable:
    """The table of questions.

    Raises:
        typer.BadParameter: it cannot be read, or holds no question.
    """
    try:
        return read_question_table(path)
    except EvaluationError as error:
        raise typer.BadParameter(str(error), param_hint="--questions") from error


def answer_table(
    table: QuestionTable, ask: Callable[[str], Answer], out: Path | None, err: Console
) -> None:
    """Ask each question, and write its row at once, so that an interrupt loses none.

    Raises:
        typer.BadParameter: the file cannot be written.
    """
    for bad in table.bad[:SHOWN_ROWS]:
        err.print(str(bad))
    if table.bad:
        err.print(f"{len(table.bad)} row(s) cannot be asked and are left out.")
    with _opened(out) as file:
        answers = (ask(row.question) for row in table.rows)
        for _ in counted(err, "Asking", write_answers(table, answers, file), len(table.rows)):
            pass  # written by now
    if out:
        err.print(f"{len(table.rows)} answers in {out}.")


@contextmanager
def _opened(path: Path | None) -> Iterator[TextIO]:
    if path is None:
        yield sys.stdout
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = table_file(path)
    except OSError as error:
        raise _not_written(path, error, "--out") from error
    with file:
        yield file


def _not_written(path: Path, error: OSError, option: str) -> typer.BadParameter:
    return typer.BadParameter(f"{path} cannot be written: {error.strerror}.", param_hint=option)
