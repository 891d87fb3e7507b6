"""What Gradio's buttons say in English alone, or not at all, in the languages of the page."""

import gradio as gr

from ui.labels import label

BUTTONS = (
    "Ask",
    "Ask as it stands",
    "Copied conversation",
    "Copy conversation",
    "Disliked",
    "Liked",
    "Stop",
    "Toggle Sidebar",
)


def button_words() -> None:
    """Put the words into the Blocks that are being built, unseen; static/labels.js takes them."""
    for words in BUTTONS:
        html = f'<span title="{words}">{label(words)}</span>'
        gr.HTML(html, visible="hidden", elem_classes="button-words")
