"""The evaluation in the web page: choose a test set, run it, see and keep the report."""

import logging
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from evaluation import (
    USER_SET,
    EvaluationError,
    QuestionSet,
    Result,
    Run,
    absent_documents,
    answer_all,
    compare,
    make_run,
    read_questions,
    read_results,
    render_report,
    write_run,
)
from retrieval.assistant import Assistant
from retrieval.errors import EnergyChatError
from retrieval.index import Library
from ui.chat_link import chat_link
from ui.labels import label, status_label
from ui.question_progress import progress_html
from ui.render import status_html
from ui.stops import Stops
from ui.translation import language, retold, translated

RUNS = "evaluations"  # folder in the library's, with a folder for each run
NO_RUN = "none"
IDLE = "No evaluation has been run here yet."
NOT_IN_LIBRARY = "{count} documents of the test set are not in the library."
FAILED = "Something went wrong while evaluating. Please try again; the server's log says more."

log = logging.getLogger(__name__)

Update = dict[str, Any]


def evaluation_tab(assistant: Assistant, tab: gr.Tab) -> None:
    """Put the evaluation into the tab that is being built."""
    library, stops = assistant.library, Stops()

    def offer_sets(name: str | None) -> Update:
        sets = list(known_sets(library))
        return gr.update(choices=sets, value=name if name in sets else next(iter(sets), None))

    def run(
        name: str | None,
        upload: str | None,
        limit: float | None,
        earlier: str,
        request: gr.Request,
    ) -> Iterator[tuple[object, ...]]:
        # A boundary: whatever fails is a sentence in the page, and its cause is in the log.
        try:
            path = _chosen_set(known_sets(library), name, upload)
            with stops.begin(request) as stopped:
                yield from _evaluate(assistant, path, limit, earlier, stopped)
        except EnergyChatError as error:
            yield (status_html(str(error)), *_unchanged())
        except Exception:
            log.exception("evaluating failed")
            yield (status_html(FAILED), *_unchanged())

    with gr.Row():
        chosen = gr.Dropdown(label=label("Test set"))
        limit = gr.Number(label=label("Most questions (0: all)"), value=0, minimum=0, precision=0)
        earlier = gr.Dropdown(
            [NO_RUN, *earlier_runs(library)], label=label("Compare with"), value=NO_RUN
        )
    upload = gr.File(
        label=label("Or upload a test set (JSONL, or CSV with the columns question and answer)"),
        file_types=[".jsonl", ".csv", ".tsv"],
        height=120,
    )
    with gr.Row():
        start = gr.Button(label("Evaluate"), variant="primary")
        stop = gr.Button(label("Stop"), variant="stop")
    status = gr.HTML(status_label(IDLE), elem_id="evaluation-status")
    with gr.Row():
        report = gr.DownloadButton(str(label("Download the report")), visible=False)
        data = gr.DownloadButton(str(label("Download run.json")), visible=False)
    view = gr.HTML(elem_id="evaluation-report")
    start.click(
        run,
        [chosen, upload, limit, earlier],
        [status, report, data, view, earlier],
        api_visibility="private",
        show_progress="hidden",  # the status has a bar of its own, with the time left
    )
    # Questions may have been added, and a first one makes a set that was not there before.
    tab.select(offer_sets, chosen, chosen, api_visibility="private", show_progress="hidden")
    stop.click(stops.stop, None, None, api_visibility="private", show_progress="hidden")


def known_sets(library: Library) -> dict[str, Path]:
    """The test sets that lie beside the documents and in the library, by name."""
    places = (library.settings.documents.parent / "testset.jsonl", library.folder / USER_SET)
    return {str(path): path for path in places if path.is_file()}


def earlier_runs(library: Library) -> list[str]:
    """The names of the runs kept in the library's folder, the latest first."""
    found = (library.folder / RUNS).glob("*/run.json")
    return sorted((path.parent.name for path in found), reverse=True)


def _chosen_set(sets: dict[str, Path], name: str | None, upload: str | None) -> Path:
    if upload:
        return Path(upload)
    if name not in sets:
        raise EvaluationError("Choose a test set, or upload one.")
    return sets[name]


def _evaluate(
    assistant: Assistant,
    path: Path,
    limit: float | None,
    earlier: str,
    stopped: threading.Event,
) -> Iterator[tuple[object, ...]]:
    library = assistant.library
    questions = read_questions(path)
    before = _earlier_results(library, earlier)
    chosen = questions.questions[: int(limit) if limit else None]
    results: list[Result] = []
    started = time.monotonic()
    yield (status_html("Asking the first question …"), *_unchanged())
    for result in answer_all(assistant, chosen):
        results.append(result)
        if stopped.is_set():
            yield (status_html("Stopped."), *_unchanged())
            return
        yield (progress_html(len(results), len(chosen), started), *_unchanged())
    done = make_run(questions, results, library)
    comparison = compare(before, results) if before is not None else None
    report = partial(render_report, done, comparison, say=translated, language=language())
    folder = _keep(library, done, report())
    missing = absent_documents(library, chosen)
    yield (
        status_html(_said(done, questions, missing)),
        *(
            gr.update(value=str(_copy(folder / n)), visible=True)
            for n in ("report.html", "run.json")
        ),
        f'<iframe title="{translated("Report")}" srcdoc="{escape(report(chat_link=chat_link))}" '
        'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" '
        'style="width: 100%; height: 80vh; border: 0"></iframe>',
        gr.update(choices=[NO_RUN, *earlier_runs(library)]),
    )


def _earlier_results(library: Library, name: str) -> tuple[Result, ...] | None:
    # Only names that are there: the value comes from the page.
    if name not in earlier_runs(library):
        return None
    return read_results(library.folder / RUNS / name / "run.json")


def _keep(library: Library, run: Run, page: str) -> Path:
    """Write report and run into a folder named by the time, for later comparison."""
    settings = run.report["settings"]
    when = settings["measured"][:19].replace(":", "-").replace("T", " ")
    folder = library.folder / RUNS / f"{when} {settings['test_set']}"
    folder.mkdir(parents=True, exist_ok=True)
    write_run(folder / "run.json", run)
    (folder / "report.html").write_text(page, encoding="utf-8")
    return folder


def _copy(path: Path) -> Path:
    # Gradio serves no file of a hidden folder, which the library's may be.
    return Path(shutil.copy(path, tempfile.mkdtemp(prefix="energychat-")))


def _said(run: Run, questions: QuestionSet, missing: list[str]) -> str:
    lines = [translated("{count} questions asked.", count=run.report["n"])]
    lines += [retold(str(row)) for row in questions.bad[:3]]
    if len(questions.bad) > 3:
        lines.append(translated("{count} rows cannot be used.", count=len(questions.bad)))
    if missing:
        lines.append(translated(NOT_IN_LIBRARY, count=len(missing)))
    return " ".join(lines)


def _unchanged() -> tuple[Update, ...]:
    """For the four outputs after the status."""
    return tuple(gr.skip() for _ in range(4))
