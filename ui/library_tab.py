"""The library: its documents, and a button that brings it up to date with its folders."""

import logging
from pathlib import Path

import gradio as gr

from ingest import Report, SyncProgress, sync
from retrieval.errors import EnergyChatError
from retrieval.index import Library
from ui.render import documents_html, report_html

FAILED = "Something went wrong while ingesting. Nothing is lost; the server's log says more."

log = logging.getLogger(__name__)


def library_tab(library: Library) -> None:
    """Put the tab into the Blocks that are being built."""

    def listing() -> str:
        return documents_html(library.catalogue.documents())

    def update(folder: str, progress: gr.Progress = gr.Progress()) -> tuple[str, str]:  # noqa: B008 - gradio's way to hand in a progress bar
        def show(state: SyncProgress) -> None:
            progress((state.files_done, state.files), desc=state.file, unit="files")

        # A boundary: whatever fails is a sentence in the page, and its cause is in the log.
        try:
            report = sync(library, Path(folder), progress=show)
        except EnergyChatError as error:
            return report_html(Report(warnings=[str(error)])), listing()
        except Exception:
            log.exception("ingesting %s failed", folder)
            return report_html(Report(warnings=[FAILED])), listing()
        return report_html(report), listing()

    # Only folders that were ingested before: a visitor may not point at any other.
    folders = [str(folder) for folder in library.catalogue.roots().values()]
    folders = folders or [str(library.settings.documents.resolve())]
    with gr.Row(equal_height=True):
        folder = gr.Dropdown(folders, value=folders[0], label="Folder", scale=4)
        button = gr.Button("Ingest what changed", variant="primary", scale=1, min_width=200)
    outcome = gr.HTML(elem_id="ingest-outcome")
    table = gr.HTML(listing, elem_id="documents")
    # One ingest at a time; the writer lock would turn a second one away anyway.
    button.click(update, folder, [outcome, table], concurrency_limit=1, api_name="ingest")
