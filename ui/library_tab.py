"""The library in the web page: upload, bring up to date, look through, correct, remove."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from ingest import Report, plan
from retrieval.errors import EnergyChatError
from retrieval.index import Library
from ui.document_form import document_form
from ui.ingest_run import IngestRun
from ui.library_view import (
    HEADERS,
    TYPES,
    WIDTHS,
    history_html,
    plan_html,
    progress_html,
    report_html,
    table_rows,
)
from ui.render import status_html
from ui.uploads import keep_uploads, uploads_folder

WRONG = "Something went wrong. Nothing is lost; the server's log says more."
INGESTS_SHOWN = 20

log = logging.getLogger(__name__)

Update = dict[str, Any]


def library_tab(library: Library, tab: gr.Tab) -> None:
    """Put the library into the tab that is being built."""
    ingest_run = IngestRun(library)

    def show_plan(folder: str) -> tuple[str, Update]:
        made = _said(lambda: plan_html(plan(library, _known(library, folder))))
        return made, gr.update(visible=True)

    def take_uploads(paths: list[str] | None) -> tuple[Update, str, Update, None]:
        names = keep_uploads(library, paths or [])
        folder = str(uploads_folder(library))
        said = status_html(f"{len(names)} uploaded. This is what will be done:")
        made, button = show_plan(folder)
        return gr.update(choices=folders(library), value=folder), said + made, button, None

    def run(folder: str) -> Iterator[tuple[object, ...]]:
        yield status_html("Reading the folder …"), gr.skip(), gr.skip()
        # A boundary: whatever fails is a sentence in the page, and its cause is in the log.
        try:
            for state in ingest_run.run(_known(library, folder)):
                if isinstance(state, Report):
                    yield report_html(state), table_rows(library), history(library)
                else:
                    yield progress_html(state), gr.skip(), gr.skip()
        except EnergyChatError as error:
            yield status_html(str(error)), gr.skip(), gr.skip()
        except Exception:
            log.exception("ingesting %s failed", folder)
            yield status_html(WRONG), table_rows(library), history(library)

    with gr.Row(equal_height=True):
        folder = gr.Dropdown(folders(library), value=folders(library)[0], label="Folder", scale=4)
        look = gr.Button("Show what changed", scale=1, min_width=160)
        start = gr.Button("Ingest what changed", variant="primary", scale=1, min_width=160)
        stop = gr.Button("Stop", variant="stop", scale=1, min_width=100)
    upload = gr.File(label="Or upload documents", file_count="multiple", height=120)
    outcome = gr.HTML(elem_id="ingest-outcome")
    table = gr.Dataframe(
        lambda: table_rows(library),
        headers=HEADERS,
        datatype=TYPES,
        column_widths=WIDTHS,
        label="Documents",
        interactive=False,
        show_search="filter",
        wrap=True,
        max_height=480,
        elem_id="documents",
    )
    document_form(library, table)
    with gr.Accordion("History of ingests", open=False):
        past = gr.HTML(lambda: history(library), elem_id="history")
    look.click(
        show_plan, folder, [outcome, start], api_visibility="private", show_progress="minimal"
    )
    upload.upload(take_uploads, upload, [folder, outcome, start, upload], api_visibility="private")
    # One ingest at a time; the writer lock would turn a second one away anyway.
    start.click(
        run,
        folder,
        [outcome, table, past],
        concurrency_limit=1,
        api_visibility="private",
        show_progress="hidden",  # the outcome has a bar of its own, with the time left
    )
    stop.click(ingest_run.stop, None, None, api_visibility="private")
    # Another process may have changed the library meanwhile.
    tab.select(
        lambda: (table_rows(library), history(library)),
        None,
        [table, past],
        api_visibility="private",
        show_progress="hidden",
    )


def folders(library: Library) -> list[str]:
    """The folders that may be ingested: a visitor may not point at any other."""
    known = [str(folder) for folder in library.catalogue.roots().values()]
    known = known or [str(library.settings.documents.resolve())]
    uploads = str(uploads_folder(library))
    if Path(uploads).is_dir() and uploads not in known:
        known.append(uploads)
    return known


def history(library: Library) -> str:
    """The latest ingests."""
    return history_html(library.state.ingests(INGESTS_SHOWN))


def _known(library: Library, folder: str) -> Path:
    # Only names that are there: the value comes from the page.
    if folder not in folders(library):
        raise EnergyChatError(f"{folder} is no folder of this library.")
    return Path(folder)


def _said(make: Callable[[], str]) -> str:
    """What is made, or what went wrong."""
    try:
        return make()
    except EnergyChatError as error:
        return status_html(str(error))
    except Exception:
        log.exception("planning an ingest failed")
        return status_html(WRONG)
