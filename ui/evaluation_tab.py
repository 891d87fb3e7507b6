"""The evaluation in the web page: choose a test set, run it, see and keep the report."""

import logging
import threading
import time
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from evaluation import (
    USER_SET,
    Comparison,
    EvaluationError,
    QuestionSet,
    Result,
    Run,
    absent_documents,
    answer_all,
    compare,
    make_run,
    read_questions,
    render_report,
)
from retrieval.assistant import Assistant
from retrieval.errors import EnergyChatError
from retrieval.index import Library
from ui.chat_link import chat_link
from ui.kept_runs import downloads, earlier_runs, keep_run, kept_run
from ui.labels import label, status_label
from ui.question_progress import progress_html
from ui.render import status_html
from ui.stops import Stops
from ui.translation import language, retold, translated

NO_RUN = "–"  # no word: Gradio would send back its translation
IDLE = (
    "A test set has questions whose answers are known. Each run is kept, to be shown again and to "
    "be compared with."
)
EARLIER = "The evaluation of {when}, with {count} questions."
NOT_IN_LIBRARY = "{count} documents of the test set are not in the library."
FAILED = "Something went wrong while evaluating. Please try again; the server's log says more."

log = logging.getLogger(__name__)

Update = dict[str, Any]


def evaluation_tab(assistant: Assistant, tab: gr.Tab) -> None:
    """Put the evaluation into the tab that is being built."""
    library, stops = assistant.library, Stops()

    def offer(name: str | None, earlier: str) -> tuple[Update, Update]:
        sets, runs = list(known_sets(library)), _choices(library)
        return (
            gr.update(choices=sets, value=name if name in sets else next(iter(sets), None)),
            gr.update(choices=runs, value=earlier if earlier in runs else NO_RUN),
        )

    def show(earlier: str) -> Iterator[tuple[object, ...]]:
        try:
            yield from _shown_again(library, earlier)
        except EnergyChatError as error:
            yield (status_html(str(error)), *_unchanged())
        except Exception:
            log.exception("showing the run %s failed", earlier)
            yield (status_html(FAILED), *_unchanged())

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
        earlier = gr.Dropdown(_choices(library), label=label("Compare with"), value=NO_RUN)
    upload = gr.File(
        label=label("Or upload a test set (JSONL, or CSV with the columns question and answer)"),
        file_types=[".jsonl", ".csv", ".tsv"],
        height=120,
    )
    with gr.Row():
        start = gr.Button(label("Evaluate"), variant="primary")
        stop = gr.Button(label("Stop"), variant="stop")
        look = gr.Button(label("Show the earlier run"))
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
    look.click(
        show,
        earlier,
        [status, report, data, view, earlier],
        api_visibility="private",
        show_progress="hidden",
    )
    # Questions may have been added, a first one makes a set that was not there before, and runs
    # have ended since the server started.
    tab.select(
        offer,
        [chosen, earlier],
        [chosen, earlier],
        api_visibility="private",
        show_progress="hidden",
    )
    stop.click(stops.stop, None, None, api_visibility="private", show_progress="hidden")


def known_sets(library: Library) -> dict[str, Path]:
    """The test sets that lie beside the documents and in the library, by name."""
    places = (library.settings.documents.parent / "testset.jsonl", library.folder / USER_SET)
    return {str(path): path for path in places if path.is_file()}


def _choices(library: Library) -> list[str]:
    return [NO_RUN, *earlier_runs(library)]


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
    before = None if earlier == NO_RUN else kept_run(library, earlier).results
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
    page = render_report(done, comparison, say=translated, language=language())
    name = keep_run(library, done, page)
    said = _said(done, questions, absent_documents(library, chosen))
    yield from _shown(library, name, said, done, comparison)


def _shown_again(library: Library, name: str) -> Iterator[tuple[object, ...]]:
    run = kept_run(library, name)
    when = run.report["settings"]["measured"][:16].replace("T", " ")
    said = translated(EARLIER, when=when, count=run.report["n"])
    yield from _shown(library, name, said, run, None)


def _shown(
    library: Library, name: str, said: str, run: Run, comparison: Comparison | None
) -> Iterator[tuple[object, ...]]:
    """A run for the outputs: what is said of it, its files, and its report as it is read here."""
    report = render_report(
        run, comparison, chat_link=chat_link, say=translated, language=language()
    )
    with downloads(library, name) as files:
        yield (
            status_html(said),
            *(gr.update(value=path, visible=True) for path in files),
            f'<iframe title="{translated("Report")}" srcdoc="{escape(report)}" '
            'sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" '
            'style="width: 100%; height: 80vh; border: 0"></iframe>',
            gr.update(choices=_choices(library)),
        )


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
