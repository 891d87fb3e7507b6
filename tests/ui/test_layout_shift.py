"""What a page shows does not jump while an answer comes in."""

from collections.abc import Callable

import pytest
from chat_page import LOADED, PHONE, WIDE, ChatPage, is_in_view, overflow
from commands import Server

GOOD = 0.1  # cumulative layout shift, as web.dev/articles/cls has it
# Shifts within half a second of a key count too, unlike in the common measure.
WATCH = """() => {
  window.shifts = [];
  new PerformanceObserver((list) => shifts.push(...list.getEntries().map((entry) => entry.value)))
    .observe({type: 'layout-shift'});
}"""


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_nothing_jumps_while_an_answer_comes_in(
    open_chat: Callable[..., ChatPage], server: Server, width: int
) -> None:
    chat = open_chat(server, width)
    chat.ask("What is the new name of NREL?")
    chat.page.evaluate(WATCH)
    chat.ask("How much renewable capacity was added in 2024?")
    chat.page.wait_for_timeout(1000)  # for what comes after the answer, such as suggestions
    assert sum(chat.page.evaluate("shifts")) < GOOD
    chat.page.evaluate("document.querySelector('#masthead').style.paddingTop = '300px'")
    chat.page.wait_for_function("shifts.length > 0")  # they are seen at all


@pytest.mark.parametrize("width", [768, 1920])
def test_the_page_fits_tablets_and_large_screens(
    open_chat: Callable[..., ChatPage], server: Server, width: int
) -> None:
    chat = open_chat(server)
    chat.page.set_viewport_size({"width": width, "height": 1080})
    chat.page.reload()
    chat.page.wait_for_function(LOADED)
    chat.ask("How much renewable capacity was added in 2024?")
    assert overflow(chat.page) <= 0
    assert is_in_view(chat.page.locator("#question"))
    assert is_in_view(chat.last)
