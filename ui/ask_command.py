"""The command `energychat ask`: one question, or a table of them."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from retrieval.assistant import Assistant
from retrieval.disagreement import disagreement_text
from retrieval.index import Library
from retrieval.records import Answer
from retrieval.settings import load_settings
from ui.ask_files import answer_table, export_path, questions_of, write_export
from ui.console import err, out
from ui.filter_options import Document, Language, Publisher, Since, Until, filters_of
from ui.library_commands import JsonOption, LibraryOption
from ui.render import left_out, written_by
from ui.serialise import answer_json


def readable(text: str | None) -> str | None:
    """A text of the command line, if it is one.

    Raises:
        typer.BadParameter: its bytes are no UTF-8.
    """
    # Such bytes arrive as lone surrogates, which the encoder does not take.
    if text and any("\ud800" <= character <= "\udfff" for character in text):
        raise typer.BadParameter("This is no valid UTF-8 text.")
    return text


def ask(
    question: Annotated[str | None, typer.Argument(help="The question.", callback=readable)] = None,
    history: Annotated[
        Path | None, typer.Option(help="JSON file with the array of the earlier questions.")
    ] = None,
    questions: Annotated[
        Path | None, typer.Option(help="CSV file with a column question; all are asked.")
    ] = None,
    answers: Annotated[
        Path | None, typer.Option("--out", help="CSV file for the answers, else standard output.")
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option(
            help="Write the answer with its references: .md, .html, .docx, .bib, .ris or .json.",
            callback=export_path,
        ),
    ] = None,
    publisher: Publisher = None,
    language: Language = None,
    document: Document = None,
    since: Since = "",
    until: Until = "",
    quotes: Annotated[
        bool, typer.Option("--quotes", help="Answer in quotes, without the language model.")
    ] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question from the library, with citations; or each question of a table."""
    _check_options(question, questions, answers, bool(history or export or as_json))
    earlier = _read_history(history) if history else []
    table = questions_of(questions) if questions else None
    opened = Library(load_settings(library=library))
    filters = filters_of(publisher, language, document, since, until)
    assistant = Assistant(opened, quotes=quotes)
    if table:
        answer_table(table, lambda text: assistant.ask(text, (), filters), answers, err)
        return
    answer = assistant.ask(question or "", earlier, filters)
    if as_json:
        json.dump(answer_json(answer), sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    else:
        _print(answer)
    if export:
        write_export(answer, export)


def _check_options(
    question: str | None, questions: Path | None, answers: Path | None, is_for_one: bool
) -> None:
    if questions is None:
        if question is None:
            raise typer.BadParameter("Give a question, or --questions FILE.csv.")
        if not question.strip():
            raise typer.BadParameter("The question is empty.", param_hint="QUESTION")
        if answers:
            raise typer.BadParameter("--out is for --questions; one answer has --export.")
        return
    if question is not None:
        raise typer.BadParameter("Give a question or --questions, not both.")
    if is_for_one:
        raise typer.BadParameter("--history, --export and --json are for one question.")
    if answers and answers.resolve() == questions.resolve():
        raise typer.BadParameter("--out would overwrite the questions. Name another file.")


def _print(answer: Answer) -> None:
    out.print(answer.text)
    if answer.disagreement:
        out.print(f"\n{disagreement_text(answer)}")
    if answer.note:
        out.print(f"\n{answer.note}")
    if answer.standalone_question != answer.question.strip():
        out.print(f"\nSearched: {answer.standalone_question}")
    if answer.written_by:
        out.print(f"\n{written_by(answer)}")
    if answer.unsupported:
        out.print(f"\n{left_out(answer)}:")
        for sentence in answer.unsupported:
            out.print(f"  - {sentence.sentence} ({sentence.problem})")
    sources = [(c.source, c.page, f"[{c.marker}]") for c in answer.citations] or [
        (p.source, p.chunk.page, "  -") for p in answer.passages
    ]
    out.print()
    for source, page, marker in sources:
        about = ", ".join(part for part in (source.publisher, source.published) if part)
        out.print(f"{marker} {source.title} ({about or 'no date'}), {source.document}, page {page}")


def _read_history(path: Path) -> list[str]:
    try:
        history = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise typer.BadParameter(f"{path} cannot be read as JSON: {error}") from error
    if not isinstance(history, list) or not all(isinstance(item, str) for item in history):
        raise typer.BadParameter(f'{path} must hold an array of questions, ["…", "…"].')
    return history
