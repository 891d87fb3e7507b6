"""The command `energychat rebuild`."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from ingest import Patterns, rebuild
from retrieval.settings import Settings, load_settings
from ui.background import give_way
from ui.console import err
from ui.ingest_outcome import ReportFile, give_last, give_report
from ui.interrupt import stopped_by_interrupt
from ui.library_commands import JsonOption, LibraryOption
from ui.progress import ingest_progress


def rebuild_index(
    folder: Annotated[
        Path | None, typer.Argument(help="A folder to ingest besides those of the library.")
    ] = None,
    embed_only: Annotated[
        bool,
        typer.Option(
            "--embed-only", help="Take the texts from the present index instead of the files."
        ),
    ] = False,
    report_file: ReportFile = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Build the index anew, as after a change of encoder or chunk size.

    The present index serves until the new one is whole. Ctrl-C stops after the present file, and
    the next rebuild goes on there.
    """
    rebuild_and_report(
        load_settings(library=library), folder, None, embed_only, report_file, as_json
    )


def rebuild_and_report(
    settings: Settings,
    folder: Path | None,
    patterns: Patterns | None,
    embed_only: bool,
    report_file: Path | None,
    as_json: bool,
) -> None:
    """Build the index anew, folder included, and print what was done."""
    give_way()
    with stopped_by_interrupt(err) as stop, ingest_progress(err) as progress:
        report = rebuild(
            settings,
            folder,
            patterns=patterns,
            embed_only=embed_only,
            progress=progress,
            stop=stop.is_set,
        )
    if report.stopped:
        err.print("The present index is as it was. The next rebuild goes on where this stopped.")
    give = partial(give_report, folder=folder or settings.library)
    give_last(report, partial(give, report_file=report_file, as_json=as_json))
