"""Keeps the thumbs that people give to answers, and what they say to it."""

import logging
from dataclasses import dataclass

import gradio as gr

from retrieval.database import DatabaseError
from retrieval.errors import EnergyChatError
from retrieval.index import Library
from ui.roles import username

THANKS = "Thank you. It is kept for whoever looks after the library."
TAKEN_BACK = "Your verdict is taken back."
NOT_KEPT = "Your verdict could not be kept; the server's log says more."
LONGEST_COMMENT = 2000  # characters

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Judged:
    """A verdict that was kept: its number, 0 for none, and what is said of it."""

    number: int
    said: str


class Verdicts:
    """The verdicts on the answers of one library."""

    def __init__(self, library: Library) -> None:
        self._state = library.state

    def judge(
        self, request: gr.Request, question: str, answer: str, verdict: bool | str | None
    ) -> Judged:
        """Keep a verdict; one that is neither true nor false takes the earlier one back."""
        user = username(request)
        try:
            self._state.take_back(user, question, answer)
            if not isinstance(verdict, bool):
                return Judged(0, TAKEN_BACK)
            return Judged(self._state.add_verdict(user, question, answer, is_good=verdict), THANKS)
        except (DatabaseError, EnergyChatError):
            log.exception("keeping a verdict failed")
            return Judged(0, NOT_KEPT)

    def comment(self, request: gr.Request, number: int, text: str) -> str:
        """Keep what is said to a verdict."""
        try:
            self._state.comment(username(request), number, text.strip()[:LONGEST_COMMENT])
        except (DatabaseError, EnergyChatError):
            log.exception("keeping a comment failed")
            return NOT_KEPT
        return THANKS
