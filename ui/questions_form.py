"""Below the chat: a table of questions in, and the same table with their answers out."""

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import gradio as gr

from evaluation import EvaluationError
from retrieval.assistant import Assistant
from retrieval.errors import EnergyChatError
from retrieval.filters import Filters
from retrieval.records import Answer
from ui.answer_table import table_file, write_answers
from ui.answering import FAILED
from ui.filter_options import filters_of
from ui.labels import label, status_label
from ui.question_progress import progress_html
from ui.question_table import QuestionTable, read_question_table
from ui.render import status_html
from ui.stops import Stops
from ui.translation import retold, translated

MOST_QUESTIONS = 500  # of one table
TABLES_AT_ONCE = 2  # of all who use the page: the processor is for those who chat
SHOWN_ROWS = 10  # bad rows named
TITLE = "Several questions at once"
ABOUT = (
    "Each question stands for itself. The filters of the chat apply, and the answers come back "
    "as a table with your columns, the answer, its sources and its quotes."
)
UPLOAD = "CSV with a column question, or with the questions first"
NO_FILE = "Choose a CSV file with questions first."
TOO_MANY = (
    "The table has {n} questions; at most {most} are asked here. "
    "The command energychat ask --questions takes any number."
)
FIRST = "Asking the first question …"
DONE = "{done} of {n} questions answered."
LEFT_OUT = "{n} rows cannot be asked and are left out."

log = logging.getLogger(__name__)

Update = dict[str, Any]


def questions_form(assistant: Assistant, filters: Sequence[Any], in_quotes: gr.Checkbox) -> None:
    """Put the form into the Blocks that are being built.

    Args:
        filters: the parts of the chat's filter form.
        in_quotes: whether the documents' own sentences are wanted.
    """
    asking = QuestionsRun(assistant)
    with gr.Accordion(label(TITLE), open=False, elem_id="questions"):
        gr.HTML(status_label(ABOUT))
        upload = gr.File(label=label(UPLOAD), file_types=[".csv", ".tsv"], height=120)
        with gr.Row():
            start = gr.Button(label("Ask them all"), variant="primary", min_width=140)
            stop = gr.Button(label("Stop"), variant="stop", min_width=100)
        status = gr.HTML(elem_id="questions-status")
        file = gr.DownloadButton(str(label("Download the answers")), visible=False)
    start.click(
        asking.run,
        [upload, in_quotes, *filters],
        [status, file],
        concurrency_limit=TABLES_AT_ONCE,
        api_visibility="private",
        show_progress="hidden",  # the status has a bar of its own, with the time left
    )
    stop.click(asking.end, None, None, api_visibility="private", show_progress="hidden")


class QuestionsRun:
    """Answers a table of questions for each page that asks, until that page stops it."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._quoting = Assistant(assistant.library, quotes=True)
        self._stops = Stops()

    def end(self, request: gr.Request) -> None:
        """End what this page is asking; what is answered by then is kept."""
        self._stops.stop(request)

    def run(
        self,
        upload: str | None,
        in_quotes: bool,
        publishers: list[str] | None,
        languages: list[str] | None,
        documents: list[str] | None,
        since: str | None,
        until: str | None,
        request: gr.Request,
    ) -> Iterator[tuple[str, Update]]:
        """Where the run stands, and at last what came of it with the file of answers."""
        with self._stops.begin(request) as stopped:
            yield status_html(FIRST), gr.update(visible=False)
            # A boundary: whatever fails is a sentence in the page, and its cause is in the log.
            try:
                filters = filters_of(publishers, languages, documents, since, until)
                assistant = self._quoting if in_quotes else self._assistant
                table = _table_of(upload)
                answers = _answers(assistant, table, filters, stopped)
                yield from _written(table, answers, f"{Path(upload or '').stem}-answers.csv")
            except EnergyChatError as error:
                yield status_html(str(error)), gr.skip()
            except Exception:
                log.exception("reading a table of questions failed")
                yield status_html(FAILED), gr.skip()


def _table_of(upload: str | None) -> QuestionTable:
    if not upload:
        raise EvaluationError(NO_FILE)
    table = read_question_table(Path(upload))
    if len(table.rows) > MOST_QUESTIONS:
        raise EvaluationError(translated(TOO_MANY, n=len(table.rows), most=MOST_QUESTIONS))
    return table


def _answers(
    assistant: Assistant, table: QuestionTable, filters: Filters, stopped: threading.Event
) -> Iterator[Answer]:
    """The answers up to the question at which the run is stopped."""
    for row in table.rows:
        for answer in assistant.stream(row.question, (), filters):
            if stopped.is_set():
                return
            whole = answer
        yield whole


def _written(
    table: QuestionTable, answers: Iterator[Answer], name: str
) -> Iterator[tuple[str, Update]]:
    done, total, started, problem = 0, len(table.rows), time.monotonic(), ""
    # Gradio keeps a copy of what it offers, so that the folder can go at the end.
    with TemporaryDirectory(prefix="energychat-") as folder:
        path = Path(folder) / name
        # A boundary of its own: what was answered before it fails is offered all the same.
        try:
            with table_file(path) as file:
                for done in write_answers(table, answers, file):
                    yield progress_html(done, total, started), gr.skip()
        except EnergyChatError as error:
            problem = retold(str(error))
        except Exception:
            log.exception("answering %s failed", name)
            problem = translated(FAILED)
        said = status_html(" ".join([*([problem] if problem else []), _said(table, done)]))
        yield said, gr.update(value=str(path), visible=True) if done else gr.skip()


def _said(table: QuestionTable, done: int) -> str:
    lines = [
        translated(DONE, done=done, n=len(table.rows)),
        *(retold(str(row)) for row in table.bad[:SHOWN_ROWS]),
    ]
    if len(table.bad) > SHOWN_ROWS:
        lines.append(translated(LEFT_OUT, n=len(table.bad)))
    return " ".join(lines)
