"""The command `energychat ingest`."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ingest import Patterns, Report, rebuild, sync
from retrieval.index import Library
from retrieval.settings import load_settings
from ui.progress import ingest_progress
from ui.serialise import report_json

out = Console(soft_wrap=True, highlight=False, markup=False)
err = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)


def ingest(
    folder: Annotated[
        Path | None,
        typer.Argument(help="Folder or zip archive with documents [default: corpus/documents]."),
    ] = None,
    include: Annotated[
        list[str] | None,
        typer.Option(help="Take only files of this pattern, such as '*.pdf'; may be repeated."),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(help="Leave out files of this pattern, such as 'drafts/**'; may be repeated."),
    ] = None,
    allow_mass_removal: Annotated[
        bool, typer.Option(help="Go on though more than half of the folder's documents are gone.")
    ] = False,
    fresh: Annotated[
        bool, typer.Option("--rebuild", help="Build the index anew from all ingested folders.")
    ] = False,
    library: Annotated[
        Path | None,
        typer.Option(help="Folder of the index [ENERGYCHAT_LIBRARY, else .energychat]."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document on stdout.")
    ] = False,
) -> None:
    """Add a folder's or zip archive's documents to the library, or bring it up to date with them.

    Patterns are kept with the folder until others are given; `--include '*'` takes all again.
    """
    settings = load_settings(library=library)
    target = folder or settings.documents
    patterns = Patterns(tuple(include or ()), tuple(exclude or ())) if include or exclude else None
    with ingest_progress(err) as progress:
        if fresh:
            report = rebuild(settings, target, patterns=patterns, progress=progress)
        else:
            opened = Library(settings)
            report = sync(
                opened,
                target,
                patterns=patterns,
                allow_mass_removal=allow_mass_removal,
                progress=progress,
            )
    if as_json:
        for warning in report.warnings:
            err.print(f"warning  {warning}")
        sys.stdout.write(json.dumps(report_json(report), ensure_ascii=False, indent=2) + "\n")
    else:
        _print_report(report)


def _print_report(report: Report) -> None:
    for name in ("added", "updated", "removed"):
        for document in getattr(report, name):
            out.print(f"{name:9}{document}")
    for path, error in report.failed:
        out.print(f"failed   {path}: {error}")
    for warning in report.warnings:
        out.print(f"warning  {warning}")
    if report.skipped:
        out.print(f"skipped  {report.skipped_formats}")
    out.print(
        f"{len(report.added)} added, {len(report.updated)} updated, {report.unchanged} unchanged, "
        f"{len(report.removed)} removed, {len(report.failed)} failed; "
        f"{report.chunks} chunks in the library, {report.embedded} embedded now; "
        f"{report.seconds:.1f} s."
    )
