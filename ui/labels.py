"""Texts that stand in the page from the beginning, which the browser itself translates."""

import gradio as gr
from gradio.i18n import I18nData

from ui.translation import ENGLISH, TRANSLATIONS

# By the names under which Gradio looks for words of its own that it lacks in some language or all.
LOOKED_UP = {
    "chatbot.copied_message": "Copied message",
    "chatbot.copy_message": "Copy message",
    "common.complete": "Done",
    "common.progress": "In progress",
}


def label(text: str) -> I18nData:
    """A text of the page; one may stand within the HTML of a part, of several only the first."""
    return I18nData(text)


def labels() -> gr.I18n:
    """The texts of all languages, for the browser, and those that Gradio itself looks for."""
    languages = {ENGLISH: {}, **TRANSLATIONS}
    return gr.I18n(
        **{
            language: {**texts, **{name: texts.get(said, said) for name, said in LOOKED_UP.items()}}
            for language, texts in languages.items()
        }
    )


def status_label(text: str) -> str:
    """The HTML of a sentence that says how things stand, which screen readers say too."""
    return f'<p class="note" role="status">{label(text)}</p>'
