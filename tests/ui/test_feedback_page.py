"""What stands below an answer in a real browser: thumbs, and what may be asked next."""

from collections.abc import Callable
from pathlib import Path

from chat_page import ChatPage
from commands import Server
from playwright.sync_api import expect

UNANSWERABLE = "Who won the 2018 football World Cup?"
PLASMA = "When did the KSTAR machine see plasma for the very first time?"
SIGNED = "What did KIER and NRC CEI sign?"


def test_a_click_asks_what_may_be_asked_next_also_after_a_reload(
    open_chat: Callable[..., ChatPage], server: Server
) -> None:
    chat = open_chat(server)
    chat.ask(PLASMA)
    question = chat.page.locator("#chat .options button").first
    asked = question.inner_text()
    question.click()
    chat.next_answer()
    assert chat.page.locator("#chat [data-testid=user]").last.inner_text() == asked
    assert chat.markers.count() > 0
    question.wait_for()  # what is offered comes after the answer
    offered = chat.page.locator("#chat .options button")
    questions = offered.all_inner_texts()
    chat.page.reload()
    expect(offered).to_have_text(questions)


def test_the_librarian_sees_what_found_no_good_answer(
    open_chat: Callable[..., ChatPage], serve: Callable[[Path], Server], copied_library: Path
) -> None:
    chat = open_chat(serve(copied_library))
    page = chat.page
    chat.ask(UNANSWERABLE)
    chat.ask(SIGNED)
    chat.press("Dislike")
    form = page.locator("#add-to-testset")
    form.get_by_label("What was wrong?").fill("It was a memorandum.")
    form.get_by_role("button", name="Send").click()
    page.locator("#feedback-outcome").get_by_text("Thank you").wait_for()
    page.get_by_role("tab", name="Library").click()
    assert "2025" in page.locator("#overview").inner_text()
    page.get_by_role("button", name="Questions without a good answer").click()
    gaps = page.locator("#gaps li")
    gaps.first.wait_for()
    said = {line.split("\n")[0] for line in gaps.all_inner_texts()}
    assert any(UNANSWERABLE in line and "no answer" in line for line in said)
    assert any(SIGNED in line and "thumbs down" in line for line in said)
    assert "It was a memorandum." in page.locator("#gaps").inner_text()
