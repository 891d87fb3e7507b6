"""The command `energychat ingest`."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from ingest import Patterns, Plan, Report, plan, sync
from ingest.parse import MEGABYTE
from ingest.scope import source_of
from ingest.web import fetch
from ingest.web_address import is_url
from ingest.web_page import store, web_folder
from retrieval.index import Library
from retrieval.settings import Settings, load_settings
from ui.background import give_way
from ui.console import err, out, print_json
from ui.ingest_outcome import ReportFile, give_last, give_report, print_lines
from ui.interrupt import stopped_by_interrupt
from ui.keep_up import keep_up
from ui.library_commands import JsonOption, LibraryOption
from ui.progress import ingest_progress
from ui.rebuild_command import rebuild_and_report
from ui.report_lines import plan_lines, plan_summary


def ingest(
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="[FOLDER|FILE|URL]",
            help="Folder or zip archive with documents, one document, or the address of a web "
            "page [default: corpus/documents].",
        ),
    ] = None,
    include: Annotated[
        list[str] | None,
        typer.Option(help="Take only files of this pattern, such as '*.pdf'; may be repeated."),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(help="Leave out files of this pattern, such as 'drafts/**'; may be repeated."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done and how long it would take.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on: ingest whenever the folder changes.")
    ] = False,
    prune: Annotated[
        bool,
        typer.Option(
            "--prune/--keep-missing", help="Whether documents leave whose files are gone."
        ),
    ] = True,
    allow_mass_removal: Annotated[
        bool, typer.Option(help="Go on though more than half of the folder's documents are gone.")
    ] = False,
    allow_private: Annotated[
        bool, typer.Option(help="Fetch a page from an address that is not public, too.")
    ] = False,
    fresh: Annotated[
        bool, typer.Option("--rebuild", help="Build the index anew: `energychat rebuild FOLDER`.")
    ] = False,
    report_file: ReportFile = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add a folder's documents, one document or a web page, or bring the library up to date.

    Patterns are kept with the folder until others are given; `--include '*'` takes all again.
    Ctrl-C stops after the present file; the next ingest goes on there.
    """
    settings = load_settings(library=library)
    is_page = source is not None and is_url(source)
    if is_page and (dry_run or watch or fresh):
        raise typer.BadParameter("--dry-run, --watch and --rebuild are for folders.")
    give_way()
    patterns = Patterns(tuple(include or ()), tuple(exclude or ())) if include or exclude else None
    if is_page:
        target = _fetched(settings, str(source), allow_private)
    else:
        target = Path(source) if source else settings.documents
    if fresh:
        rebuild_and_report(settings, target, patterns, False, report_file, as_json)
        return
    opened = Library(settings)
    target, only = source_of(opened.catalogue, target)
    if dry_run:
        planning = partial(plan, opened, target, patterns=patterns, only=only)
        with ingest_progress(err) as progress:
            planned = planning(keep_missing=not prune, progress=progress)
        _print_plan(planned, as_json)
        return
    give = partial(give_report, folder=target, report_file=report_file, as_json=as_json)
    with stopped_by_interrupt(err) as stop:

        def run() -> Report:
            with ingest_progress(err) as progress:
                return sync(
                    opened,
                    target,
                    patterns=patterns,
                    keep_missing=not prune,
                    allow_mass_removal=allow_mass_removal,
                    only=only,
                    progress=progress,
                    stop=stop.is_set,
                )

        if watch:
            keep_up(run, target, settings.library, stop, give)
        else:
            give_last(run(), give)


def _fetched(settings: Settings, url: str, allow_private: bool) -> Path:
    """Fetch a page into the folder of fetched pages, and give that folder."""
    folder = web_folder(settings.library)
    page = fetch(
        url,
        timeout_seconds=settings.fetch_timeout_seconds,
        most_bytes=settings.max_file_megabytes * MEGABYTE,
        allow_private=allow_private,
    )
    store(page, folder)
    return folder


def _print_plan(planned: Plan, as_json: bool) -> None:
    if as_json:
        print_json(planned.as_json())
        return
    print_lines(plan_lines(planned))
    out.print(plan_summary(planned))
    out.print("Nothing was changed. The same command without --dry-run does it.")
