"""The form under the library's table: one document's details, corrections, removal."""

import logging
from collections.abc import Callable
from typing import Any

import gradio as gr
from gradio.events import Dependency

from ingest import correct, remove_document
from ingest.manifest import METADATA
from retrieval.errors import EnergyChatError
from retrieval.index import Library
from ui.labels import label, status_label
from ui.library_view import FAILED, FILE, details_html, documents_table, failure_html
from ui.render import status_html
from ui.roles import librarians_only, user_of
from ui.translation import translated
from ui.uploads import discard_upload, is_upload, remove_upload, uploads_folder

CHOOSE = "Choose a row to see a document, to correct what is known of it, or to remove it."
REMOVED = "Removed {document}."
REMOVED_FOR_NOW = "Removed {document}. The next ingest adds it again, unless its file is moved."
NO_UPLOAD = "{document} is no uploaded file that could not be read."
WRONG = "Something went wrong. Nothing is lost; the server's log says more."

log = logging.getLogger(__name__)


def document_form(
    library: Library, table: gr.Dataframe
) -> tuple[list[gr.Textbox], gr.Row, list[Dependency]]:
    """Put the form into the tab that is being built, for the row chosen in the table.

    Returns:
        The fields, the row of the buttons that change a document, and their events.
    """
    actions = _Actions(library)
    chosen = gr.State("")
    details = gr.HTML(status_label(CHOOSE), elem_id="document-details")
    with gr.Group(visible=False, elem_id="document-form") as form:
        with gr.Row():
            title = gr.Textbox(label=label("Title"), scale=3)
            publisher = gr.Textbox(label=label("Publisher"), scale=2)
        with gr.Row():
            published = gr.Textbox(label=label("Published (2025-08-04, 2025-08 or 2025)"))
            language = gr.Textbox(label=label("Language (en, fr, ko …)"))
            url = gr.Textbox(label=label("Address on the web"))
        with gr.Row() as changes:
            save = gr.Button(label("Save corrections"), variant="primary")
            remove = gr.Button(label("Remove from the library"), variant="stop")
    discard = gr.Button(label("Remove the uploaded file"), variant="stop", visible=False)
    fields = [title, publisher, published, language, url]
    outputs = [chosen, details, form, discard, *fields]
    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "minimal"}
    table.select(actions.choose, None, outputs, **quiet)
    saved = save.click(librarians_only(actions.save), [chosen, *fields], [*outputs, table], **quiet)
    removed = remove.click(librarians_only(actions.remove), chosen, [*outputs, table], **quiet)
    discard.click(librarians_only(actions.discard), chosen, [*outputs, table], **quiet)
    return fields, changes, [saved, removed]


class _Actions:
    """What the form does; each gives the chosen document, its details, the form and its fields.

    Where the library may have changed, the table's rows follow.
    """

    def __init__(self, library: Library) -> None:
        self._library = library

    def choose(self, event: gr.SelectData, request: gr.Request) -> list[object]:
        row = event.row_value
        name = str(row[FILE])
        if row[0] != translated(FAILED):
            return self._shown(name)
        may_discard = user_of(request).is_librarian and self._is_unread_upload(name)
        return _hidden(failure_html(self._library, name), name, may_discard=may_discard)

    def _is_unread_upload(self, name: str) -> bool:
        # Of what has an earlier text, the document is removed.
        known = {stored.source.document for stored in self._library.catalogue.documents()}
        return name not in known and is_upload(self._library, uploads_folder(self._library) / name)

    def save(self, name: str, *values: str) -> list[object]:
        def work() -> list[object]:
            source = self._library.catalogue.source(name)
            given = dict(zip(METADATA, values, strict=True))
            changed = {f: v for f, v in given.items() if v.strip() != getattr(source, f)}
            if changed:
                correct(self._library, name, changed)
            return self._shown(name, "Saved." if changed else "Nothing was changed.")

        return self._done(name, work)

    def remove(self, name: str) -> list[object]:
        def work() -> list[object]:
            path = self._library.catalogue.original(name)
            remove_document(self._library, name)
            is_gone = remove_upload(self._library, path) or not path.exists()
            said = translated(REMOVED if is_gone else REMOVED_FOR_NOW, document=name)
            return _hidden(status_html(said))

        return self._done(name, work)

    def discard(self, name: str) -> list[object]:
        def work() -> list[object]:
            is_gone = self._is_unread_upload(name) and discard_upload(self._library, name)
            return _hidden(
                status_html(translated(REMOVED if is_gone else NO_UPLOAD, document=name))
            )

        return self._done(name, work)

    def _done(self, name: str, work: Callable[[], list[object]]) -> list[object]:
        # A boundary: whatever fails is a sentence in the page, and its cause is in the log.
        try:
            outputs = work()
        except EnergyChatError as error:
            outputs = self._shown(name, str(error))
        except Exception:
            log.exception("changing %s failed", name)
            outputs = self._shown(name, WRONG)
        return [*outputs, documents_table(self._library)]

    def _shown(self, name: str, said: str = "") -> list[object]:
        try:
            source = self._library.catalogue.source(name)
        except EnergyChatError as error:
            return _hidden(status_html(said or str(error)))
        values = [getattr(source, field) for field in METADATA]
        note = status_html(said) if said else ""
        details = note + details_html(self._library, source.document)
        return [name, details, gr.update(visible=True), gr.update(visible=False), *values]


def _hidden(html: str, name: str = "", *, may_discard: bool = False) -> list[object]:
    form, discard = gr.update(visible=False), gr.update(visible=may_discard)
    return [name, html, form, discard, *[""] * len(METADATA)]
