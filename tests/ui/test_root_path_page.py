"""Behind a reverse proxy that offers the page below a path, in a real browser."""

import pytest
from chat_page import WAIT_MILLISECONDS, ChatPage
from own_server import PASSWORD
from playwright.sync_api import Browser
from reverse_proxy import ROOT, offered

from retrieval import Library

COST = "How much does the pump of Ely cost?"


@pytest.mark.parametrize("strips", [True, False])
def test_the_page_its_parts_and_the_documents_work_below_the_path(
    small_library: Library, browser: Browser, strips: bool
) -> None:
    with offered(small_library, strips=strips) as server:
        look_around(server.address, browser)


def look_around(address: str, browser: Browser) -> None:
    """Sign in, ask, follow a marker, sign out."""
    context = browser.new_context()
    context.set_default_timeout(WAIT_MILLISECONDS)
    page = context.new_page()
    page.goto(f"{address}/")
    assert page.url == f"{address}/sign-in"
    page.get_by_label("Name").fill("maria")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.locator("#account").wait_for()
    assert {cookie["path"] for cookie in context.cookies()} == {ROOT}  # type: ignore[typeddict-item]
    chat = ChatPage(context, f"{address}/")
    assert "5,200 pounds" in chat.ask(COST)
    document = chat.open(chat.markers.first)
    assert document.url.startswith(f"{address}/document/pump.md")
    assert "5,200 pounds" in document.locator("mark#cited").inner_text()
    original = document.get_by_role("link", name="Original file").get_attribute("href")
    assert original == f"{ROOT}/original/pump.md"
    chat.page.bring_to_front()
    chat.page.get_by_role("button", name="Sign out").click()
    chat.page.get_by_text("You are signed out.").wait_for()
    assert all(url.startswith(address) for url in chat.requested if "favicon" not in url)
    context.close()
