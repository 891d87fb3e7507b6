"""Shows how a follow-up was searched, and lets it be edited and asked as it stands."""

from collections.abc import Sequence

import gradio as gr

from retrieval.records import Answer
from ui.chat_link import ASK
from ui.labels import label


def searched_box() -> gr.Textbox:
    """The box, hidden until a question was read with those before it; not yet rendered.

    Hidden it stays mounted: one that Gradio mounts anew may lose the value it is shown with.
    """
    return gr.Textbox(
        label=label("Searched"),
        info=label("Edit it to search other words: it is then asked as it stands."),
        submit_btn="Ask as it stands",
        max_length=2000,
        visible="hidden",
        interactive=True,
        elem_id="searched",
        render=False,
    )


def searched(answer: Answer | None) -> object:
    """What the box shows beside an answer: nothing where the question was searched as asked."""
    if answer is None or answer.standalone_question == answer.question.strip():
        return gr.update(value="", visible="hidden")
    return gr.update(value=answer.standalone_question, visible=True)


def questions_before(message: str, as_it_stands: str, earlier: Sequence[str]) -> Sequence[str]:
    """The questions that a message is read with: none where it is to be asked as it stands."""
    return () if message.strip() == as_it_stands.strip() else earlier


def ask_as_it_stands(box: gr.Textbox, as_it_stands: gr.State, chat: gr.ChatInterface) -> None:
    """Ask what the box holds when it is submitted, without the questions before it."""
    box.submit(
        lambda text: (text, text),
        box,
        [as_it_stands, chat.textbox],
        show_progress="hidden",
        api_visibility="private",
    ).then(None, chat.textbox, None, js=ASK)
