"""Opens what the address of the page names: a question to ask, or a conversation."""

from typing import Any

import gradio as gr

from retrieval.records import Exchange
from ui.chat_link import ASK, EARLIER, QUESTION
from ui.conversation_list import CONVERSATION
from ui.keeper import Keeper
from ui.render import answer_html
from ui.responding import History, turn_of, unanswered_html
from ui.roles import username
from ui.searched_form import searched
from ui.sidebar import Parts
from ui.source_cards import NO_SOURCES, sources_html


def open_from_address(
    blocks: gr.Blocks,
    chat: gr.ChatInterface,
    keeper: Keeper,
    parts: Parts,
    beside: list[gr.components.Component],
) -> None:
    """Ask or open, when the page is opened, what its address names.

    Args:
        beside: the sources, the box "Searched" and the answers behind the texts.
    """

    def read(request: gr.Request) -> tuple[Any, ...]:
        asked = dict(request.query_params)
        if asked.get(QUESTION):
            earlier = [_said("user", text) for text in asked.get(EARLIER, "").splitlines()]
            return earlier, earlier, asked[QUESTION], asked[QUESTION], *[gr.skip()] * 5
        if asked.get(CONVERSATION):
            opened, exchanges = keeper.open(username(request), asked[CONVERSATION])
            history, *rest = _again(keeper, exchanges)
            return history, history, *rest, opened, opened.mark
        return (*[gr.skip()] * 9,)

    # Beside the chat's own, in which somebody may be typing by then.
    question = gr.Textbox(visible="hidden")
    opened = blocks.load(
        read,
        None,
        # By way of the chat's value the turns might come after the question is asked.
        [
            chat.chatbot,
            chat.chatbot_state,
            chat.textbox,
            question,
            *beside,
            parts.opened,
            parts.mark,
        ],
        show_progress="hidden",
        api_visibility="private",
    )
    opened.then(None, question, None, js=ASK)


def _again(keeper: Keeper, exchanges: list[Exchange]) -> tuple[Any, ...]:
    """The turns, no question to ask, the last sources, how it was searched, and the answers."""
    history: History = []
    sources, last = NO_SOURCES, None
    for each in exchanges:
        now = last = keeper.seen_now(each)
        history += [
            _said("user", each.question),
            _said("assistant", answer_html(now) if now else unanswered_html()),
        ]
        sources = sources_html(now) if now else NO_SOURCES
    if last:
        history[-1] = turn_of(last)  # what may be asked next is offered below the last alone
    kept = {turn: each.answer for turn, each in enumerate(exchanges) if each.answer}
    return history, gr.skip(), "", sources, searched(last), kept


def _said(role: str, content: str) -> dict[str, Any]:
    return {"role": role, "content": content}
