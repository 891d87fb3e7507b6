"""The filters that are set, as chips beside the closed form; pressing one takes it away."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

import gradio as gr

from retrieval.index import Library
from ui.overview import LANGUAGES
from ui.translation import translated

PUBLISHERS, LANGUAGE, DOCUMENTS, SINCE, UNTIL = 0, 1, 2, 3, 4  # parts of the form
ON_LOAD = """element.addEventListener('click', (event) => {
  const chip = event.target.closest('button[data-part]');
  if (chip) trigger('click', {...chip.dataset});
});"""
Value = list[str] | str | None  # of a part of the form


def filter_chips(library: Library, form: Sequence[gr.components.Component]) -> None:
    """Put the chips into the Blocks that are being built.

    Args:
        form: its parts in the order of :func:`ui.filter_options.filters_of`.
    """

    def shown(*values: Value) -> str:
        titles = {source.document: source.title for source in library.catalogue.sources()}
        return chips_html(values, titles if values[DOCUMENTS] else {})

    def without(event: gr.EventData, *values: Value) -> list[Value]:
        return without_filter(values, int(event.part), str(event.name))

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    chips = gr.HTML(elem_id="filter-chips", js_on_load=ON_LOAD)
    changed = [part.change for part in form]  # type: ignore[attr-defined]
    gr.on(changed, shown, [*form], chips, trigger_mode="always_last", **quiet)
    chips.click(without, [*form], [*form], **quiet)


def chips_html(values: Sequence[Value], titles: Mapping[str, str]) -> str:
    """A button for each filter that is set; empty where none is.

    Args:
        titles: of the documents, by their ids.
    """
    buttons = "".join(
        f'<button type="button" data-part="{part}" data-name="{escape(name)}" '
        f'aria-label="{escape(translated("Remove the filter {filter}", filter=said))}">'
        f"<span>{escape(said)}</span> ✕</button>"
        for part, name, said in _chosen(values, titles)
    )
    if not buttons:
        return ""
    about = translated("Only these are searched:")
    return f'<div class="chips"><span>{about}</span>{buttons}</div>'


def without_filter(values: Sequence[Value], part: int, name: str) -> list[Value]:
    """What the form holds once one of its filters is taken away."""
    left = list(values)
    now = left[part]
    left[part] = [each for each in now if each != name] if isinstance(now, list) else ""
    return left


def _chosen(values: Sequence[Value], titles: Mapping[str, str]) -> Iterator[tuple[int, str, str]]:
    """Each filter that is set: its part, its value, and what it is called."""
    for publisher in values[PUBLISHERS] or ():
        yield PUBLISHERS, publisher, publisher
    for code in values[LANGUAGE] or ():
        yield LANGUAGE, code, translated(LANGUAGES.get(code, code))
    for document in values[DOCUMENTS] or ():
        yield DOCUMENTS, document, titles.get(document) or document
    if since := str(values[SINCE] or "").strip():
        yield SINCE, since, translated("since {date}", date=since)
    if until := str(values[UNTIL] or "").strip():
        yield UNTIL, until, translated("until {date}", date=until)
