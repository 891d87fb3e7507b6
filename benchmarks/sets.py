"""Public question sets: a corpus, laid out as documents and ingested, and its questions.

A set is a folder with two JSONL files. corpus.jsonl has ``doc_id``, ``title``, ``text`` (or
``path``, a file beside it) and ``withheld``; questions.dev.jsonl has ``qid``, ``question``,
``answers``, ``gold_doc_ids``, ``gold_passages``, ``gold_pages``, ``answerable`` and ``type``.
"""

import hashlib
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from json import dumps
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from evaluation import EvaluationError, GoldQuestion, QuestionSet
from evaluation.rows import read_rows
from ingest import SyncProgress, sync
from ingest.manifest import MANIFEST
from retrieval.errors import IndexMismatch
from retrieval.index import Library
from retrieval.settings import load_settings

CORPUS = "corpus.jsonl"
QUESTIONS = "questions.dev.jsonl"
_WRAPPED = re.compile(r"doc\d+\s*\{(.*?)\}(?=\s*(?:doc\d+\s*\{|$))", re.DOTALL)

Row = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class SetDocument:
    """A document of a set: its id in the library, and its text or the file that holds it."""

    id: str
    about: dict[str, str]
    text: str
    file: Path | None
    withheld: bool


@dataclass(frozen=True)
class PublicSet:
    """A set by its folder's name; withheld documents are left out."""

    name: str
    documents: tuple[SetDocument, ...]
    questions: QuestionSet


def read_set(folder: Path, questions: Path | None = None) -> PublicSet:
    """Read a set.

    Args:
        questions: the questions, in place of those in the folder.

    Raises:
        EvaluationError: a file is missing or is not of the form above.
    """
    rows = dict(_read(folder / CORPUS, lambda row: (str(row["doc_id"]), _document(folder, row))))
    has_pages = any(document.file for document in rows.values())
    ids = {name: document.id for name, document in rows.items()}
    path = questions or folder / QUESTIONS
    gold = _read(path, lambda row: gold_question(row, ids, has_pages=has_pages))
    if not gold:
        raise EvaluationError(f"{path} holds no question.")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    kept = tuple(document for document in rows.values() if not document.withheld)
    return PublicSet(folder.name, kept, QuestionSet(path.name, digest, tuple(gold), ()))


def _read(path: Path, make: Callable[[Row], T]) -> list[T]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise EvaluationError(
            f"{path} cannot be read ({error.strerror}). Name the folder that holds the sets "
            "with --root, and a file of questions with --questions."
        ) from error
    made: list[T] = []
    for line, row in read_rows(path, data):
        try:
            if isinstance(row, str):
                raise ValueError(row)
            made.append(make(dict(row)))
        except (KeyError, TypeError, ValueError) as error:
            raise EvaluationError(
                f"{path}, line {line}: not a row of a question set ({error!r})."
            ) from error
    return made


def _document(folder: Path, row: Row) -> SetDocument:
    file = folder / row["path"] if row.get("path") else None
    if file and not file.is_file():
        raise EvaluationError(f"{file}, which {folder / CORPUS} names, is missing.")
    # Ids are names of files: a slash would make a folder, and a dot in front hide the file.
    stem = re.sub(r"^\.", "%2E", quote(str(row["doc_id"]), safe="# "))
    return SetDocument(
        id=f"{folder.name}/{stem}{file.suffix if file else '.txt'}",
        about={name: str(row[name]) for name in ("title", "url") if row.get(name)},
        text=str(row["text"]),
        file=file,
        withheld=bool(row.get("withheld")),
    )


def gold_question(row: Row, ids: dict[str, str], *, has_pages: bool) -> GoldQuestion:
    """The question of a row; nothing is gold where it is not answerable.

    Args:
        ids: ids in the library by ``doc_id``.
        has_pages: whether the set names pages: its passages, quoted from files, are then
            not judged by their words, and a row without pages judges the document alone.
    """
    asked = GoldQuestion(
        str(row["qid"]), str(row["question"]), answerable=False, kind=str(row.get("type") or "")
    )
    if not row.get("answerable", True):
        return asked
    answers = (unwrapped(str(answer)) for answer in row["answers"])
    return replace(
        asked,
        answerable=True,
        answers=tuple(answer for answer in answers if answer),
        documents=tuple(ids.get(str(gold), str(gold)) for gold in row["gold_doc_ids"]),
        passages=() if has_pages else tuple(map(str, row.get("gold_passages") or ())),
        pages=tuple(int(page) for page in row.get("gold_pages") or ()),
    )


def unwrapped(answer: str) -> str:
    """An answer without the ``doc1{…}`` around each of its parts."""
    return _WRAPPED.sub(r"\1", answer).strip()


def ingested(
    sets: Sequence[PublicSet],
    folder: Path,
    *,
    warn: Callable[[str], None],
    progress: Callable[[SyncProgress], None] = lambda progress: None,
    reader: str | None = None,
) -> Library:
    """One library of all documents of the sets, through the product's own pipeline.

    Args:
        folder: gets the documents and the library; a library there is brought up to date.
        warn: told of each document that the pipeline could not read.
        reader: as in the settings, in place of the environment's.
    """
    lay_out(sets, folder / "documents")
    settings = load_settings(library=folder / "library", reader=reader)
    try:
        library = Library(settings)
    except IndexMismatch:
        shutil.rmtree(settings.library)
        library = Library(settings)
    # A set may have shrunk since the library was built.
    report = sync(library, folder / "documents", allow_mass_removal=True, progress=progress)
    for document, problem in report.failed:
        warn(f"{document} is not in the library: {problem}")
    return library


def lay_out(sets: Sequence[PublicSet], folder: Path) -> None:
    """Write the documents as files, and what is known of each into a manifest."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    lines: list[str] = []
    for document in (document for each in sets for document in each.documents):
        path = folder / document.id
        path.parent.mkdir(exist_ok=True)
        if document.file:
            shutil.copyfile(document.file, path)
        else:
            path.write_text(document.text, encoding="utf-8", errors="replace")
        lines.append(dumps({"path": document.id, **document.about}) + "\n")
    (folder / MANIFEST).write_text("".join(lines), encoding="utf-8")
