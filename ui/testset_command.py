"""The command `energychat testset`: a first test set without writing it from nothing."""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from evaluation import EvaluationError, GoldQuestion, append_questions, question_row, suggest
from evaluation.suggest import LANGUAGES, language_of
from evaluation.testset_file import USER_SET
from retrieval.index import Library
from retrieval.records import Page, Source
from retrieval.settings import load_settings
from ui.console import err, out

ACCEPT, EDIT, SKIP, QUIT = CHOICES = ("accept", "edit", "skip", "quit")

testset = typer.Typer(no_args_is_help=True, help="Make a test set for `energychat evaluate`.")


@testset.callback()
def _group() -> None:
    """Make a test set for `energychat evaluate`."""


@testset.command(
    "suggest", epilog="Example: `energychat testset suggest kstar-30-seconds-2021.txt`"
)
def suggest_questions(
    document: Annotated[str, typer.Argument(help="A name from `energychat documents`.")],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Most questions to draft.")] = 10,
    append: Annotated[
        Path | None,
        typer.Option(
            dir_okay=False,
            help="JSONL test set to add the questions to; what it holds stays as it is.",
        ),
    ] = None,
    review: Annotated[
        bool,
        typer.Option(
            "--review",
            help="Ask for each question whether to add it, to --append or the library's test set.",
        ),
    ] = False,
    library: Annotated[
        Path | None,
        typer.Option(
            "--library", help="Folder of the index [ENERGYCHAT_LIBRARY, else .energychat]."
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the rows of a test set, one JSON object a line.")
    ] = False,
) -> None:
    """Draft questions that a document answers, with their gold sentences, to accept or edit."""
    if review and as_json:
        raise typer.BadParameter("--review asks, and --json prints for a script: leave one away.")
    opened = Library(load_settings(library=library))
    source = opened.catalogue.source(document)
    pages = opened.catalogue.pages(source.document)
    drafts = suggest(source, pages, limit)
    if not drafts:
        err.print(_nothing(source, pages))
        return
    if review:
        _review(drafts, append or opened.folder / USER_SET)
        return
    new = _append(append, drafts) if append else 0
    if as_json:
        for draft in drafts:
            sys.stdout.write(json.dumps(question_row(draft), ensure_ascii=False) + "\n")
    else:
        _print(drafts)
    if append:
        (err if as_json else out).print(_added(append, new, len(drafts)))


def _nothing(source: Source, pages: Sequence[Page]) -> str:
    language = language_of(source, pages)
    if language not in LANGUAGES:
        return (
            f"Questions can be drafted from texts in {', '.join(LANGUAGES.values())} alone; the "
            f"language of {source.document} is {language!r}. Write them by hand."
        )
    return (
        f"No sentence of {source.document} states a number, date, place or name that can be asked "
        "for by rule. Try another document, or write questions by hand."
    )


def _print(drafts: Sequence[GoldQuestion]) -> None:
    for number, draft in enumerate(drafts, 1):
        _print_one(draft, f"{number}.")


def _print_one(draft: GoldQuestion, label: str) -> None:
    out.print(f"{label} {draft.question}")
    out.print(f"   answer: {' | '.join(draft.answers)}")
    out.print(f"   gold:   {draft.passages[0]}\n")


def _review(drafts: Sequence[GoldQuestion], path: Path) -> None:
    added = 0
    for number, draft in enumerate(drafts, 1):
        _print_one(draft, f"{number} of {len(drafts)}.")
        choice = _choice()
        question = _asked("Question", draft.question) if choice == EDIT else draft.question
        if choice == QUIT or question is None:
            break
        if choice != SKIP:
            # Each at once, so that whoever stops half way keeps what was accepted.
            added += _append(path, [replace(draft, question=question)])
    out.print(f"{added} question(s) added to {path}.")


def _choice() -> str:
    """One of CHOICES, of which the first letter will do."""
    while True:
        said = _asked(f"Add it to the test set ({', '.join(CHOICES)})?", ACCEPT)
        if said is None:
            return QUIT
        for choice in CHOICES:
            if said and choice.startswith(said.lower()):
                return choice


def _asked(text: str, default: str) -> str | None:
    """What is typed; None where the input ends or is interrupted."""
    try:
        return str(typer.prompt(text, default=default, err=True)).strip()
    except typer.Abort:
        err.print()
        return None


def _append(path: Path, drafts: Sequence[GoldQuestion]) -> int:
    try:
        return append_questions(path, drafts)
    except EvaluationError as error:
        raise typer.BadParameter(str(error)) from error


def _added(path: Path, new: int, drafted: int) -> str:
    there = f", {drafted - new} already there" if new < drafted else ""
    return f"{new} question(s) added to {path}{there}. `energychat evaluate {path}` asks them."
