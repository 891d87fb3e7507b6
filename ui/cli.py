"""The command `energychat`. Results go to stdout; progress, notes and errors to stderr."""

import logging
import sys
from dataclasses import asdict
from typing import Annotated

import typer

from retrieval.errors import EnergyChatError
from retrieval.index import Library
from retrieval.search import search as search_library
from retrieval.settings import load_settings
from retrieval.state import STATE, State
from ui.access import why_not_open
from ui.ask_command import ask, readable
from ui.console import err, out, print_json
from ui.doctor import diagnose
from ui.evaluate_command import evaluate
from ui.filter_options import Document, Language, Publisher, Since, Until, filters_of
from ui.ingest_command import ingest
from ui.library_commands import (
    JsonOption,
    LibraryOption,
    correct_metadata,
    documents,
    history,
    remove,
    show,
)
from ui.rebuild_command import rebuild_index
from ui.serialise import passage_json
from ui.testset_command import testset
from ui.user_commands import user

app = typer.Typer(
    help="Ask questions of energy-research documents and get answers with citations.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)


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
    words: Annotated[str, typer.Argument(help="What to look for.", callback=readable)],
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
        print_json({"passages": [passage_json(passage) for passage in passages]})
        return
    for passage in passages:
        out.print(f"{passage.score:.2f}  {passage.document}, page {passage.chunk.page}")
        out.print(f"      {' '.join(passage.chunk.text.split())}")
        if passage.duplicates:
            out.print(f"      also in {', '.join(passage.duplicates)}")
        out.print()


app.command(epilog='Example: `energychat ask "What did KIER and NRC CEI sign?"`')(ask)
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
    host: Annotated[
        str | None,
        typer.Option(help="Address to serve on; any but this machine's needs users who sign in."),
    ] = None,
    port: Annotated[int | None, typer.Option(help="Port; 0 takes a free one.")] = None,
    root_path: Annotated[
        str | None,
        typer.Option(help="Path at which a reverse proxy offers the page, such as /energy."),
    ] = None,
    allow_anonymous: Annotated[
        bool | None,
        typer.Option(
            "--allow-anonymous",
            help="As long as there are no users, let everybody in, also from other machines.",
        ),
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Serve the web chat and print its address."""
    settings = load_settings(
        library=library,
        host=host,
        port=port,
        root_path=root_path,
        allow_anonymous=allow_anonymous,
    )
    if problem := why_not_open(settings, State(settings.library / STATE)):
        raise typer.BadParameter(problem)
    # Imported here: gradio takes seconds, which the other commands need not wait for.
    from ui.app import serve

    serve(settings, as_json=as_json)


app.command(epilog="Example: `energychat evaluate corpus/testset.jsonl`")(evaluate)
app.add_typer(testset, name="testset")
app.add_typer(user, name="user")


@app.command(epilog="Example: `energychat doctor`")
def doctor(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Say what is installed, what the library holds, and how to mend what is wrong."""
    diagnosis = diagnose(load_settings(library=library))
    if as_json:
        print_json(asdict(diagnosis))
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
