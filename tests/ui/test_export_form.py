"""Exporting the conversation from the page, in a real browser."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from chat_page import PHONE, ChatPage, overflow
from commands import CORPUS, Commands, Server

from ui.export import NO_CONVERSATION, NO_REFERENCES

SIGNED = "What did KIER and NRC CEI sign?"
RENAMED = "What is the new name of NREL?"
UNANSWERABLE = "Who won the 2018 football World Cup?"


@pytest.fixture(scope="module")
def server(energychat: Commands, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The chat over the two documents that answer."""
    library = tmp_path_factory.mktemp("export") / "library"
    chosen = ("--include", "korea-canada-battery*", "--include", "nrel-renamed*")
    assert energychat("ingest", CORPUS, *chosen, "--library", library).code == 0
    started = energychat.serve(library)
    yield started
    energychat.stop(started)


@pytest.fixture
def chat(open_chat: Callable[..., ChatPage], server: Server) -> ChatPage:
    """The chat in a wide window."""
    return open_chat(server)


def choose(chat: ChatPage, name: str) -> None:
    chat.page.locator("#export input").click()
    chat.page.get_by_role("option", name=name, exact=True).click()


def exported(chat: ChatPage) -> str:
    """The text of the file that the button gives."""
    return chat.download(chat.page.locator("#export").get_by_role("button"))[1].decode()


def questions_in(markdown: str) -> list[str]:
    heads = [line.removeprefix("## ") for line in markdown.splitlines() if line[:3] == "## "]
    return [head for head in heads if head != "References"]


def refusal(chat: ChatPage, sentence: str) -> None:
    chat.page.locator("#export").get_by_role("button").click()
    chat.page.locator("#export-outcome").get_by_text(sentence).wait_for()


def test_the_conversation_is_downloaded_with_all_its_turns(chat: ChatPage) -> None:
    chat.ask(SIGNED)
    chat.ask(RENAMED)
    name, content = chat.download(chat.page.locator("#export").get_by_role("button"))
    assert name == f"conversation-{date.today().isoformat()}.md"
    assert questions_in(content.decode()) == [SIGNED, RENAMED]
    assert "signed a Letter of Intent" in content.decode()
    chat.page.get_by_text("2 questions in").wait_for()


def test_an_empty_conversation_is_said_to_be_empty(chat: ChatPage) -> None:
    refusal(chat, NO_CONVERSATION)


def test_what_was_cleared_is_not_exported(chat: ChatPage) -> None:
    chat.ask(SIGNED)
    chat.clear()
    refusal(chat, NO_CONVERSATION)
    chat.ask(RENAMED)
    assert questions_in(exported(chat)) == [RENAMED]


def test_what_was_undone_is_not_exported(chat: ChatPage) -> None:
    chat.ask(SIGNED)
    chat.ask(RENAMED)
    chat.press("Undo")
    chat.page.wait_for_function(
        "() => document.querySelectorAll('#chat [data-testid=bot]').length === 1"
    )
    assert questions_in(exported(chat)) == [SIGNED]


def test_what_was_asked_again_is_exported_once(chat: ChatPage) -> None:
    chat.ask(SIGNED)
    chat.press("Retry")
    chat.page.wait_for_timeout(1000)  # until the page has taken the first answer away
    chat.answer()
    assert questions_in(exported(chat)) == [SIGNED]


def test_an_empty_question_is_not_exported(chat: ChatPage) -> None:
    chat.ask(SIGNED)
    chat.ask("   ")
    assert questions_in(exported(chat)) == [SIGNED]


def test_the_references_alone_are_exported_too(chat: ChatPage) -> None:
    chat.ask(RENAMED)
    choose(chat, "CSL-JSON")
    titles = [item["title"] for item in json.loads(exported(chat))]
    assert titles == ["Energy Department renames NREL the National Laboratory of the Rockies"]


def test_an_answer_that_cites_nothing_has_no_references_to_export(chat: ChatPage) -> None:
    chat.ask(UNANSWERABLE)
    choose(chat, "BibTeX")
    refusal(chat, NO_REFERENCES)


def test_the_export_is_reached_and_pressed_with_the_keyboard(chat: ChatPage) -> None:
    chat.ask(SIGNED)
    button = chat.page.locator("#export").get_by_role("button")
    chat.page.locator("#export input").focus()
    chat.page.keyboard.press("Tab")
    assert button.evaluate("e => e === document.activeElement")
    with chat.page.expect_download() as download:
        chat.page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".md")


def test_a_server_that_stops_leaves_no_copy_of_a_conversation(
    open_chat: Callable[..., ChatPage], server: Server, energychat: Commands, tmp_path: Path
) -> None:
    another = energychat.serve(server.library, environment={"GRADIO_TEMP_DIR": str(tmp_path)})
    chat = open_chat(another)
    chat.ask(RENAMED)
    assert questions_in(exported(chat)) == [RENAMED]
    assert len(list(tmp_path.rglob("conversation-*.md"))) == 1
    energychat.stop(another)
    assert not list(tmp_path.rglob("conversation-*.md"))


def test_the_export_fits_on_a_phone(open_chat: Callable[..., ChatPage], server: Server) -> None:
    assert overflow(open_chat(server, width=PHONE).page) <= 0
