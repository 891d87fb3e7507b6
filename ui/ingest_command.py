"""The commands `energychat ingest` and `energychat rebuild`."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from ingest import Patterns, Plan, Report, plan, rebuild, sync
from ingest.parse import MEGABYTE
from ingest.web import fetch
from ingest.web_address import is_url
from ingest.web_page import store, web_folder
from retrieval.index import Library
from retrieval.settings import Settings, load_settings
from ui.console import err, out, print_json
from ui.ingest_report import report_path, write_report
from ui.interrupt import stopped_by_interrupt
from ui.keep_up import keep_up
from ui.library_commands import JsonOption, LibraryOption
from ui.progress import ingest_progress
from ui.report_lines import Line, plan_lines, plan_summary, report_lines, report_summary

STOPPED = 130  # exit code of a command that Ctrl-C ended


ReportFile = Annotated[
    Path | None,
    typer.Option(
        "--report",
        help="Write what was done to this file too, .html or .json.",
        callback=report_path,
    ),
]


def ingest(
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="[FOLDER|URL]",
            help="Folder or zip archive with documents, or the address of a web page "
            "[default: corpus/documents].",
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
    """Add a folder's documents, or a web page, to the library, or bring it up to date with them.

    Patterns are kept with the folder until others are given; `--include '*'` takes all again.
    Ctrl-C stops after the present file; the next ingest goes on there.
    """
    settings = load_settings(library=library)
    is_page = source is not None and is_url(source)
    if is_page and (dry_run or watch or fresh):
        raise typer.BadParameter("--dry-run, --watch and --rebuild are for folders.")
    patterns = Patterns(tuple(include or ()), tuple(exclude or ())) if include or exclude else None
    if is_page:
        target = _fetched(settings, str(source), allow_private)
    else:
        target = Path(source) if source else settings.documents
    if fresh:
        _rebuild(settings, target, patterns, False, report_file, as_json)
        return
    opened = Library(settings)
    if dry_run:
        with ingest_progress(err) as progress:
            planned = plan(
                opened, target, patterns=patterns, keep_missing=not prune, progress=progress
            )
        _print_plan(planned, as_json)
        return
    with stopped_by_interrupt(err) as stop:

        def run() -> Report:
            with ingest_progress(err) as progress:
                return sync(
                    opened,
                    target,
                    patterns=patterns,
                    keep_missing=not prune,
                    allow_mass_removal=allow_mass_removal,
                    progress=progress,
                    stop=stop.is_set,
                )

        if watch:
            give = partial(_give, folder=target, report_file=report_file, as_json=as_json)
            keep_up(run, target, settings.library, stop, give)
            return
        report = run()
    _give(report, target, report_file, as_json)
    if report.stopped:
        raise typer.Exit(STOPPED)


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
    _rebuild(load_settings(library=library), folder, None, embed_only, report_file, as_json)


def _rebuild(
    settings: Settings,
    folder: Path | None,
    patterns: Patterns | None,
    embed_only: bool,
    report_file: Path | None,
    as_json: bool,
) -> None:
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
    _give(report, folder or settings.library, report_file, as_json)
    if report.stopped:
        raise typer.Exit(STOPPED)


def _give(report: Report, folder: Path, report_file: Path | None, as_json: bool) -> None:
    """Print and write what was done."""
    if report_file:
        write_report(report, folder, report_file)
    if as_json:
        for warning in report.warnings:
            err.print(f"warning  {warning}")
        print_json(report.as_json())
    else:
        _print_lines(list(report_lines(report)))
        out.print(report_summary(report))


def _print_plan(planned: Plan, as_json: bool) -> None:
    if as_json:
        print_json(planned.as_json())
        return
    _print_lines(list(plan_lines(planned)))
    out.print(plan_summary(planned))
    out.print("Nothing was changed. The same command without --dry-run does it.")


def _print_lines(lines: list[Line]) -> None:
    for what, about in lines:
        out.print(f"{what:9}{about}")
