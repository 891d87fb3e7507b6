"""Below the chat: the conversation as a file, in one of several formats."""

import logging
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import gradio as gr

from ui.conversation import Kept, answers_shown
from ui.export import FORMATS, NothingToExport, export
from ui.labels import label
from ui.render import status_html
from ui.translation import translated

FAILED = "The conversation could not be exported. Please try again; the server's log says more."
ONE_QUESTION, QUESTIONS = "1 question in {file}.", "{count} questions in {file}."
# Gradio's own button would need a second press, since it offers what was there before the first.
DOWNLOAD = """(file) => {
  if (!file) return;
  const link = document.createElement('a');
  link.href = file.url;
  link.download = file.orig_name;
  link.click();
}"""

log = logging.getLogger(__name__)


def export_form(chatbot: gr.Chatbot, kept: gr.State) -> None:
    """Put the form into the Blocks that are being built."""
    with gr.Row(elem_id="export", equal_height=True):
        name = gr.Dropdown(
            list(FORMATS), value=next(iter(FORMATS)), label=label("Export"), min_width=140, scale=2
        )
        button = gr.Button(label("Download"), size="sm", min_width=100, scale=1)
    outcome = gr.HTML(elem_id="export-outcome")
    file = gr.DownloadButton(visible="hidden")

    def make(
        name: str, history: list[dict[str, Any]], kept: Kept
    ) -> Iterator[tuple[str | None, str]]:
        # A boundary: whatever fails is a sentence in the page, and its cause is in the log.
        try:
            answers = answers_shown(kept, history)
            today = date.today()
            content = export(answers, FORMATS[name], today)
            said = ONE_QUESTION if len(answers) == 1 else QUESTIONS
            # Gradio keeps a copy of what it offers, so that the folder can go at the end.
            with TemporaryDirectory(prefix="energychat-") as folder:
                path = Path(folder) / f"conversation-{today.isoformat()}{FORMATS[name]}"
                path.write_bytes(content)
                yield str(path), status_html(translated(said, count=len(answers), file=path.name))
        except NothingToExport as error:
            yield None, status_html(str(error))
        except Exception:
            log.exception("exporting as %s failed", name)
            yield None, status_html(FAILED)

    button.click(make, [name, chatbot, kept], [file, outcome], api_visibility="private").then(
        None, file, None, js=DOWNLOAD
    )
