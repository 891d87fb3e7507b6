"""Signing in and out in a real browser, and what a reader sees of the Library tab."""

from collections.abc import Iterator

import pytest
from axe_rules import violations
from chat_page import PHONE, WAIT_MILLISECONDS, WIDE, ChatPage, overflow
from chromium import picture
from own_server import PASSWORD, Closed
from playwright.sync_api import Browser, Page, expect


@pytest.fixture(params=[WIDE])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A window that knows no cookie."""
    viewport = {"width": request.param, "height": 800}
    context = browser.new_context(viewport=viewport)  # type: ignore[arg-type]
    context.set_default_timeout(WAIT_MILLISECONDS)
    yield context.new_page()
    picture(context.pages, request.node.name)
    context.close()


def enter(page: Page, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def chat_as(page: Page, closed: Closed, name: str) -> ChatPage:
    """The chat, after signing in."""
    page.goto(closed.address)
    enter(page, name)
    page.locator("#account").wait_for()
    return ChatPage(page.context, closed.address)


def test_who_signs_in_asks_and_signs_out(page: Page, closed: Closed) -> None:
    chat = chat_as(page, closed, "maria")
    expect(chat.page.locator("#account")).to_contain_text("maria (librarian)")
    assert "5,200 pounds" in chat.ask("How much does the pump of Ely cost?")
    chat.page.get_by_role("button", name="Sign out").click()
    expect(chat.page.get_by_role("alert")).to_have_text("You are signed out.")
    chat.page.goto(closed.address)
    expect(chat.page.get_by_label("Password")).to_be_visible()


def test_a_wrong_password_is_said_and_the_name_stays(page: Page, closed: Closed) -> None:
    page.goto(closed.address)
    enter(page, "maria", "not that one")
    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    expect(page.get_by_label("Name")).to_have_value("maria")
    expect(page.get_by_label("Password")).to_be_focused()
    for _ in range(5):
        enter(page, "maria", "not that one")
    expect(page.get_by_role("alert")).to_contain_text("Too many attempts. Try again in 30 seconds")


def test_a_link_into_a_document_leads_there_after_signing_in(page: Page, closed: Closed) -> None:
    link = f"{closed.address}/document/pump.md?page=1&start=4&end=8#cited"
    page.goto(link)
    enter(page, "jun")
    expect(page.locator("mark#cited")).to_be_visible()
    assert page.url == link


def test_an_ended_session_is_said_and_leads_to_the_sign_in(page: Page, closed: Closed) -> None:
    chat = chat_as(page, closed, "maria")
    chat.settle()  # Gradio loads the page anew when its stream is refused
    closed.clock.turn(hours=12)
    chat.page.fill("#question textarea", "How much does the pump of Ely cost?")
    chat.page.keyboard.press("Enter")
    ended = chat.page.get_by_role("alert").filter(has_text="Your session has ended")
    other = chat.open(ended.get_by_role("link", name="Sign in again"))
    enter(other, "maria")
    other.locator("#account").wait_for()
    question = chat.page.locator("#question textarea")
    expect(question).to_have_value("How much does the pump of Ely cost?")
    assert "5,200 pounds" in chat.ask("How much does the pump of Ely cost?")
    expect(ended).to_be_hidden()


def test_a_reader_looks_and_is_told_who_may_change(page: Page, closed: Closed) -> None:
    chat = chat_as(page, closed, "jun")
    chat.page.get_by_role("tab", name="Library").click()
    expect(chat.page.locator("#reads-only")).to_contain_text("Only a librarian uploads")
    chat.page.get_by_role("gridcell", name="pump.md", exact=True).first.click()
    expect(chat.page.get_by_label("Title")).to_have_value("The pump of Ely")
    expect(chat.page.get_by_label("Title")).not_to_be_editable()
    for button in ("Ingest what changed", "Save corrections", "Remove from the library"):
        expect(chat.page.get_by_role("button", name=button)).to_be_hidden()


def test_a_librarian_has_all_controls(page: Page, closed: Closed) -> None:
    chat = chat_as(page, closed, "maria")
    chat.page.get_by_role("tab", name="Library").click()
    chat.page.get_by_role("button", name="Ingest what changed").click()
    expect(chat.page.locator("#ingest-outcome")).to_contain_text("1 unchanged")
    expect(chat.page.locator("#reads-only")).to_be_hidden()
    chat.page.get_by_role("gridcell", name="pump.md", exact=True).first.click()
    expect(chat.page.get_by_label("Title")).to_be_editable()


@pytest.mark.parametrize("page", [PHONE], indirect=True)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sign_in_fits_a_phone_in_both_schemes(page: Page, closed: Closed, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(closed.address)
    assert overflow(page) <= 0
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    is_dark = sum(int(part) for part in ground[4:-1].split(",")) < 3 * 128
    assert is_dark == (scheme == "dark")
    assert violations(page) == []
    page.keyboard.type("maria")  # the name has the focus
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#account").wait_for()
    assert overflow(page) <= 0
