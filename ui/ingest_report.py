"""The report of an ingest as a file: JSON, or a web page that needs nothing else."""

import json
from datetime import datetime
from pathlib import Path

import typer

from ingest import Report
from ui.pages import template
from ui.report_lines import report_lines, report_summary

FORMATS = (".html", ".json")
# What the bar of the report shows, in the order of its parts.
SHARES = ("added", "updated", "moved", "unchanged", "kept", "removed", "failed")


def report_path(path: Path | None) -> Path | None:
    """Check the name of a report before anything is done that is to be reported.

    Raises:
        typer.BadParameter: it is neither .html nor .json.
    """
    if path and path.suffix.lower() not in FORMATS:
        raise typer.BadParameter("The file must end in .html or .json.")
    return path


def write_report(report: Report, folder: Path, path: Path) -> None:
    """Write what an ingest of a folder did.

    Raises:
        typer.BadParameter: the file cannot be written.
    """
    if path.suffix.lower() == ".html":
        content = report_page(report, folder)
    else:
        content = json.dumps(report.as_json(), ensure_ascii=False, indent=2) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    except OSError as error:
        raise typer.BadParameter(
            f"{path} cannot be written: {error.strerror}.", param_hint="--report"
        ) from error


def report_page(report: Report, folder: Path) -> str:
    """The report as one HTML file."""
    counts = [(name, _count(report, name)) for name in SHARES]
    lines = [(what, about) for what, about in report_lines(report)]
    return template("ingest.html").render(
        folder=folder,
        when=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
        summary=report_summary(report),
        counts=[(name, count) for name, count in counts if count],
        total=max(sum(count for _, count in counts), 1),
        problems=[line for line in lines if line[0] in ("failed", "warning", "skipped")],
        changes=[line for line in lines if line[0] not in ("failed", "warning", "skipped")],
    )


def _count(report: Report, name: str) -> int:
    value = getattr(report, name)
    return value if isinstance(value, int) else len(value)
