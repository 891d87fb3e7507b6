"""Adds questions to a test set that people keep: a JSONL file that only ever grows."""

import hashlib
import json
import os
from collections.abc import Container, Iterable, Sequence
from dataclasses import asdict, replace
from itertools import chain, count
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from evaluation.errors import EvaluationError
from evaluation.records import GoldQuestion
from evaluation.rows import TABLES, read_rows
from evaluation.testset import question_of

USER_SET = "testset.jsonl"  # in the library's folder: questions that its users have added
LOCK_SECONDS = 10.0  # an append takes milliseconds; whoever holds it longer has a problem
ID_LENGTH = 12  # hexadecimal digits of a derived id


def append_questions(path: Path, questions: Sequence[GoldQuestion]) -> int:
    """Append the questions that a test set does not yet have; how many those were.

    A question is known by its words and history, whatever its gold is. What is in the file
    stays as it is; a missing file, and its folder, is made. A question without an id, or
    with one that is taken, gets one from its words. After a crash at any moment each whole
    line of the file is still one question.

    Raises:
        EvaluationError: the file is no JSONL test set or cannot be written, another process
            holds it, or a question is one that ``read_questions`` would refuse.
    """
    if path.suffix.lower() in TABLES:
        raise EvaluationError(f"{path} is a table. Questions are added to JSONL files alone.")
    checked = [_checked(question) for question in questions]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Beside the file and not the file itself: a lock empties the file that it locks.
        with FileLock(path.with_name(f".{path.name}.lock"), timeout=LOCK_SECONDS):
            return _append(path, checked)
    except Timeout as error:
        raise EvaluationError(
            f"Another process is writing to the test set {path}. Try again when it is done."
        ) from error
    except OSError as error:
        raise EvaluationError(
            f"The test set {path} cannot be written ({error.strerror}). Name another file."
        ) from error


def question_row(question: GoldQuestion) -> dict[str, Any]:
    """The row of a JSONL test set that ``read_questions`` reads as this very question."""
    return asdict(question) | {"id": question.id or _derived_id(question)}


def _append(path: Path, questions: Iterable[GoldQuestion]) -> int:
    data = path.read_bytes() if path.exists() else b""
    if data.strip() and not data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        raise EvaluationError(f"{path} is no JSONL test set and stays as it is. Name another file.")
    keys, ids = _known(path, data)
    lines = []
    for question in questions:
        if question.key in keys:
            continue
        new = replace(question, id=_free_id(question, ids))
        keys.add(new.key)
        ids.add(new.id)
        lines.append(json.dumps(question_row(new), ensure_ascii=False) + "\n")
    if lines:
        # Also what a crash left half written thus ends, so that it spoils no other line.
        newline = "\n" if data and not data.endswith(b"\n") else ""
        with path.open("ab") as file:
            file.write((newline + "".join(lines)).encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
    return len(lines)


def _known(path: Path, data: bytes) -> tuple[set[tuple[str, ...]], set[str]]:
    """The keys and ids of the questions in a file; its bad rows have none."""
    keys, ids = set(), set()
    for _, row in read_rows(path, data):
        try:
            question = question_of(row)
        except ValueError:
            continue
        keys.add(question.key)
        ids.add(question.id)
    return keys, ids


def _checked(question: GoldQuestion) -> GoldQuestion:
    """The question as it will be read back."""
    try:
        return question_of(json.loads(json.dumps(question_row(question))))
    except ValueError as problem:
        raise EvaluationError(f"The question {question.question!r} {problem}.") from problem


def _free_id(question: GoldQuestion, taken: Container[str]) -> str:
    derived = _derived_id(question)
    # A question whose words were edited by hand may have kept the id of its first words.
    numbered = (f"{derived}-{number}" for number in count(2))
    return next(id_ for id_ in chain([question.id, derived], numbered) if id_ not in taken)


def _derived_id(question: GoldQuestion) -> str:
    words = json.dumps(question.key)
    return "q-" + hashlib.sha256(words.encode("utf-8")).hexdigest()[:ID_LENGTH]
