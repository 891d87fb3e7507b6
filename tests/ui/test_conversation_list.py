"""The list of conversations as HTML."""

from datetime import UTC, date, datetime, timedelta

import pytest
from html_reader import HOSTILE, Reader

from retrieval.conversations import LISTED
from retrieval.records import Conversation
from ui.conversation_list import EMPTY, NOT_FOUND, OLDER, conversation_link, list_html

NOW = datetime.now(UTC)


def conversation(id_: str, title: str, updated: datetime = NOW) -> Conversation:
    return Conversation(id_, title, updated.isoformat(), 1)


def test_each_conversation_is_a_link_whose_title_shows_as_it_is() -> None:
    html = list_html([conversation("a&b", HOSTILE)], "", _today())
    assert Reader(html, "a").inside == HOSTILE
    assert Reader(html).links() == [conversation_link("a&b")] == ["./?conversation=a%26b"]
    assert {tag for tag, _ in Reader(html).tags} == {"nav", "h3", "ul", "li", "a", "button"}


def test_each_button_says_what_it_does_to_which_conversation() -> None:
    html = list_html([conversation("a", "LCOE?")], "", _today())
    buttons = [about for tag, about in Reader(html).tags if tag == "button"]
    assert [about["aria-label"] for about in buttons] == ["Rename LCOE?", "Delete LCOE?"]
    assert {about["data-conversation"] for about in buttons} == {"a"}


def test_the_open_conversation_alone_is_marked() -> None:
    html = list_html([conversation("a", "A"), conversation("b", "B")], "b", _today())
    marked = [about["href"] for tag, about in Reader(html).tags if about.get("aria-current")]
    assert marked == [conversation_link("b")]


def test_those_of_today_stand_before_the_earlier_ones() -> None:
    earlier = NOW - timedelta(days=3)
    conversations = [conversation("a", "A"), conversation("b", "B", earlier)]
    assert Reader(list_html(conversations, "", _today())).text.startswith("TodayA")
    assert Reader(list_html(conversations, "", _today()), "h3").inside == "TodayEarlier"


def test_a_list_that_is_cut_says_how_the_others_are_found() -> None:
    conversations = [conversation(str(n), "A") for n in range(LISTED)]
    assert Reader(list_html(conversations, "", _today())).text.endswith(OLDER)
    assert OLDER not in list_html(conversations[1:], "", _today())


@pytest.mark.parametrize(("is_search", "said"), [(False, EMPTY), (True, NOT_FOUND)])
def test_an_empty_list_says_why(is_search: bool, said: str) -> None:
    assert Reader(list_html([], "", _today(), is_search=is_search)).text == said


def _today() -> date:
    return NOW.astimezone().date()
