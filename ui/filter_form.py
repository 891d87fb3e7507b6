"""The form above the chat that filters what is searched."""

from collections.abc import Sequence
from typing import Any

import gradio as gr

from retrieval.index import Library
from ui.labels import label
from ui.overview import LANGUAGES
from ui.translation import translated

DATE = label("2025, 2025-08 or 2025-08-04")
Choices = list[tuple[str, str]]


def filter_form() -> list[gr.components.Component]:
    """Put the form into the Blocks that are being built.

    Returns:
        Its parts in the order of :func:`ui.filter_options.filters_of`; their choices come
        with :func:`offer_choices`.
    """

    def choose(name: str) -> gr.Dropdown:
        # A name that has left the library is refused in words that say which there are.
        return gr.Dropdown(label=label(name), choices=[], multiselect=True, allow_custom_value=True)

    with gr.Accordion(label("Filters"), open=False, elem_id="filters"):
        with gr.Row():
            parts: list[gr.components.Component] = [choose("Publisher"), choose("Language")]
        parts.append(choose("Document"))
        with gr.Row():
            parts.append(
                gr.Textbox(label=label("Published since"), placeholder=DATE, max_length=10)
            )
            parts.append(
                gr.Textbox(label=label("Published until"), placeholder=DATE, max_length=10)
            )
    return parts


def offer_choices(
    blocks: gr.Blocks, library: Library, form: Sequence[gr.components.Component]
) -> None:
    """Whenever the page is loaded, offer what the library has by then."""

    def choices() -> list[dict[str, Any]]:
        return [gr.update(choices=each) for each in _choices(library)]

    blocks.load(choices, None, form[:3], show_progress="hidden", api_visibility="private")


def _choices(library: Library) -> tuple[Choices, Choices, Choices]:
    sources = library.catalogue.sources()
    publishers = sorted({s.publisher for s in sources if s.publisher}, key=str.casefold)
    codes = {s.language for s in sources if s.language}
    languages = sorted((translated(LANGUAGES.get(code, code)), code) for code in codes)
    documents = sorted((s.title or s.document, s.document) for s in sources)
    return [(p, p) for p in publishers], languages, documents
