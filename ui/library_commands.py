"""The commands that list, show and correct what the library holds."""

from pathlib import Path
from typing import Annotated

import typer

from ingest import correct, remove_document
from retrieval.index import Library
from retrieval.records import Coverage
from retrieval.settings import load_settings
from ui.console import err, out, print_json
from ui.serialise import document_json, failure_json, ingest_json, stored_json

LibraryOption = Annotated[
    Path | None,
    typer.Option("--library", help="Folder of the index [ENERGYCHAT_LIBRARY, else .energychat]."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]
Name = Annotated[str, typer.Argument(help="A name from `energychat documents`.")]


def documents(
    failed: Annotated[
        bool, typer.Option("--failed", help="List the files that could not be read instead.")
    ] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the documents of the library."""
    opened = Library(load_settings(library=library))
    if failed:
        _failures(opened, as_json)
        return
    stored, coverage = opened.catalogue.documents(), opened.catalogue.coverage()
    if as_json:
        rows = [stored_json(row, coverage[row.source.document]) for row in stored]
        print_json({"documents": rows})
        return
    for row in stored:
        out.print(f"{row.source.document}: {row.source.title}")
        about = [row.source.publisher, row.source.published, row.source.language]
        read = coverage[row.source.document]
        about += [_pages(read), f"{read.characters:,} characters", f"{row.chunks} chunk(s)"]
        out.print(f"    {', '.join(part for part in about if part)}")
        for copy in row.copies:
            out.print(f"    the same as {copy}")
        for warning in read.warnings:
            out.print(f"    warning: {warning}")
    out.print(f"{len(stored)} document(s).")


def _failures(library: Library, as_json: bool) -> None:
    failures = [
        (folder, path, error)
        for name, folder in library.catalogue.roots().items()
        for path, (_, error) in library.catalogue.failures(name).items()
    ]
    if as_json:
        print_json({"failed": [failure_json(*failure) for failure in failures]})
        return
    for folder, path, error in failures:
        out.print(f"{path} in {folder}: {error}")
    out.print(f"{len(failures)} file(s) could not be read.")


def show(document: Name, library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Print the text of a document as the library has it."""
    catalogue = Library(load_settings(library=library)).catalogue
    source = catalogue.source(document)
    pages = catalogue.pages(source.document)
    coverage = catalogue.coverage(source.document)[source.document]
    if as_json:
        print_json(document_json(source, pages, coverage))
        return
    for warning in coverage.warnings:
        err.print(f"warning: {warning}")
    if not pages[0].text.startswith(source.title):
        out.print(source.title + "\n")
    for page in pages:
        if len(pages) > 1:
            out.print(f"--- page {page.number} ---\n")
        out.print(page.text + "\n")


def remove(document: Name, library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Take a document out of the library; its file stays where it is."""
    opened = Library(load_settings(library=library))
    path = opened.catalogue.original(document)
    remove_document(opened, document)
    returns = path.exists()
    if as_json:
        print_json({"removed": document, "returns_with_next_ingest": returns})
        return
    out.print(f"Removed {document}.")
    if returns:
        out.print(f"The next ingest adds it again, unless you move {path} away.")


def correct_metadata(
    document: Name,
    title: Annotated[str | None, typer.Option(help="The true title.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    published: Annotated[str | None, typer.Option(help="When, such as 2025-08-04.")] = None,
    language: Annotated[str | None, typer.Option(help="Its language, such as en.")] = None,
    url: Annotated[str | None, typer.Option(help="Where it is on the web.")] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Correct what is known of a document; an empty value takes a correction back.

    What is corrected goes before what the manifest and the file say, also after later ingests.
    """
    given = {
        "title": title,
        "publisher": publisher,
        "published": published,
        "language": language,
        "url": url,
    }
    fields = {name: value for name, value in given.items() if value is not None}
    if not fields:
        raise typer.BadParameter("Say what to correct, for example --title 'The true title'.")
    source = correct(Library(load_settings(library=library)), document, fields)
    about = {name: getattr(source, name) for name in given}
    if as_json:
        print_json({"document": source.document} | about)
        return
    out.print(source.document)
    for name, value in about.items():
        out.print(f"    {name:10}{value}")


def history(
    limit: Annotated[int, typer.Option(min=1, help="Most ingests to list.")] = 20,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the latest ingests, newest first: when, what changed, and what failed and why."""
    ingests = Library(load_settings(library=library)).state.ingests(limit)
    if as_json:
        print_json({"ingests": [ingest_json(each) for each in ingests]})
        return
    for each in ingests:
        did = each.report
        names = ("added", "updated", "moved", "removed", "failed")
        counts = ", ".join(f"{len(did[name])} {name}" for name in names if did[name])
        out.print(f"{each.started}  {each.folder}: {counts or 'nothing changed'}")
        for name in names[:-1]:
            for document in did[name]:
                said = f"{document['from']} to {document['to']}" if name == "moved" else document
                out.print(f"    {name:9}{said}")
        for failure in did["failed"]:
            out.print(f"    failed   {failure['path']}: {failure['error']}")
    out.print(f"{len(ingests)} ingest(s).")


def _pages(coverage: Coverage) -> str:
    without = coverage.pages - coverage.pages_with_text
    return f"{coverage.pages} page(s)" + (f" ({without} without text)" if without else "")
