"""What a thumb does: it is kept, and a thumbs-down offers to say why and to extend the test set."""

import logging
from typing import Any

import gradio as gr

from evaluation import USER_SET, EvaluationError, GoldQuestion, append_questions
from retrieval.followup import standalone_question
from retrieval.index import Library
from retrieval.search import search
from ui.conversation import Kept, earlier_questions
from ui.labels import label
from ui.render import status_html
from ui.responding import position_of
from ui.translation import translated
from ui.verdicts import LONGEST_COMMENT, Verdicts

ANY_DOCUMENT = ""
FIELDS = 6  # of the form
# It may be drawn out of sight, as on a phone; a verdict that shows no form finds none.
FOCUS = """() => setTimeout(() => document.querySelector(
  '#add-to-testset :is(input, textarea)'
)?.focus(), 100)"""
LIKELY_DOCUMENTS = 10  # passages searched for the documents that are named first
WHAT_SHOULD = (
    "<h2>Add to the test set</h2><p>What should have been answered? "
    "The Evaluation tab then measures it with every run.</p>"
)
NOTHING_EXPECTED = (
    "Write the words that a good answer holds, or tick that the documents do not answer."
)
CONTRADICTION = "Either the documents do not answer, or there are words that do: not both."
ADDED, KNOWN = "Added to {path}.", "It is in {path} already."
FAILED = "The question could not be added. Please try again; the server's log says more."

log = logging.getLogger(__name__)


def feedback_form(library: Library, chatbot: gr.Chatbot, answers: gr.State) -> None:
    """Put the form, which a thumbs-down shows, into the Blocks that are being built.

    Args:
        answers: those that stand in the page.
    """
    actions = _Actions(library)
    history, judged = gr.State(()), gr.State(0)
    with gr.Column(visible=False, elem_id="add-to-testset") as form:
        with gr.Row():
            comment = gr.Textbox(
                label=label("What was wrong?"),
                max_length=LONGEST_COMMENT,
                scale=4,
                min_width=160,
            )
            send = gr.Button(label("Send"), scale=1, min_width=80)
        gr.HTML(
            str(label(WHAT_SHOULD)),
            padding=True,
        )
        question = gr.Textbox(label=label("Question"), max_length=2000)
        answer = gr.Textbox(
            label=label("Expected answer"),
            placeholder=label("The words that a good answer holds"),
        )
        is_unanswerable = gr.Checkbox(label=label("The documents do not answer this question"))
        document = gr.Dropdown(label=label("Document that answers"))
        with gr.Row():
            add = gr.Button(label("Add to test set"), variant="primary")
            cancel = gr.Button(label("Cancel"))
    outcome = gr.HTML(elem_id="feedback-outcome")

    gold = [question, answer, is_unanswerable, document, history]
    fields = [comment, *gold]
    chatbot.like(
        actions.judge,
        [chatbot, answers],
        [form, *fields, judged, outcome],
        api_visibility="private",
    ).then(None, None, None, js=FOCUS)
    gr.on(
        [send.click, comment.submit],
        actions.comment,
        [judged, comment],
        outcome,
        api_visibility="private",
    )
    add.click(actions.save, gold, [form, outcome], api_visibility="private")
    cancel.click(
        lambda: (gr.update(visible=False), ""), None, [form, outcome], api_visibility="private"
    )


class _Actions:
    """What a thumb and the form's buttons do."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._verdicts = Verdicts(library)

    def judge(
        self, request: gr.Request, event: gr.LikeData, turns: list[dict[str, Any]], kept: Kept
    ) -> tuple[object, ...]:
        """Keep a verdict; a thumbs-down shows the form, filled in as far as can be."""
        *earlier, asked = earlier_questions(turns[: position_of(event)])
        answer = kept.get(len(earlier))
        judged = self._verdicts.judge(request, asked, answer.text if answer else "", event.liked)
        if event.liked is False:
            form = gr.update(visible=True), "", *self._filled_in(asked, earlier)
        else:
            form = gr.update(visible=False), *[gr.skip()] * FIELDS
        return *form, judged.number, status_html(judged.said)

    def comment(self, request: gr.Request, number: int, text: str) -> str:
        """Keep what is said to a verdict."""
        return status_html(self._verdicts.comment(request, number, text))

    def save(
        self,
        question: str,
        answer: str,
        is_unanswerable: bool,
        document: str,
        history: tuple[str, ...],
    ) -> tuple[object, str]:
        """Add the question to the user's test set."""
        # A boundary: whatever fails is a sentence in the page, and its cause is in the log.
        try:
            gold = gold_question(question, answer, is_unanswerable, document, history)
            path = self._library.folder / USER_SET
            is_new = append_questions(path, [gold])
        except EvaluationError as error:
            return gr.skip(), status_html(str(error))
        except Exception:
            log.exception("adding %r to the test set failed", question)
            return gr.skip(), status_html(FAILED)
        said = translated(ADDED if is_new else KNOWN, path=path)
        return gr.update(visible=False), status_html(said)

    def _filled_in(self, asked: str, earlier: list[str]) -> tuple[object, ...]:
        """The question, no answer, and the documents that may answer, the likely ones first."""
        searched = standalone_question(asked, earlier).text
        likely = [p.source for p in search(self._library, searched, LIKELY_DOCUMENTS)]
        known = likely + [stored.source for stored in self._library.catalogue.documents()]
        choices = {source.document: (source.title, source.document) for source in known}
        documents = gr.update(
            choices=[(translated("any document"), ANY_DOCUMENT), *choices.values()],
            value=likely[0].document if likely else ANY_DOCUMENT,
        )
        return asked, "", False, documents, tuple(earlier)


def gold_question(
    question: str, answer: str, is_unanswerable: bool, document: str, history: tuple[str, ...]
) -> GoldQuestion:
    """What the form says, as a question of a test set.

    Raises:
        EvaluationError: the fields contradict each other, or one that is needed is empty.
    """
    answer = answer.strip()
    if is_unanswerable and answer:
        raise EvaluationError(CONTRADICTION)
    if not (is_unanswerable or answer):
        raise EvaluationError(NOTHING_EXPECTED)
    return GoldQuestion(
        id="",
        question=question.strip(),
        answers=(answer,) if answer else (),
        documents=(document,) if document and not is_unanswerable else (),
        answerable=not is_unanswerable,
        kind="user",
        history=tuple(history),
    )
