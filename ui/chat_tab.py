"""The chat: question and answer on one side, the sources of the answer on the other."""

import logging
from collections.abc import Iterator
from typing import Any

import gradio as gr

from retrieval.assistant import Assistant
from retrieval.errors import EnergyChatError
from ui.answering import ANSWERS_AT_ONCE, FAILED, LONGEST_QUESTION, NO_QUESTION
from ui.conversation import Kept, earlier_questions, kept_before, kept_with
from ui.export_form import export_form
from ui.feedback_form import feedback_form
from ui.filter_form import filter_form
from ui.filter_options import filters_of
from ui.render import NO_SOURCES, answer_html, escape_markdown, sources_html
from ui.searched_form import ask_as_it_stands, questions_before, searched, searched_box

# Shown where the library has the document that answers.
EXAMPLES = {
    "korea-canada-battery-workshop-scraped.html": "What did KIER and NRC CEI sign?",
    "nrel-renamed-nlr-2025.html": "What is the new name of NREL?",
    "kier-canada-battery-workshop-2025.md": (
        "Where was the fourth Korea-Canada battery workshop held?"
    ),
    "irena-capacity-2025-03.html": "How much renewable capacity was added in 2024?",
    "kier-montreal-workshop-2025-ko.html": "제4회 한국-캐나다 배터리 워크숍은 어디에서 열렸나?",
    "cea-3sun-tandem-30-8-2025.md": ("Quel est le rendement de la cellule tandem du CEA et 3SUN ?"),
}

log = logging.getLogger(__name__)


def chat_tab(assistant: Assistant) -> gr.ChatInterface:
    """Put the chat into the Blocks that are being built."""
    known = {stored.source.document for stored in assistant.library.catalogue.documents()}
    examples = [question for document, question in EXAMPLES.items() if document in known]
    sources = gr.HTML(NO_SOURCES, elem_id="sources", render=False)
    box = searched_box()
    as_it_stands = gr.State("")
    answers = gr.State({})
    chatbot = gr.Chatbot(
        show_label=False,
        height="62vh",
        elem_id="chat",
        latex_delimiters=[],
        feedback_options=("Dislike",),
        buttons=["copy", "copy_all"],
        layout="panel",
        placeholder="Ask a question; every sentence of the answer names its source.",
        render=False,
    )

    def respond(
        message: str,
        history: list[dict[str, Any]],
        publishers: list[str] | None,
        languages: list[str] | None,
        documents: list[str] | None,
        since: str | None,
        until: str | None,
        standing: str,
        kept: Kept,
    ) -> Iterator[tuple[str, str, object, Kept]]:
        before = kept_before(kept, history)
        if not message.strip():
            yield NO_QUESTION, NO_SOURCES, searched(None), before
            return
        # A boundary: whatever fails is a sentence in the page, and its cause is in the log.
        try:
            earlier = questions_before(message, standing, earlier_questions(history))
            filters = filters_of(publishers, languages, documents, since, until)
            for answer in assistant.stream(message, earlier, filters):
                shown = answer_html(answer), sources_html(answer), searched(answer)
                yield *shown, kept_with(kept, history, answer)
        except EnergyChatError as error:
            yield escape_markdown(str(error)), NO_SOURCES, searched(None), before
        except Exception:
            log.exception("answering %r failed", message)
            yield FAILED, NO_SOURCES, searched(None), before

    with gr.Row(equal_height=False):
        with gr.Column(scale=3, min_width=320):
            form = filter_form()
            chat = gr.ChatInterface(
                respond,
                chatbot=chatbot,
                textbox=gr.Textbox(
                    placeholder="Ask a question of the documents",
                    label="Question",
                    show_label=False,
                    container=False,
                    submit_btn=True,
                    stop_btn=True,
                    max_length=LONGEST_QUESTION,
                    elem_id="question",
                ),
                additional_inputs=[*form, as_it_stands, answers],
                additional_outputs=[sources, box, answers],
                examples=[[question] for question in examples] or None,
                concurrency_limit=ANSWERS_AT_ONCE,
                api_visibility="private",
            )
            export_form(chatbot, answers)
        with gr.Column(scale=2, min_width=320):
            box.render()  # type: ignore[no-untyped-call]
            feedback_form(assistant.library, chatbot)
            sources.render()  # type: ignore[no-untyped-call]
    # An answer that has left the page takes its sources along.
    gr.on(
        [chatbot.clear, chatbot.undo],
        lambda: (NO_SOURCES, searched(None)),
        None,
        [sources, box],
        api_visibility="private",
    )
    ask_as_it_stands(box, as_it_stands, chat)
    return chat
