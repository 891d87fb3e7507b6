"""What the Library tab shows: the table, a document's details, plans, reports, the history."""

from collections.abc import Iterable
from html import escape
from typing import Any, Literal
from urllib.parse import quote

from ingest import Plan, Report, SyncProgress
from retrieval.index import Library
from retrieval.records import Coverage, Gap, Ingest, StoredDocument
from ui.report_lines import (
    COUNTED,
    Line,
    duration,
    plan_lines,
    plan_summary,
    report_lines,
    report_summary,
)
from ui.translation import retold, translated

# The columns of the table, with their shares of its width.
COLUMNS = {
    "Status": 8,
    "Title": 21,
    "Publisher": 12,
    "Published": 11,
    "Language": 9,
    "Pages": 7,
    "Chunks": 8,
    "Warnings": 13,
    "File": 11,
}
HEADERS = list(COLUMNS)
WIDTHS: list[str | int] = [f"{share}%" for share in COLUMNS.values()]
TYPES: list[Literal["str", "number"]] = [
    "number" if name in ("Pages", "Chunks") else "str" for name in HEADERS
]
FILE = HEADERS.index("File")
ALL_WELL = "Every question found an answer that nobody objected to."
WHAT_LACKS = "What should the library hold that it does not?"
READ, WARNED, FAILED = "read", "with warnings", "failed"
HOW_MUCH = "{read} of {pages} pages with text, {characters} characters, {chunks} chunks."
LINES_SHOWN = 200  # of a plan or report
FILES_READ = "{done} of {files} files read"
FILES_INGESTED = "{done} of {files} files ingested"
_NEW_TAB = 'target="_blank" rel="noopener"'


def documents_table(library: Library) -> dict[str, list[Any]]:
    """The documents, and the files that could not be read, as Gradio's table takes them."""
    coverage = library.catalogue.coverage()
    rows: list[list[str | int]]
    rows = [_row(each, coverage[each.source.document]) for each in library.catalogue.documents()]
    for root in library.catalogue.roots():
        for path, (_, reason) in library.catalogue.failures(root).items():
            rows.append([translated(FAILED), "", "", "", "", 0, 0, retold(reason), path])
    return {"headers": [translated(name) for name in HEADERS], "data": rows}


def _row(stored: StoredDocument, read: Coverage) -> list[str | int]:
    source = stored.source
    return [
        translated(WARNED if read.warnings else READ),
        source.title,
        source.publisher,
        source.published,
        source.language,
        read.pages,
        stored.chunks,
        "; ".join(map(retold, read.warnings)),
        source.document,
    ]


def details_html(library: Library, document: str) -> str:
    """A document's links, how much of it was read, its copies and warnings."""
    stored = next(d for d in library.catalogue.documents() if d.source.document == document)
    read = library.catalogue.coverage(document)[document]
    lines = [
        translated(
            HOW_MUCH,
            read=read.pages_with_text,
            pages=read.pages,
            characters=f"{read.characters:,}",
            chunks=stored.chunks,
        )
    ]
    lines += [translated("The same as {document}.", document=copy) for copy in stored.copies]
    lines += [
        translated("Warning: {warning}.", warning=retold(warning)) for warning in read.warnings
    ]
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    name = quote(document)
    return (
        f"<h2>{escape(stored.source.title)}</h2><p>{escape(document)}</p><ul>{items}</ul>"
        f'<p><a href="document/{name}" {_NEW_TAB}>{translated("Open the text")}</a> '
        f'<a href="original/{name}" {_NEW_TAB}>{translated("Open the original")}</a></p>'
    )


def failure_html(library: Library, path: str) -> str:
    """Why a file could not be read."""
    reasons = [
        reason
        for root in library.catalogue.roots()
        for name, (_, reason) in library.catalogue.failures(root).items()
        if name == path
    ]
    said = "".join(f"<p>{escape(reason)}</p>" for reason in reasons)
    return f"<h2>{escape(path)}</h2>{said}"


def plan_html(plan: Plan) -> str:
    """What an ingest will do."""
    return f"<p>{escape(plan_summary(plan))}</p>" + _list(plan_lines(plan))


def report_html(report: Report) -> str:
    """What an ingest did."""
    return f"<p>{escape(report_summary(report))}</p>" + _list(report_lines(report))


def progress_html(state: SyncProgress) -> str:
    """Where an ingest stands, with the time left."""
    bar = f'<progress max="{max(state.files, 1)}" value="{state.files_done}"></progress>'
    counted = {"done": state.files_done, "files": state.files}
    said = translated(FILES_READ if state.is_reading else FILES_INGESTED, **counted)
    if state.seconds_left is not None:
        said += translated(", {time} left", time=duration(state.seconds_left))
    counted = {"done": state.chunks_done, "chunks": state.chunks}
    inside = translated(" ({done} of {chunks} chunks)", **counted) if state.chunks else ""
    return f'{bar}<p role="status">{escape(said)}. {escape(state.file)}{inside}</p>'


def history_html(ingests: Iterable[Ingest]) -> str:
    """The ingests of the past, newest first."""
    names = ("added", "updated", "moved", "removed", "failed")
    items = []
    for each in ingests:
        counts = [
            translated(COUNTED[name], count=len(each.report[name]))
            for name in names
            if each.report[name]
        ]
        lines = [(name, _said(entry)) for name in names for entry in each.report[name]]
        head = f"{each.started[:16].replace('T', ' ')}, {each.folder}: "
        head += ", ".join(counts) or translated("nothing changed")
        if lines:
            items.append(f"<details><summary>{escape(head)}</summary>{_list(lines)}</details>")
        else:
            items.append(f"<p>{escape(head)}</p>")
    return "".join(items) or f"<p>{translated('Nothing has been ingested yet.')}</p>"


def gaps_html(gaps: Iterable[Gap]) -> str:
    """The questions that the library should answer and does not, the latest first."""
    items = [
        f"<li><b>{escape(gap.asked[:10])}</b> {escape(gap.question)}"
        f'<span class="badge">{translated("thumbs down" if gap.is_bad else "no answer")}</span>'
        f"{f'<br>“{escape(gap.comment)}”' if gap.comment else ''}</li>"
        for gap in gaps
    ]
    if not items:
        return f"<p>{translated(ALL_WELL)}</p>"
    return f"<p>{translated(WHAT_LACKS)}</p><ul>{''.join(items)}</ul>"


def _said(entry: object) -> str:
    if isinstance(entry, dict) and "error" in entry:
        return f"{entry['path']}: {entry['error']}"
    return f"{entry['from']} to {entry['to']}" if isinstance(entry, dict) else str(entry)


def _list(lines: Iterable[Line]) -> str:
    all_lines = list(lines)
    items = "".join(
        f"<li><b>{escape(translated(what))}</b> {escape(about)}</li>"
        for what, about in all_lines[:LINES_SHOWN]
    )
    more = len(all_lines) - LINES_SHOWN
    if more > 0:
        items += f"<li>{translated('… and {count} more', count=more)}</li>"
    return f"<ul>{items}</ul>" if items else ""
