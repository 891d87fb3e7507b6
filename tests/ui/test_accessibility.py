"""What the page does for all who read it, and what axe-core says of it in a real browser."""

from collections.abc import Callable
from typing import Literal

import pytest
from axe_rules import violations
from chat_page import LOADED, PHONE, WIDE, ChatPage
from commands import Server
from playwright.sync_api import Locator

ADDED = "How much renewable capacity was added in 2024?"
Scheme = Literal["light", "dark"]


@pytest.mark.parametrize(("scheme", "width"), [("dark", WIDE), ("light", PHONE)])
def test_no_state_of_the_page_violates_a_rule(
    open_chat: Callable[..., ChatPage], server: Server, scheme: Scheme, width: int
) -> None:
    chat = open_chat(server, width)
    page = chat.page
    page.emulate_media(color_scheme=scheme)
    page.reload()
    page.wait_for_function(LOADED)
    page.locator("#chat .examples").wait_for()
    found = {"empty": violations(page)}
    page.locator("#chat .examples button").first.click()
    chat.next_answer()
    found["answered"] = violations(page)
    page.get_by_role("button", name="Several questions at once").click()
    page.get_by_role("button", name="Ask them all").wait_for()
    found["several questions"] = violations(page)
    for tab in ("Library", "Evaluation"):
        page.get_by_role("tab", name=tab).click()
        page.get_by_role("button", name="Stop").locator("visible=true").wait_for()
        found[tab] = violations(page)
    page.get_by_role("tab", name="Chat").click()
    found["document"] = violations(chat.open(chat.markers.first))
    assert found == {state: [] for state in found}


def preview_after(chat: ChatPage, come: Callable[[], object]) -> Locator:
    """Come to a marker until its preview stays: the answer may still scroll to its place."""
    preview = chat.page.locator("#preview")
    for _ in range(40):
        come()
        chat.page.wait_for_timeout(500)
        if preview.is_visible():
            break
    return preview


def test_the_keyboard_shows_the_cited_words_and_escape_hides_them(
    open_chat: Callable[..., ChatPage], server: Server
) -> None:
    chat = open_chat(server)
    chat.ask(ADDED)
    preview = preview_after(chat, chat.markers.first.focus)
    assert chat.sources.locator("mark").first.inner_text() in preview.inner_text()
    assert chat.sources.locator("h3").first.inner_text().removeprefix("[1] ") in (
        preview.inner_text()
    )
    chat.page.keyboard.press("Escape")
    preview.wait_for(state="hidden")


def test_the_preview_goes_and_comes_back_with_its_number(
    open_chat: Callable[..., ChatPage], server: Server
) -> None:
    chat = open_chat(server, PHONE)
    chat.ask(ADDED)
    marker = chat.markers.first
    preview = preview_after(chat, marker.focus)
    # Down to the sources of a narrow page, and back.
    chat.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    preview.wait_for(state="hidden")
    preview = preview_after(chat, marker.scroll_into_view_if_needed)
    assert preview.is_visible()


def test_the_pointer_may_rest_on_a_preview_and_leaving_hides_it(
    open_chat: Callable[..., ChatPage], server: Server
) -> None:
    chat = open_chat(server)
    chat.ask(ADDED)

    def point() -> None:
        chat.page.mouse.move(2, 2)
        chat.markers.first.hover()

    preview = preview_after(chat, point)
    preview.hover(timeout=5_000)
    chat.page.wait_for_timeout(600)
    assert preview.is_visible()
    chat.page.mouse.move(2, 2)
    preview.wait_for(state="hidden")
    assert "582" in str(chat.markers.first.get_attribute("title"))


def test_an_answer_of_several_dates_has_a_timeline_and_badges(
    open_chat: Callable[..., ChatPage], server: Server
) -> None:
    chat = open_chat(server)
    chat.ask(ADDED)
    line = chat.sources.locator(".timeline").inner_text()
    dates = [about.split(" · ")[1] for about in chat.sources.locator(".about").all_inner_texts()]
    assert all(date in line for date in dates)
    assert "sources disagree" in chat.sources.inner_text()
