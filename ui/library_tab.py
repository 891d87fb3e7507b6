"""The library in the web page: upload, bring up to date, look through, correct, remove."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.events import Dependency

from ingest import Report, plan
from retrieval.errors import EnergyChatError
from retrieval.index import Library
from retrieval.topics import topics_of
from ui.document_form import document_form
from ui.ingest_run import IngestRun
from ui.labels import label, status_label
from ui.library_view import (
    HEADERS,
    TYPES,
    WIDTHS,
    documents_table,
    gaps_html,
    history_html,
    plan_html,
    progress_html,
    report_html,
)
from ui.overview import overview_html
from ui.render import status_html
from ui.roles import READERS_SEE, librarians_only, show_what_is_allowed
from ui.translation import translated
from ui.uploads import keep_uploads, uploads_folder

UPLOADED = "{count} uploaded. This is what will be done:"
WRONG = "Something went wrong. Nothing is lost; the server's log says more."
NO_FOLDER = "{folder} is no folder of this library."
INGESTS_SHOWN = 20

log = logging.getLogger(__name__)

Update = dict[str, Any]


def library_tab(library: Library, tab: gr.Tab, blocks: gr.Blocks) -> list[Dependency]:
    """Put the library into the tab of the Blocks that are being built.

    Returns:
        The events after which the library may be another one.
    """
    actions = _Actions(library)
    reads_only = gr.HTML(status_label(READERS_SEE), visible=False, elem_id="reads-only")
    with gr.Row(equal_height=True) as ingesting:
        folder = gr.Dropdown(
            folders(library), value=folders(library)[0], label=label("Folder"), scale=4
        )
        look = gr.Button(label("Show what changed"), scale=1, min_width=160)
        start = gr.Button(label("Ingest what changed"), variant="primary", scale=1, min_width=160)
        stop = gr.Button(label("Stop"), variant="stop", scale=1, min_width=100)
    upload = gr.File(label=label("Or upload documents"), file_count="multiple", height=120)
    outcome = gr.HTML(elem_id="ingest-outcome")
    gr.HTML(str(label("Filter the list")), visible="hidden", elem_id="filter-words")
    table = _table(library)
    fields, changes, corrected = document_form(library, table)
    with gr.Accordion(label("The library at a glance"), elem_id="overview"):
        glance = gr.HTML(lambda: overview(library))
    with gr.Accordion(label("Questions without a good answer"), open=False) as wanting:
        asked = gr.HTML(elem_id="gaps")
    with gr.Accordion(label("History of ingests"), open=False):
        past = gr.HTML(lambda: history(library), elem_id="history")
    look.click(
        librarians_only(actions.plan),
        folder,
        outcome,
        api_visibility="private",
        show_progress="minimal",
    )
    upload.upload(
        librarians_only(actions.upload),
        upload,
        [folder, outcome, upload],
        api_visibility="private",
    )
    # One ingest at a time; the writer lock would turn a second one away anyway.
    ingested = start.click(
        librarians_only(actions.ingest),
        folder,
        [outcome, table, past],
        concurrency_limit=1,
        api_visibility="private",
        show_progress="hidden",  # the outcome has a bar of its own, with the time left
    )
    stop.click(librarians_only(actions.stop), None, None, api_visibility="private")
    show_what_is_allowed(blocks, reads_only, [ingesting, upload, changes, wanting], fields)
    # Another process may have changed the library meanwhile, and uploads made a folder.
    tab.select(
        lambda chosen: (
            offered(library, chosen),
            documents_table(library),
            overview(library),
            history(library),
        ),
        folder,
        [folder, table, glance, past],
        api_visibility="private",
        show_progress="hidden",
    )
    changing = [ingested, *corrected]
    for event in changing:
        event.then(
            lambda: overview(library),
            None,
            glance,
            api_visibility="private",
            show_progress="hidden",
        )
    # Whose questions they are is not told, and readers are told of none.
    wanting.expand(
        librarians_only(lambda: gaps_html(library.state.gaps())),
        None,
        asked,
        api_visibility="private",
        show_progress="hidden",
    )
    return changing


def _table(library: Library) -> gr.Dataframe:
    return gr.Dataframe(
        lambda: documents_table(library),
        headers=HEADERS,
        datatype=TYPES,
        column_widths=WIDTHS,
        label=label("Documents"),
        interactive=False,
        show_search="filter",
        wrap=True,
        max_height=480,
        elem_id="documents",
    )


class _Actions:
    """What the buttons do; whatever fails is a sentence in the page, and its cause in the log."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._run = IngestRun(library)
        self.stop = self._run.stop

    def plan(self, folder: str) -> str:
        """What an ingest of a folder would do."""
        try:
            return plan_html(plan(self._library, self._known(folder)))
        except EnergyChatError as error:
            return status_html(str(error))
        except Exception:
            log.exception("planning the ingest of %s failed", folder)
            return status_html(WRONG)

    def upload(self, paths: list[str] | None) -> tuple[Update, str, None]:
        """Keep uploaded files, and say what an ingest of them would do."""
        names = keep_uploads(self._library, paths or [])
        folder = str(uploads_folder(self._library))
        said = status_html(translated(UPLOADED, count=len(names)))
        chosen = gr.update(choices=folders(self._library), value=folder)
        return chosen, said + self.plan(folder), None

    def ingest(self, folder: str) -> Iterator[tuple[object, ...]]:
        """Where the ingest stands and at last what it did, the table's rows and the history."""
        yield status_html("Reading the folder …"), gr.skip(), gr.skip()
        try:
            for state in self._run.run(self._known(folder)):
                if isinstance(state, Report):
                    yield report_html(state), documents_table(self._library), history(self._library)
                else:
                    yield progress_html(state), gr.skip(), gr.skip()
        except EnergyChatError as error:
            yield status_html(str(error)), gr.skip(), gr.skip()
        except Exception:
            log.exception("ingesting %s failed", folder)
            yield status_html(WRONG), documents_table(self._library), history(self._library)

    def _known(self, folder: str) -> Path:
        # Only names that are there: the value comes from the page.
        if folder not in folders(self._library):
            raise EnergyChatError(translated(NO_FOLDER, folder=folder))
        return Path(folder)


def folders(library: Library) -> list[str]:
    """The folders that may be ingested: a visitor may not point at any other."""
    known = [str(folder) for folder in library.catalogue.roots().values()]
    known = known or [str(library.settings.documents.resolve())]
    uploads = str(uploads_folder(library))
    if Path(uploads).is_dir() and uploads not in known:
        known.append(uploads)
    return known


def offered(library: Library, chosen: str) -> Update:
    """The folders to choose from by now; the chosen one stays if it is one of them."""
    known = folders(library)
    return gr.update(choices=known, value=chosen if chosen in known else known[0])


def overview(library: Library) -> str:
    """Pictures of what the library holds."""
    return overview_html(library.catalogue.sources(), topics_of(library.catalogue))


def history(library: Library) -> str:
    """The latest ingests."""
    return history_html(library.state.ingests(INGESTS_SHOWN))
