"""The conversations beside the chat: begin one, search, open, rename, delete."""

from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any, Literal

import gradio as gr

from ui.conversation_list import list_html
from ui.keeper import Keeper, Opened
from ui.labels import label
from ui.render import status_html
from ui.roles import username
from ui.translation import translated

HEAD = '<h2>Conversations</h2><p><a class="new-conversation" href="./">New conversation</a></p>'
# The list is plain links; its buttons alone need the server.
ON_LOAD = """element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-action]');
  if (button) trigger('click', {...button.dataset});
});"""
FOCUS = """() => setTimeout(() => document.querySelector(
  '#rename-conversation :is(input, textarea), #delete-conversation button:not(.stop)'
)?.focus(), 100)  // when the form is drawn"""
DELETE = "<p>Delete “{title}” with all its answers? This cannot be undone.</p>"
LEAVE = "(isOpen) => { if (isOpen) location.assign('./'); }"


@dataclass(frozen=True)
class Parts:
    """What the chat and the sidebar share of the conversation that is open in a page.

    ``mark`` tells the page of each change of it; ``note`` says what hinders its keeping.
    """

    opened: gr.State
    mark: gr.Textbox
    note: gr.HTML


def conversation_parts() -> Parts:
    """Make them; the chat renders the note."""
    return Parts(
        gr.State(Opened()),
        gr.Textbox(visible="hidden", elem_id="conversation-mark"),
        gr.HTML(elem_id="conversation-note", render=False),
    )


def sidebar(blocks: gr.Blocks, keeper: Keeper, parts: Parts) -> None:
    """Put the sidebar into the Blocks that are being built."""
    actions = _Actions(keeper)
    chosen = gr.State("")
    is_open = gr.Checkbox(visible="hidden")
    with gr.Sidebar(open=False, width=300, elem_id="conversations") as panel:
        gr.HTML(str(label(HEAD)))
        search = gr.Textbox(
            label=label("Search conversations"),
            show_label=False,
            placeholder=label("Search conversations"),
            container=False,
            max_length=200,
            elem_id="conversation-search",
        )
        with gr.Column(visible=False, elem_id="rename-conversation") as rename:
            title = gr.Textbox(label=label("New title"), max_length=200)
            save, cancel = _buttons(("Save", "primary"), ("Cancel", "secondary"))
        with gr.Column(visible=False, elem_id="delete-conversation") as delete:
            question = gr.HTML()
            yes, no = _buttons(("Delete", "stop"), ("Keep", "secondary"))
        outcome = gr.HTML(elem_id="conversation-outcome")
        listed = gr.HTML(elem_id="conversation-list", js_on_load=ON_LOAD)
    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    forms, listing = [rename, delete], [parts.opened, search]
    listed.click(actions.choose, None, [chosen, *forms, title, question, outcome], **quiet).then(
        None, None, None, js=FOCUS
    )
    done = [*forms, outcome, listed]
    gr.on([save.click, title.submit], actions.rename, [chosen, title, *listing], done, **quiet)
    yes.click(actions.remove, [chosen, *listing], [*done, is_open], **quiet).then(
        None, is_open, None, js=LEAVE
    )
    gr.on([cancel.click, no.click], _hidden, None, forms, **quiet)
    # One event for all, so that no list comes after one that was asked for later.
    gr.on(
        [blocks.load, parts.mark.change, search.change],
        actions.listed,
        listing,
        listed,
        trigger_mode="always_last",
        **quiet,
    )
    parts.mark.change(lambda opened: _status(opened.problem), parts.opened, parts.note, **quiet)
    parts.mark.change(None, parts.mark, None, js="(mark) => showConversation(mark)")
    _keep_width(blocks, panel)


def _buttons(*named: tuple[str, Literal["primary", "secondary", "stop"]]) -> list[gr.Button]:
    with gr.Row():
        return [
            gr.Button(label(text), variant=kind, size="sm", min_width=60) for text, kind in named
        ]


class _Actions:
    """What the list and its two forms do."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper

    def listed(self, opened: Opened, words: str, request: gr.Request) -> str:
        """The list of the conversations with these words."""
        found, problem = self._keeper.listed(username(request), words)
        if problem:
            return status_html(problem)
        return list_html(found, opened.id, date.today(), is_search=bool(words.strip()))

    def choose(self, event: gr.EventData) -> tuple[object, ...]:
        """Show the form that a button of the list asks for."""
        is_renamed, title = event.action == "rename", str(event.title)
        asked = translated(DELETE, title=escape(title))
        return (
            str(event.conversation),
            gr.update(visible=is_renamed),
            gr.update(visible=not is_renamed),
            title,
            asked,
            "",
        )

    def rename(
        self, id_: str, title: str, opened: Opened, words: str, request: gr.Request
    ) -> tuple[object, ...]:
        """Rename the chosen conversation."""
        problem = self._keeper.rename(username(request), id_, title)
        return *_hidden(), _status(problem), self.listed(opened, words, request)

    def remove(
        self, id_: str, opened: Opened, words: str, request: gr.Request
    ) -> tuple[object, ...]:
        """Delete the chosen conversation; says at last whether it is the open one."""
        problem = self._keeper.remove(username(request), id_)
        listed = self.listed(opened, words, request)
        return *_hidden(), _status(problem), listed, not problem and id_ == opened.id


def _hidden() -> tuple[object, object]:
    return gr.update(visible=False), gr.update(visible=False)


def _status(problem: str) -> str:
    return status_html(problem) if problem else ""


def _keep_width(blocks: gr.Blocks, panel: gr.Sidebar) -> None:
    """Open it where there is room, unless it was closed there."""
    blocks.load(None, None, panel, js="() => ({__type__: 'update', open: isSidebarOpen()})")
    panel.expand(None, None, None, js="() => keepSidebar('open')")
    panel.collapse(None, None, None, js="() => keepSidebar('closed')")
