"""Kept conversations in a real browser: sidebar, reload, restart, and the buttons of the chat."""

import shutil
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from chat_page import LOADED, PHONE, ChatPage, overflow
from commands import CORPUS, Commands, Server
from playwright.sync_api import Locator, Page, expect

from retrieval.state import STATE

SIGNED = "What did KIER and NRC CEI sign?"
RENAMED = "What is the new name of NREL?"
LETTER, ROCKIES = "Letter of Intent", "National Laboratory of the Rockies"
DOCUMENT = "nrel-renamed-nlr-2025.html"
Open = Callable[..., ChatPage]


@pytest.fixture(scope="module")
def ingested(energychat: Commands, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the two documents that answer, and beside it their library."""
    folder = tmp_path_factory.mktemp("conversations")
    (folder / "papers").mkdir()
    for name in ("korea-canada-battery-workshop-scraped.html", DOCUMENT):
        shutil.copy(CORPUS / name, folder / "papers" / name)
    arguments = ("ingest", folder / "papers", "--library", folder / "library")
    assert energychat(*arguments).code == 0
    return folder


@pytest.fixture(scope="module")
def running(energychat: Commands, ingested: Path) -> Iterator[Server]:
    started = energychat.serve(ingested / "library")
    yield started
    energychat.stop(started)


@pytest.fixture
def server(running: Server) -> Server:
    """The chat over the two documents, without any conversation."""
    change(running.library, "DELETE FROM exchanges", "DELETE FROM conversations")
    return running


@pytest.fixture
def chat(open_chat: Open, server: Server) -> ChatPage:
    return open_chat(server)


def change(library: Path, *statements: str) -> None:
    """Change the library's state behind the server's back."""
    if (library / STATE).exists():
        with closing(sqlite3.connect(library / STATE)) as database, database:
            for statement in statements:
                database.execute(statement)


def link(page: Page, title: str) -> Locator:
    return page.locator("#conversation-list").get_by_role("link", name=title, exact=True)


def listed(page: Page, *titles: str) -> None:
    """Wait until these conversations are listed, in this order."""
    expect(page.locator("#conversation-list a")).to_have_text(list(titles))


def ask(chat: ChatPage, question: str) -> str:
    """Ask, and wait until the answer is kept."""
    answer = chat.ask(question)
    chat.page.wait_for_function("location.search.includes('conversation=')")
    return answer


def reopened(page: Page) -> list[str]:
    """Reload the page, and the texts of its answers."""
    page.reload()
    page.wait_for_function(LOADED)
    page.locator("#chat [data-testid=bot]").first.wait_for()
    return page.locator("#chat [data-testid=bot]").all_inner_texts()


def questions(page: Page) -> Locator:
    return page.locator("#chat [data-testid=user]")


# --- what is kept -------------------------------------------------------------------------


def test_a_reload_shows_the_same_answers_and_sources(chat: ChatPage) -> None:
    first, second = ask(chat, SIGNED), ask(chat, RENAMED)
    sources = chat.sources.inner_text()
    assert reopened(chat.page) == [first, second]
    expect(questions(chat.page)).to_have_text([SIGNED, RENAMED])
    expect(chat.sources).to_have_text(sources, use_inner_text=True)


def test_a_restart_loses_nothing(
    open_chat: Open, energychat: Commands, ingested: Path, tmp_path: Path
) -> None:
    library = Path(shutil.copytree(ingested / "library", tmp_path / "library"))
    change(library, "DELETE FROM exchanges", "DELETE FROM conversations")
    before = energychat.serve(library)
    answer = ask(open_chat(before), SIGNED)
    energychat.stop(before)
    after = energychat.serve(library)
    page = open_chat(after).page
    link(page, SIGNED).click()
    expect(page.locator("#chat [data-testid=bot]")).to_have_text([answer], use_inner_text=True)
    energychat.stop(after)


def test_a_follow_up_is_read_with_the_reopened_questions(chat: ChatPage) -> None:
    ask(chat, RENAMED)
    reopened(chat.page)
    assert "Jud Virden is its director." in chat.ask("Who is its director?")
    box = chat.page.locator("#searched textarea")
    searched = box.input_value()
    assert "NREL" in searched
    reopened(chat.page)
    expect(box).to_have_value(searched)


def test_a_reopened_conversation_is_exported_whole(chat: ChatPage) -> None:
    ask(chat, SIGNED)
    ask(chat, RENAMED)
    reopened(chat.page)
    content = chat.download(chat.page.locator("#export").get_by_role("button"))[1].decode()
    assert [line for line in content.splitlines() if line[:4] == "## W"] == [
        f"## {SIGNED}",
        f"## {RENAMED}",
    ]
    assert LETTER in content


def test_a_question_of_an_address_is_asked_once_though_the_page_is_reloaded(
    chat: ChatPage, server: Server
) -> None:
    chat.page.goto(f"{server.address}/?question=What+is+the+new+name+of+NREL%3F")
    assert ROCKIES in chat.next_answer()
    chat.page.wait_for_function("location.search.startsWith('?conversation=')")
    assert len(reopened(chat.page)) == 1
    listed(chat.page, RENAMED)


# --- the sidebar --------------------------------------------------------------------------


def test_conversations_are_listed_newest_first_and_the_open_one_is_marked(
    chat: ChatPage,
) -> None:
    ask(chat, SIGNED)
    chat.page.get_by_role("link", name="New conversation").click()
    chat.page.wait_for_url("**/")
    chat.page.wait_for_function(LOADED)
    listed(chat.page, SIGNED)
    assert chat.page.locator("#chat [data-testid=bot]").count() == 0
    chat.restart()
    ask(chat, RENAMED)
    listed(chat.page, RENAMED, SIGNED)
    expect(chat.page.locator("#conversation-list [aria-current=page]")).to_have_text(RENAMED)
    link(chat.page, SIGNED).click()
    chat.page.locator("#chat").get_by_text(LETTER).wait_for()
    expect(chat.page.locator("#conversation-list [aria-current=page]")).to_have_text(SIGNED)


def test_a_conversation_of_another_day_is_an_earlier_one(chat: ChatPage, server: Server) -> None:
    ask(chat, SIGNED)
    change(server.library, "UPDATE conversations SET updated = '2024-01-02T03:04:05+00:00'")
    reopened(chat.page)
    expect(chat.page.locator("#conversation-list h3")).to_have_text(["Earlier"])
    chat.restart(1)
    ask(chat, RENAMED)
    expect(chat.page.locator("#conversation-list h3")).to_have_text(["Today"])


def test_conversations_are_searched_by_what_was_answered(chat: ChatPage, server: Server) -> None:
    ask(chat, SIGNED)
    chat.page.goto(server.address)
    chat.page.wait_for_function(LOADED)
    chat.restart()
    ask(chat, RENAMED)
    search = chat.page.get_by_label("Search conversations")
    search.fill("rockies")
    listed(chat.page, RENAMED)
    search.fill("zephyrine")
    chat.page.get_by_text("No conversation has these words.").wait_for()
    search.fill("")
    listed(chat.page, RENAMED, SIGNED)


def test_a_conversation_is_renamed_with_the_keyboard(chat: ChatPage) -> None:
    ask(chat, SIGNED)
    link(chat.page, SIGNED).focus()
    chat.page.keyboard.press("Tab")
    chat.page.keyboard.press("Enter")
    title = chat.page.get_by_label("New title")
    expect(title).to_be_focused()
    expect(title).to_have_value(SIGNED)
    title.fill("Agreements <b>of</b> KIER")
    chat.page.keyboard.press("Enter")
    listed(chat.page, "Agreements <b>of</b> KIER")
    expect(title).to_be_hidden()
    reopened(chat.page)
    listed(chat.page, "Agreements <b>of</b> KIER")


def test_a_deletion_is_asked_about_and_then_done(chat: ChatPage, server: Server) -> None:
    ask(chat, SIGNED)
    form = chat.page.locator("#delete-conversation")
    link(chat.page, SIGNED).hover()
    chat.page.get_by_role("button", name=f"Delete {SIGNED}").click()
    form.get_by_text(f"Delete “{SIGNED}” with all its answers?").wait_for()
    form.get_by_role("button", name="Keep").click()
    form.wait_for(state="hidden")
    listed(chat.page, SIGNED)
    link(chat.page, SIGNED).hover()
    chat.page.get_by_role("button", name=f"Delete {SIGNED}").click()
    form.get_by_role("button", name="Delete").click()
    chat.page.wait_for_url(f"{server.address}/")
    chat.page.get_by_text("Your questions are kept here.").wait_for()
    assert chat.page.locator("#chat [data-testid=bot]").count() == 0


def test_an_address_of_no_conversation_opens_a_new_one_and_says_so(
    chat: ChatPage, server: Server
) -> None:
    chat.page.goto(f"{server.address}/?conversation=unknown")
    chat.page.get_by_text("That conversation is not there any more, or is not yours.").wait_for()
    chat.page.wait_for_url(f"{server.address}/")
    assert LETTER in ask(chat, SIGNED)


# --- two pages ----------------------------------------------------------------------------


def test_two_tabs_keep_their_conversations_apart(open_chat: Open, server: Server) -> None:
    one, two = open_chat(server), open_chat(server)
    ask(one, SIGNED)
    ask(two, RENAMED)
    assert ROCKIES in ask(one, RENAMED)
    assert len(reopened(one.page)) == 2
    assert len(reopened(two.page)) == 1


def test_a_tab_that_missed_the_others_question_goes_on_in_a_conversation_of_its_own(
    open_chat: Open, server: Server
) -> None:
    one = open_chat(server)
    ask(one, SIGNED)
    two = open_chat(server)
    two.page.goto(one.page.url)
    two.page.locator("#chat").get_by_text(LETTER).wait_for()
    two.restart(1)
    ask(one, RENAMED)
    ask(two, "Who is the director of NREL?")
    two.page.wait_for_function("address => location.href !== address", arg=one.page.url)
    expect(two.page.locator("#conversation-list a")).to_have_count(2)
    reopened(one.page)
    expect(questions(one.page)).to_have_text([SIGNED, RENAMED])
    reopened(two.page)
    expect(questions(two.page)).to_have_text([SIGNED, "Who is the director of NREL?"])


# --- the chat's buttons -------------------------------------------------------------------


def test_an_earlier_question_that_is_edited_is_asked_again_from_there(chat: ChatPage) -> None:
    ask(chat, "Who won the 2018 football World Cup?")
    ask(chat, SIGNED)
    edited = chat.page.locator("#chat .message-row textarea")
    # While the chat still scrolls to the answer, the button may leave from under the pointer.
    for _ in range(20):
        chat.page.locator('#chat button[title="Edit"]').first.click()
        chat.page.wait_for_timeout(500)
        if edited.count():
            break
    edited.fill(RENAMED)
    chat.page.locator('#chat button[title="Submit"]').click()
    chat.restart()
    assert ROCKIES in chat.next_answer()
    expect(questions(chat.page)).to_have_text([RENAMED])
    listed(chat.page, RENAMED)
    assert ROCKIES in reopened(chat.page)[0]
    expect(questions(chat.page)).to_have_text([RENAMED])


def test_what_was_asked_again_is_kept_once(chat: ChatPage) -> None:
    ask(chat, SIGNED)
    ask(chat, RENAMED)
    chat.press("Retry")
    expect(chat.page.locator("#chat [data-testid=bot]")).to_have_count(1)
    assert ROCKIES in chat.answer()
    chat.page.wait_for_function("document.querySelectorAll('#conversation-list a').length === 1")
    assert len(reopened(chat.page)) == 2


def test_what_was_undone_is_not_kept(chat: ChatPage) -> None:
    ask(chat, SIGNED)
    ask(chat, RENAMED)
    chat.press("Undo")
    expect(chat.page.locator("#chat [data-testid=bot]")).to_have_count(1)
    expect(chat.page.locator("#question textarea")).to_have_value(RENAMED)
    expect(chat.sources.locator("article")).to_have_count(0)
    reopened(chat.page)
    expect(questions(chat.page)).to_have_text([SIGNED])


def test_a_conversation_that_is_cleared_is_deleted(chat: ChatPage, server: Server) -> None:
    ask(chat, SIGNED)
    chat.clear()
    chat.page.wait_for_url(f"{server.address}/")
    chat.page.get_by_text("Your questions are kept here.").wait_for()
    ask(chat, RENAMED)
    listed(chat.page, RENAMED)


def test_a_stopped_question_is_kept_and_a_retry_asks_the_last_one_alone(
    open_chat: Open, silent: Server
) -> None:
    page = open_chat(silent).page
    stop, answers = page.locator("#question [data-testid=stop-button]"), "#chat [data-testid=bot]"
    for n, question in enumerate((SIGNED, RENAMED), 1):
        page.fill("#question textarea", question)
        page.keyboard.press("Enter")
        expect(questions(page)).to_have_count(n)
        stop.click()
        expect(page.locator(answers).get_by_text("has no answer")).to_have_count(n)
        stop.wait_for(state="detached")
    page.locator('#chat button[title="Retry"]').last.click()
    expect(page.locator(answers).get_by_text("has no answer")).to_have_count(1)
    stop.click()
    expect(page.locator(answers).get_by_text("has no answer")).to_have_count(2)
    expect(questions(page)).to_have_text([SIGNED, RENAMED])
    assert ["has no answer" in each for each in reopened(page)] == [True, True]
    expect(questions(page)).to_have_text([SIGNED, RENAMED])


@pytest.fixture
def silent(energychat: Commands, ingested: Path, tmp_path: Path) -> Iterator[Server]:
    """The chat with a language model that never says a word."""
    library = Path(shutil.copytree(ingested / "library", tmp_path / "library"))
    change(library, "DELETE FROM exchanges", "DELETE FROM conversations")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        model = {
            "ENERGYCHAT_LLM": "openai:silent",
            "ENERGYCHAT_LLM_BASE_URL": f"http://127.0.0.1:{listening.getsockname()[1]}/v1",
            "ENERGYCHAT_LLM_TIMEOUT_SECONDS": "600",
            "OPENAI_API_KEY": "none",
        }
        started = energychat.serve(library, environment=model)
        yield started
    energychat.stop(started)


def test_quotes_can_be_had_though_a_model_is_configured(open_chat: Open, silent: Server) -> None:
    chat = open_chat(silent)
    chat.page.get_by_label("Answer in the documents' own sentences").check()
    assert LETTER in chat.ask(SIGNED)


def test_without_a_model_there_is_no_choice(chat: ChatPage) -> None:
    expect(chat.page.locator("#in-quotes")).to_be_hidden()


def test_a_question_that_failed_is_kept_without_an_answer(chat: ChatPage) -> None:
    chat.page.locator("#filters button").first.click()
    chat.page.get_by_label("Published since").fill("soon")
    ask(chat, SIGNED)
    assert "has no answer" in reopened(chat.page)[0]
    chat.restart()
    chat.press("Retry")
    chat.page.locator("#chat").get_by_text(LETTER).wait_for()
    assert LETTER in reopened(chat.page)[0]


# --- what goes wrong ----------------------------------------------------------------------


def test_the_chat_goes_on_though_nothing_can_be_kept(chat: ChatPage, server: Server) -> None:
    refuse = "CREATE TRIGGER refuse BEFORE INSERT ON exchanges BEGIN SELECT RAISE(ABORT, 'no'); END"
    change(server.library, refuse)
    assert LETTER in chat.ask(SIGNED)
    expect(chat.page.locator("#conversation-note")).to_have_text(
        "This conversation is not kept. The library's state.sqlite cannot be used (no)."
    )
    change(server.library, "DROP TRIGGER refuse")
    assert ROCKIES in ask(chat, RENAMED)
    expect(chat.page.locator("#conversation-note")).to_be_hidden()
    assert len(reopened(chat.page)) == 2


# --- the sources changed ------------------------------------------------------------------


def test_an_old_answer_says_that_its_source_changed_and_then_left(
    open_chat: Open, energychat: Commands, serve: Callable[[Path], Server], tmp_path: Path
) -> None:
    papers, library = tmp_path / "papers", tmp_path / "library"
    papers.mkdir()
    (papers / "other.txt").write_text("The Grumblewater generator weighs 9 tonnes.")
    (papers / "dam.txt").write_text("The Snibblewater dam is 80 metres high.")
    ingest = ("ingest", papers, "--library", library)
    assert energychat(*ingest).code == 0
    chat = open_chat(serve(library))
    ask(chat, "How high is the Snibblewater dam?")
    shared = chat.page.evaluate("document.querySelector('a.marker').href")

    (papers / "dam.txt").write_text("Note.\n\nThe Snibblewater dam is 95 metres high.")
    assert energychat(*ingest).code == 0
    assert "80 metres" in reopened(chat.page)[0]
    today = date.today().isoformat()
    card = chat.sources.locator("article").first
    expect(card.locator(".changed")).to_have_text(
        f"Source changed on {today}; these words are no longer in it as they are quoted."
    )
    expect(card.locator("mark")).to_have_text("The Snibblewater dam is 80 metres high.")
    assert "95 metres" in chat.open(chat.markers.first).locator("body").inner_text()
    with_link = chat.page.context.new_page()
    with_link.goto(shared)
    expect(with_link.locator(".changed")).to_contain_text("has changed since it was cited")
    assert with_link.locator("mark").count() == 0

    (papers / "dam.txt").unlink()
    assert energychat(*ingest).code == 0
    assert "80 metres" in reopened(chat.page)[0]
    expect(card.locator(".changed")).to_contain_text(
        f"no longer in the library: it left on {today}"
    )
    expect(card.locator("mark")).to_have_text("The Snibblewater dam is 80 metres high.")
    assert card.locator("a").count() == 0
    assert chat.markers.count() == 0


# --- layout -------------------------------------------------------------------------------


def test_on_a_phone_the_conversations_are_out_of_the_way_until_asked_for(
    open_chat: Open, server: Server
) -> None:
    chat = open_chat(server, width=PHONE)
    ask(chat, SIGNED)
    title = link(chat.page, SIGNED)
    expect(title).to_be_hidden()
    assert overflow(chat.page) <= 0
    chat.page.get_by_role("button", name="Toggle Sidebar").click()
    expect(title).to_be_visible()
    assert overflow(chat.page) <= 0


def test_a_sidebar_that_was_closed_stays_closed(chat: ChatPage) -> None:
    new = chat.page.get_by_role("link", name="New conversation")
    expect(new).to_be_visible()
    chat.page.get_by_role("button", name="Toggle Sidebar").click()
    expect(new).to_be_hidden()
    chat.page.reload()
    chat.page.wait_for_function(LOADED)
    expect(new).to_be_hidden()
    chat.page.get_by_role("button", name="Toggle Sidebar").click()
    expect(new).to_be_visible()
