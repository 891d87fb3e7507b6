"""The command `energychat`. Results go to stdout; progress, notes and errors to stderr."""

import json
import logging
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from retrieval.assistant import Assistant
from retrieval.disagreement import disagreement_text
from retrieval.errors import EnergyChatError
from retrieval.index import Library
from retrieval.search import search as search_library
from retrieval.settings import load_settings
from ui.doctor import diagnose
from ui.evaluate_command import evaluate
from ui.filter_options import Document, Language, Publisher, Since, Until, filters_of
from ui.ingest_command import ingest, rebuild_index
from ui.library_commands import (
    JsonOption,
    LibraryOption,
    correct_metadata,
    documents,
    history,
    remove,
    show,
)
from ui.render import left_out, written_by
from ui.serialise import (
    answer_json,
    passage_json,
)
from ui.testset_command import testset

app = typer.Typer(
    help="Ask questions of energy-research documents and get answers with citations.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
out = Console(soft_wrap=True, highlight=False, markup=False)
err = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)


def _readable(text: str) -> str:
    # Bytes that are no UTF-8 arrive as lone surrogates, which the encoder does not take.
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise typer.BadParameter("This is no valid UTF-8 text.")
    return text


def run() -> None:
    """Entry point: an error that the user can mend is a sentence on stderr and exit code 1."""
    # Libraries' warnings are for developers; what users must know is said in our own words.
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr)
    try:
        app()
    except EnergyChatError as error:
        err.print(str(error))
        sys.exit(1)


app.command(epilog="Example: `energychat ingest corpus/documents`")(ingest)
app.command("rebuild", epilog="Example: `energychat rebuild --embed-only`")(rebuild_index)


@app.command(epilog='Example: `energychat search "Letter of Intent"`')
def search(
    words: Annotated[str, typer.Argument(help="What to look for.", callback=_readable)],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Most passages to show.")] = 10,
    publisher: Publisher = None,
    language: Language = None,
    document: Document = None,
    since: Since = "",
    until: Until = "",
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the passages that fit best, best first."""
    opened = Library(load_settings(library=library))
    filters = filters_of(publisher, language, document, since, until)
    passages = search_library(opened, words, limit, filters)
    if as_json:
        _print_json({"passages": [passage_json(passage) for passage in passages]})
        return
    for passage in passages:
        out.print(f"{passage.score:.2f}  {passage.document}, page {passage.chunk.page}")
        out.print(f"      {' '.join(passage.chunk.text.split())}")
        if passage.duplicates:
            out.print(f"      also in {', '.join(passage.duplicates)}")
        out.print()


@app.command(epilog='Example: `energychat ask "What did KIER and NRC CEI sign?"`')
def ask(
    question: Annotated[str, typer.Argument(help="The question.", callback=_readable)],
    history: Annotated[
        Path | None, typer.Option(help="JSON file with the array of the earlier questions.")
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
    """Answer a question from the library, with citations."""
    if not question.strip():
        raise typer.BadParameter("The question is empty.", param_hint="QUESTION")
    earlier = _read_history(history) if history else []
    opened = Library(load_settings(library=library))
    filters = filters_of(publisher, language, document, since, until)
    answer = Assistant(opened, quotes=quotes).ask(question, earlier, filters)
    if as_json:
        _print_json(answer_json(answer))
        return
    out.print(answer.text)
    if answer.disagreement:
        out.print(f"\n{disagreement_text(answer)}")
    if answer.note:
        out.print(f"\n{answer.note}")
    if answer.standalone_question != question.strip():
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


app.command(epilog="Example: `energychat documents --json`")(documents)
app.command(epilog="Example: `energychat show kier-nrel-mou-2025.docx`")(show)
app.command(epilog="Example: `energychat remove kier-nrel-mou-2025.docx`")(remove)
app.command(
    "correct",
    epilog="Example: `energychat correct kier-nrel-mou-2025.docx --published 2025-03-01`",
)(correct_metadata)
app.command(epilog="Example: `energychat history`")(history)


@app.command(epilog="Example: `energychat chat --port 8080`")
def chat(
    host: Annotated[str | None, typer.Option(help="Address to serve on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port; 0 takes a free one.")] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Serve the web chat and print its address."""
    # Imported here: gradio takes seconds, which the other commands need not wait for.
    from ui.app import serve

    serve(load_settings(library=library, host=host, port=port), as_json=as_json)


app.command(epilog="Example: `energychat evaluate corpus/testset.jsonl`")(evaluate)
app.add_typer(testset, name="testset")


@app.command(epilog="Example: `energychat doctor`")
def doctor(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Say what is installed, what the library holds, and how to mend what is wrong."""
    diagnosis = diagnose(load_settings(library=library))
    if as_json:
        _print_json(asdict(diagnosis))
    else:
        for facts in (
            diagnosis.versions,
            diagnosis.encoder,
            diagnosis.language_model,
            diagnosis.library,
        ):
            for name, value in facts.items():
                out.print(f"{name:24}{value}")
            out.print()
        for problem in diagnosis.problems or ["Everything is in order."]:
            out.print(problem)
    if diagnosis.problems:
        raise typer.Exit(1)


def _read_history(path: Path) -> list[str]:
    try:
        history = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise typer.BadParameter(f"{path} cannot be read as JSON: {error}") from error
    if not isinstance(history, list) or not all(isinstance(item, str) for item in history):
        raise typer.BadParameter(f'{path} must hold an array of questions, ["…", "…"].')
    return history


def _print_json(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
