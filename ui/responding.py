"""Answers a question of the chat, and keeps the conversation in step with what is shown of it."""

import logging
from collections.abc import Iterator
from typing import Any

import gradio as gr

from retrieval.assistant import Assistant
from retrieval.errors import EnergyChatError
from retrieval.records import Answer, Exchange
from ui.answering import FAILED, NO_QUESTION
from ui.conversation import Kept, earlier_questions, exchanges_shown, kept_before, kept_with
from ui.filter_options import filters_of
from ui.follow_ups import follow_ups
from ui.keeper import Keeper, Opened
from ui.render import answer_html, escape_markdown
from ui.roles import username
from ui.searched_form import questions_before, searched
from ui.source_cards import NO_SOURCES, sources_html
from ui.translation import retold, translated

History = list[dict[str, Any]]
Shown = tuple[object, object, object, Kept, str]  # answer, sources, "Searched", answers, mark

UNANSWERED = "This question has no answer: it was stopped, or something went wrong."

log = logging.getLogger(__name__)


class Responder:
    """What the chat does with a question, and when one is stopped, taken back or cleared."""

    def __init__(self, assistant: Assistant, keeper: Keeper) -> None:
        self._assistant = assistant
        self._quoting = Assistant(assistant.library, quotes=True)
        self._keeper = keeper

    def respond(
        self,
        message: str,
        history: History,
        publishers: list[str] | None,
        languages: list[str] | None,
        documents: list[str] | None,
        since: str | None,
        until: str | None,
        in_quotes: bool,
        standing: str,
        kept: Kept,
        opened: Opened,
        request: gr.Request,
    ) -> Iterator[Shown]:
        """The answer as far as it is written, with what stands beside it."""
        before = kept_before(kept, history)
        if not message.strip():
            yield translated(NO_QUESTION), NO_SOURCES, searched(None), before, opened.mark
            return
        earlier, user = exchanges_shown(before, history), username(request)
        # Kept before it is answered: who stops the answer or leaves finds the question again.
        self._keeper.keep(user, opened, [*earlier, Exchange(message.strip())])
        yield [], NO_SOURCES, searched(None), before, opened.mark
        # A boundary: whatever fails is a sentence in the page, and its cause is in the log.
        try:
            asked_before = questions_before(message, standing, earlier_questions(history))
            filters = filters_of(publishers, languages, documents, since, until)
            assistant = self._quoting if in_quotes else self._assistant
            for answer in assistant.stream(message, asked_before, filters):
                answers = kept_with(kept, history, answer)
                beside = sources_html(answer), searched(answer), answers
                yield answer_html(answer), *beside, opened.mark
            self._keeper.keep(user, opened, [*earlier, Exchange(message.strip(), answer)])
            yield turn_of(answer), *beside, opened.mark
        except EnergyChatError as error:
            yield (
                escape_markdown(retold(str(error))),
                NO_SOURCES,
                searched(None),
                before,
                opened.mark,
            )
        except Exception:
            log.exception("answering %r failed", message)
            yield translated(FAILED), NO_SOURCES, searched(None), before, opened.mark

    def clear(self, opened: Opened, request: gr.Request) -> tuple[str, object, str]:
        """What stands beside the chat after a clear, which deletes the conversation."""
        self._keeper.keep(username(request), opened, [])
        return NO_SOURCES, searched(None), opened.mark

    def undo(
        self,
        history: History,
        kept: Kept,
        opened: Opened,
        event: gr.UndoData,
        request: gr.Request,
    ) -> tuple[str, object, str]:
        """What stands beside the chat after the last question was taken back."""
        # The history may be cut by now or not: this is no other then.
        left = exchanges_shown(kept, history[: position_of(event)])
        self._keeper.keep(username(request), opened, left)
        return NO_SOURCES, searched(None), opened.mark

    def stop(
        self, history: History, kept: Kept, opened: Opened, request: gr.Request
    ) -> tuple[History, str, object, Kept, str]:
        """The turns and what stands beside them after an answer was stopped."""
        *before, last = [n for n, turn in enumerate(history) if turn["role"] == "user"] or [-1]
        kept = {turn: answer for turn, answer in kept.items() if turn < len(before)}
        history = [*history[: last + 1], {"role": "assistant", "content": unanswered_html()}]
        self._keeper.keep(username(request), opened, exchanges_shown(kept, history))
        return history, NO_SOURCES, searched(None), kept, opened.mark


def before_edited(history: History, event: gr.EditData) -> tuple[History, History, str]:
    """The turns before the question that was edited, twice, and that question as it is now."""
    before = history[: position_of(event)]
    return before, before, event.value


def position_of(event: gr.EditData | gr.LikeData | gr.UndoData) -> int:
    """The place of the turn that an event is about."""
    return event.index[0] if isinstance(event.index, tuple | list) else event.index


def unanswered_html() -> str:
    """What stands in the place of an answer where there is none."""
    return f'<p class="note">{translated(UNANSWERED)}</p>'


def turn_of(answer: Answer) -> dict[str, Any]:
    """The chat's turn of a finished answer, with what may be asked next as buttons."""
    options = [{"value": question} for question in follow_ups(answer)]
    return {"role": "assistant", "content": answer_html(answer), "options": options}
