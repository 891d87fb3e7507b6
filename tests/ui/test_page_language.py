"""The page in the language that the browser asks for."""

from collections.abc import Iterator

import httpx
import pytest
from chat_page import WAIT_MILLISECONDS, ChatPage
from chromium import picture
from commands import Server
from own_server import Closed
from playwright.sync_api import Browser, expect

from ui.gradio_words import BUTTONS
from ui.translation import TRANSLATIONS

ASKED = {
    "fr": "Quel est le rendement de la cellule tandem du CEA et 3SUN ?",
    "ko": "제4회 한국-캐나다 배터리 워크숍은 어디에서 열렸나?",
}


@pytest.fixture(params=sorted(TRANSLATIONS))
def foreign(browser: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[ChatPage]:
    """The chat in a browser of another language."""
    context = browser.new_context(locale=request.param)
    context.set_default_timeout(WAIT_MILLISECONDS)
    chat = ChatPage(context, server.address)
    yield chat
    picture(context.pages, request.node.name)
    chat.close()
    context.close()


def left_in_english(chat: ChatPage, language: str) -> list[str]:
    """The texts with a translation that the page shows in English; single words may be names."""
    shown = chat.text
    texts = TRANSLATIONS[language].items()
    return [text for text, said in texts if " " in text and text in shown and text not in said]


def test_the_page_speaks_the_language_of_the_browser(foreign: ChatPage) -> None:
    page = foreign.page
    language = str(page.evaluate("document.documentElement.lang"))
    words = TRANSLATIONS[language]
    assert words["Ask a question of the documents"] == page.locator(
        "#question textarea"
    ).get_attribute("placeholder")
    shown = {"empty": foreign.text}
    foreign.ask(ASKED[language])
    shown["answer"] = foreign.text
    assert words["Open in document"] in foreign.sources.inner_text()
    # The box of the question still says what to do, and the buttons are Gradio's own.
    expect(page.locator("#question textarea")).to_have_attribute(
        "placeholder", words["Ask a question of the documents"]
    )
    for button in (*BUTTONS, "Copy message"):
        expect(page.get_by_role("button", name=button, exact=True)).to_have_count(0)
    for button in ("Ask", "Toggle Sidebar"):
        expect(page.get_by_role("button", name=words[button], exact=True)).to_have_count(1)
    page.get_by_role("button", name=words["Copy message"]).last.wait_for()
    assert "common.complete" not in foreign.text
    for tab in ("Library", "Evaluation"):
        page.get_by_role("tab", name=words[tab]).click()
        page.get_by_role("button", name=words["Stop"]).locator("visible=true").wait_for()
        shown[tab] = foreign.text
        assert left_in_english(foreign, language) == []
    assert words["Ask a question; every sentence of the answer names its source."] in shown["empty"]
    assert words["The library at a glance"] in shown["Library"]
    assert words["Publisher"] in page.locator("#documents").inner_text()
    page.get_by_role("tab", name=words["Library"]).click()
    page.get_by_placeholder(words["Filter the list"]).wait_for()
    assert not [name for name, text in shown.items() if "__i18n__" in text]
    page.get_by_role("tab", name=words["Chat"]).click()
    document = foreign.open(foreign.markers.first)
    assert words["Original file"] in document.locator("body").inner_text()
    # What the page sends is not translated: Gradio refuses a choice that it did not offer.
    expect(page.get_by_text("is not in the list of choices")).to_have_count(0)


@pytest.mark.parametrize("language", sorted(TRANSLATIONS))
def test_the_way_in_speaks_the_language_of_the_browser(closed: Closed, language: str) -> None:
    asked = {"Accept-Language": f"{language};q=0.9, en;q=0.8"}
    words = TRANSLATIONS[language]
    with httpx.Client(base_url=closed.address, headers=asked) as client:
        assert f"<button>{words['Sign in']}</button>" in client.get("/sign-in").text
        refused = client.post("/sign-in", data={"name": "maria", "password": "wrong"})
        assert words["That name and password do not belong together."] in refused.text
