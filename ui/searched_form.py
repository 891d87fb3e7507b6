"""Shows how a follow-up was searched, and lets it be edited and asked as it stands."""

from collections.abc import Sequence

import gradio as gr

from retrieval.records import Answer
from ui.chat_link import ASK
from ui.labels import label

# Empty from then on, and hidden where it has no focus.
ASK_AND_LEAVE = f"(question) => {{ document.activeElement?.blur(); ({ASK})(question); }}"


def searched_box() -> gr.Textbox:
    """The box, not yet rendered; a style hides it while it is empty.

    Its visibility is no value of Gradio's: a value that comes with a change of it may be lost.
    """
    return gr.Textbox(
        label=label("Searched"),
        info=label("Edit it to search other words: it is then asked as it stands."),
        submit_btn="Ask as it stands",
        max_length=2000,
        placeholder=" ",  # the style tells by it that nothing was typed
        interactive=True,
        elem_id="searched",
        render=False,
    )


def searched(answer: Answer | None) -> str:
    """What the box holds beside an answer: nothing where the question was searched as asked."""
    if answer is None or answer.standalone_question == answer.question.strip():
        return ""
    return answer.standalone_question


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
    ).then(None, chat.textbox, None, js=ASK_AND_LEAVE)
