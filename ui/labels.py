"""Texts that stand in the page from the beginning, which the browser itself translates."""

import gradio as gr
from gradio.i18n import I18nData

from ui.translation import TRANSLATIONS


def label(text: str) -> I18nData:
    """A text of the page; one may stand within the HTML of a part, of several only the first."""
    return I18nData(text)


def labels() -> gr.I18n:
    """The texts of all languages, for the browser."""
    return gr.I18n(**{language: dict(texts) for language, texts in TRANSLATIONS.items()})


def status_label(text: str) -> str:
    """The HTML of a sentence that says how things stand, which screen readers say too."""
    return f'<p class="note" role="status">{label(text)}</p>'
