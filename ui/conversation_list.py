"""HTML of the list of conversations. Pure; titles are escaped."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from html import escape
from itertools import groupby
from urllib.parse import urlencode

from retrieval.conversations import LISTED
from retrieval.records import Conversation
from ui.translation import translated

CONVERSATION = "conversation"  # its name in the address
EMPTY = "Your questions are kept here."
OLDER = "A search finds those before."
NOT_FOUND = "No conversation has these words."


def conversation_link(id_: str) -> str:
    """The address of a conversation, below that of the page."""
    return f"./?{urlencode({CONVERSATION: id_})}"


def list_html(
    conversations: Sequence[Conversation], opened: str, today: date, *, is_search: bool = False
) -> str:
    """The conversations as links, those of today before the earlier ones.

    Args:
        opened: the id of the one that the page shows.
    """
    if not conversations:
        return f'<p class="note">{translated(NOT_FOUND if is_search else EMPTY)}</p>'
    groups = groupby(conversations, key=lambda each: _day(each) == today)
    more = f'<p class="note">{translated(OLDER)}</p>' if len(conversations) >= LISTED else ""
    return (
        f'<nav aria-label="{translated("Conversations")}">{"".join(_groups(groups, opened))}</nav>'
        + more
    )


def _groups(groups: Iterator[tuple[bool, Iterator[Conversation]]], opened: str) -> Iterator[str]:
    for is_today, conversations in groups:
        items = "".join(_item(each, each.id == opened) for each in conversations)
        yield f"<h3>{translated('Today' if is_today else 'Earlier')}</h3><ul>{items}</ul>"


def _item(conversation: Conversation, is_open: bool) -> str:
    title = escape(conversation.title)
    current = ' aria-current="page"' if is_open else ""
    link = escape(conversation_link(conversation.id))
    buttons = "".join(
        f'<button type="button" data-action="{action}" data-title="{title}" '
        f'data-conversation="{escape(conversation.id)}" aria-label="{translated(name)} {title}" '
        f'title="{translated(name)}">{sign}</button>'
        for action, name, sign in (("rename", "Rename", "✎"), ("delete", "Delete", "✕"))
    )
    return f'<li><a href="{link}"{current} title="{title}">{title}</a>{buttons}</li>'


def _day(conversation: Conversation) -> date:
    # The day as the server's clock has it; the time is kept in UTC.
    return datetime.fromisoformat(conversation.updated).astimezone().date()
