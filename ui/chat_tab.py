"""The chat: question and answer on one side, the sources of the answer on the other."""

from typing import Any

import gradio as gr

from retrieval.assistant import Assistant
from ui.answering import ANSWERS_AT_ONCE, LONGEST_QUESTION
from ui.chat_interface import Chat
from ui.chat_link import ASK
from ui.export_form import export_form
from ui.feedback_form import feedback_form
from ui.filter_chips import filter_chips
from ui.filter_form import filter_form
from ui.keeper import Keeper
from ui.labels import label
from ui.opening import open_from_address
from ui.questions_form import questions_form
from ui.responding import Responder, before_edited
from ui.searched_form import ask_as_it_stands, searched_box
from ui.sidebar import Parts
from ui.source_cards import NO_SOURCES

IN_QUOTES = "Answer in the documents' own sentences, without the language model"
PLACEHOLDER = "Ask a question; every sentence of the answer names its source."
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


def chat_tab(
    blocks: gr.Blocks, assistant: Assistant, keeper: Keeper, parts: Parts
) -> gr.ChatInterface:
    """Put the chat into the Blocks that are being built."""
    responder = Responder(assistant, keeper)
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
        feedback_options=("Like", "Dislike"),
        buttons=["copy", "copy_all"],
        editable="user",
        layout="panel",
        placeholder=str(label(PLACEHOLDER)),
        render=False,
    )

    with gr.Row(equal_height=False):
        with gr.Column(scale=3, min_width=320):
            form = filter_form()
            filter_chips(assistant.library, form)
            in_quotes = gr.Checkbox(
                label=label(IN_QUOTES),
                visible=assistant.writer is not None,
                elem_id="in-quotes",
            )
            parts.note.render()  # type: ignore[no-untyped-call]
            chat = Chat(
                responder.respond,
                chatbot=chatbot,
                textbox=gr.Textbox(
                    placeholder=label("Ask a question of the documents"),
                    label=label("Question"),
                    show_label=False,
                    container=False,
                    submit_btn=True,
                    stop_btn=True,
                    max_length=LONGEST_QUESTION,
                    elem_id="question",
                ),
                additional_inputs=[*form, in_quotes, as_it_stands, answers, parts.opened],
                additional_outputs=[sources, box, answers, parts.mark],
                examples=[[question] for question in examples] or None,
                concurrency_limit=ANSWERS_AT_ONCE,
                api_visibility="private",
            )
            export_form(chatbot, answers)
            questions_form(assistant, form, in_quotes)
        with gr.Column(scale=2, min_width=320):
            box.render()  # type: ignore[no-untyped-call]
            feedback_form(assistant.library, chatbot, answers)
            sources.render()  # type: ignore[no-untyped-call]
    # An answer that has left the page takes its sources along, and leaves what is kept.
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    shown, beside = [chat.chatbot_state, answers, parts.opened], [sources, box, parts.mark]
    chatbot.clear(responder.clear, parts.opened, beside, **quiet)
    chatbot.undo(responder.undo, shown, beside, **quiet)
    chat.textbox.stop(
        responder.stop,
        [chatbot, *shown[1:]],
        [chatbot, sources, box, answers, parts.mark],
        **quiet,
    )
    # Not Gradio's own, which cannot be stopped.
    chatbot.edit(
        before_edited,
        chatbot,
        [chatbot, chat.chatbot_state, chat.textbox],
        **quiet,
    ).then(None, chat.textbox, None, js=ASK)
    ask_as_it_stands(box, as_it_stands, chat)
    open_from_address(blocks, chat, keeper, parts, [sources, box, answers])
    return chat
