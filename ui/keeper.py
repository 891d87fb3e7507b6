"""Keeps what a page shows of its conversation, and opens it again.

Whatever fails is a sentence for the page: the chat goes on where nothing can be kept.
"""

import logging
import threading
from dataclasses import dataclass

from retrieval.changes import as_of_now
from retrieval.errors import EnergyChatError
from retrieval.index import Library
from retrieval.records import Answer, Conversation, Edition, Exchange
from ui.translation import retold, translated

NOT_KEPT = "This conversation is not kept. {reason}"
FAILED = "Something went wrong; the server's log says more."

log = logging.getLogger(__name__)


@dataclass
class Opened:
    """The conversation that one page has open; each page has its own, which is changed in place.

    In place, since an answer that is stopped hands nothing on to what follows it.
    """

    edition: Edition | None = None
    problem: str = ""

    @property
    def id(self) -> str:
        """Empty where nothing is kept yet."""
        return self.edition.conversation if self.edition else ""

    @property
    def mark(self) -> str:
        """Another text with each change; the id is what precedes the colon."""
        return f"{self.id}:{self.edition.number if self.edition else 0}:{self.problem}"


class Keeper:
    """The conversations of one library, for pages."""

    def __init__(self, library: Library) -> None:
        self._library = library
        # One page may send two changes at once, of which the second must know of the first.
        self._lock = threading.Lock()

    def keep(self, user: str, opened: Opened, exchanges: list[Exchange]) -> None:
        """Keep a conversation as it is shown; one without questions is deleted."""
        with self._lock:
            try:
                state = self._library.state
                if exchanges:
                    opened.edition = state.keep(user, opened.edition, exchanges)
                elif opened.edition:
                    state.remove_conversation(user, opened.id, only=opened.edition)
                    opened.edition = None
                opened.problem = ""
            except Exception as error:
                opened.problem = translated(NOT_KEPT, reason=_sentence(error))

    def open(self, user: str, id_: str) -> tuple[Opened, list[Exchange]]:
        """A conversation with all that was said; none, and why, where it cannot be opened."""
        try:
            edition, exchanges = self._library.state.conversation(user, id_)
        except Exception as error:
            return Opened(problem=f"{_sentence(error)} {translated('This is a new one.')}"), []
        return Opened(edition), exchanges

    def seen_now(self, exchange: Exchange) -> Answer | None:
        """An answer, told of what became of its sources since."""
        if exchange.answer is None:
            return None
        try:
            return as_of_now(self._library, exchange.answer, exchange.kept)
        except Exception:
            log.exception("looking up what became of the sources failed")
            return exchange.answer  # with the quotes that it had

    def listed(self, user: str, words: str) -> tuple[list[Conversation], str]:
        """The conversations with these words, and what hinders the list, empty if nothing."""
        try:
            return self._library.state.conversations(user, words), ""
        except Exception as error:
            return [], _sentence(error)

    def rename(self, user: str, id_: str, title: str) -> str:
        """Give a conversation another title; returns why it cannot be done, else nothing."""
        try:
            self._library.state.rename_conversation(user, id_, title)
        except Exception as error:
            return _sentence(error)
        return ""

    def remove(self, user: str, id_: str) -> str:
        """Delete a conversation; returns why it cannot be done, else nothing."""
        try:
            self._library.state.remove_conversation(user, id_)
        except Exception as error:
            return _sentence(error)
        return ""


def _sentence(error: Exception) -> str:
    # A boundary: the cause of what nobody foresaw is in the log.
    if isinstance(error, EnergyChatError):
        return retold(str(error))
    log.error("keeping conversations failed", exc_info=error)
    return translated(FAILED)
