"""What the commands say when an ingest or a rebuild has ended."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated

import typer

from ingest import Report
from ui.console import err, out, print_json
from ui.ingest_report import report_path, write_report
from ui.report_lines import Line, report_lines, report_summary

STOPPED = 130  # exit code of a command that Ctrl-C ended

ReportFile = Annotated[
    Path | None,
    typer.Option(
        "--report",
        help="Write what was done to this file too, .html or .json.",
        callback=report_path,
    ),
]


def give_report(report: Report, folder: Path, report_file: Path | None, as_json: bool) -> None:
    """Print and write what was done."""
    if report_file:
        write_report(report, folder, report_file)
    if as_json:
        for warning in report.warnings:
            err.print(f"warning  {warning}")
        print_json(report.as_json())
    else:
        print_lines(report_lines(report))
        out.print(report_summary(report))


def give_last(report: Report, give: Callable[[Report], None]) -> None:
    """Give the report that a command ends with.

    Raises:
        typer.Exit: with the code of a command that was stopped, if it was.
    """
    give(report)
    if report.stopped:
        raise typer.Exit(STOPPED)


def print_lines(lines: Iterable[Line]) -> None:
    """Print what became of each file, in two columns."""
    for what, about in lines:
        out.print(f"{what:9}{about}")
