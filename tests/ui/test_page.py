"""The web chat in a real browser, served by a process of its own."""

import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from chat_page import LOADED, PHONE, ChatPage, is_in_view, overflow
from commands import CORPUS, Commands, Server
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect

from evaluation import GoldQuestion, read_questions
from retrieval import Library
from ui.chat_link import chat_link

SIGNED = "What did KIER and NRC CEI sign?"
SENTENCE = (
    "As a sign of this cooperation, KIER and the National Research Council of Canada's Clean "
    "Energy Innovation Center (NRC CEI) signed a Letter of Intent (LOI) for joint research."
)
UNANSWERABLE = "Who won the 2018 football World Cup?"
TRAP = (
    "The Zephyrine trial wrote <script>alert('zephyrine')</script> & <img src=x onerror=alert(1)> "
    "with *stars* and `code` into its logbook."
)
TRAP_TITLE = "Zephyrine <script>alert('title')</script>"
Ingest = Callable[[str, str], None]


@pytest.fixture(scope="module")
def server(
    energychat: Commands, corpus_library: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The chat over the corpus and a document that tries to run script."""
    folder = tmp_path_factory.mktemp("page")
    library = Path(shutil.copytree(corpus_library, folder / "library"))
    traps = folder / "traps"
    traps.mkdir()
    (traps / "trap.txt").write_text(TRAP)
    about = {"path": "trap.txt", "title": TRAP_TITLE, "publisher": "<b>Trapper</b>"}
    (traps / "manifest.jsonl").write_text(json.dumps(about))
    assert energychat("ingest", traps, "--library", library).code == 0
    started = energychat.serve(library)
    yield started
    energychat.stop(started)


@pytest.fixture
def chat(open_chat: Callable[..., ChatPage], server: Server) -> ChatPage:
    """The chat over the corpus in a wide window."""
    return open_chat(server)


@pytest.fixture
def ingest_elsewhere(energychat: Commands, server: Server, tmp_path: Path) -> Ingest:
    """Another process ingests a file, given by name and text, into the server's library."""

    def ingest(name: str, text: str) -> None:
        (tmp_path / name).write_text(text)
        assert energychat("ingest", tmp_path, "--library", server.library).code == 0

    return ingest


# --- answers ------------------------------------------------------------------------------


def test_a_question_is_answered_with_a_marker(chat: ChatPage) -> None:
    assert chat.ask(SIGNED).startswith(f"{SENTENCE} [1]")
    assert chat.markers.all_inner_texts() == ["[1]"]


def test_the_sources_name_title_publisher_date_and_the_marked_sentence(chat: ChatPage) -> None:
    chat.ask("What is the new name of NREL?")
    card = chat.sources.locator("article").first
    assert card.locator("h3").inner_text() == (
        "[1] Energy Department renames NREL the National Laboratory of the Rockies"
    )
    about = card.locator(".about").inner_text()
    assert about.startswith("Lab Design News · 2025-12-02 · HTML")
    assert f"{card.locator('mark').inner_text()} [1]" in chat.answer()


def test_the_marker_opens_the_document_at_the_cited_sentence(chat: ChatPage) -> None:
    chat.ask("What charging rate does CATL claim for Naxtra?")
    document = chat.open(chat.markers.first)
    mark = document.locator("#cited")
    assert f"{mark.inner_text()} [1]" in chat.answer()
    assert document.evaluate("scrollY") > 0
    assert is_in_view(mark)


def test_the_source_opens_the_document_too(chat: ChatPage) -> None:
    chat.ask(SIGNED)
    document = chat.open(chat.sources.get_by_text("Open in document"))
    assert document.locator("#cited").inner_text() == SENTENCE


def test_the_original_is_downloaded(chat: ChatPage) -> None:
    chat.ask(SIGNED)
    name, content = chat.download(chat.sources.get_by_text("Original file"))
    assert name == "korea-canada-battery-workshop-scraped.html"
    assert content == (CORPUS / name).read_bytes()


def test_a_question_that_no_document_answers_shows_the_closest_passages(chat: ChatPage) -> None:
    answer = chat.ask(UNANSWERABLE)
    assert answer.startswith("The documents in the library do not answer this question.")
    assert chat.sources.locator("h2").inner_text() == "Closest passages"
    assert chat.sources.locator("article").count() == 5


def test_a_question_that_no_document_answers_gets_no_marker(chat: ChatPage) -> None:
    chat.ask(UNANSWERABLE)
    assert chat.markers.count() == 0
    assert chat.sources.locator("mark").count() == 0


def test_a_korean_question_is_answered(chat: ChatPage) -> None:
    answer = chat.ask("제4회 한국-캐나다 배터리 워크숍은 어디에서 열렸나?")
    assert "몬트리올에서 열렸다" in answer


def test_a_follow_up_is_read_with_the_question_before(chat: ChatPage) -> None:
    chat.ask("What is the new name of NREL?")
    answer = chat.ask("Who is its director?")
    assert "Jud Virden is its director." in answer
    assert "Read as: Who is its director?" in answer
    assert "NREL" in answer.split("Read as:")[1]


def test_how_a_follow_up_was_searched_can_be_edited_and_asked_as_it_stands(
    chat: ChatPage,
) -> None:
    chat.ask("What is the new name of NREL?")
    box = chat.page.locator("#searched textarea")
    assert box.count() == 0 or box.is_hidden()
    chat.ask("Who is its director?")
    expect(box).to_have_value(re.compile("director.*NREL"))
    box.fill("How long did WEST hold it, the plasma, in February 2025?")
    chat.page.get_by_role("button", name="Ask as it stands").click()
    answer = chat.next_answer()
    assert "1,337 seconds" in answer
    # It points back, and yet nothing of the questions before it was added.
    assert "Read as" not in answer
    box.wait_for(state="hidden")
    assert "Read as: And in KSTAR? (" in chat.ask("And in KSTAR?")


def test_an_empty_question_is_no_follow_up(chat: ChatPage) -> None:
    chat.ask(SIGNED)
    assert chat.ask("   ") == "The question is empty. Please type one."


def test_the_first_example_is_answered_at_a_click(chat: ChatPage) -> None:
    chat.page.locator("#chat button", has_text=SIGNED).click()
    assert SENTENCE in chat.next_answer()


# --- buttons ------------------------------------------------------------------------------


def test_an_answer_can_be_stopped_while_it_is_written(chat: ChatPage) -> None:
    chat.page.evaluate(
        """() => new MutationObserver(() => {
            if (document.querySelector('#question [data-testid=stop-button]')) window.stoppable = 1
        }).observe(document.body, {childList: true, subtree: true})"""
    )
    chat.ask(SIGNED)
    assert chat.page.evaluate("window.stoppable") == 1


def test_a_copied_answer_is_its_text_with_what_it_cites(chat: ChatPage, server: Server) -> None:
    chat.ask(SIGNED)
    chat.press("Copy message")
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    text, first, *_ = copied.split("\n\n")
    assert SENTENCE in text
    assert "<" not in copied
    title = chat.sources.locator("h3").first.inner_text()
    assert first.startswith(f"{title} ")
    cited, link = first.rsplit(" ", 1)
    assert SENTENCE in cited
    assert link.startswith(f"{server.address}/document/")
    chat.page.goto(link)
    assert SENTENCE in chat.page.locator("mark").first.inner_text()


def test_a_copied_list_is_its_lines(chat: ChatPage) -> None:
    chat.ask("Project Cypress or the South Texas hub: which was expected to bring more jobs?")
    assert chat.last.locator("li").count() == 2
    chat.press("Copy message")
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    assert "<" not in copied
    assert len(copied.strip().splitlines()) >= 2


def test_clear_removes_the_answer_and_its_sources(chat: ChatPage) -> None:
    chat.ask(SIGNED)
    chat.clear()
    chat.sources.locator("article").wait_for(state="detached")
    assert SENTENCE not in chat.text


def test_a_cleared_conversation_is_no_history(chat: ChatPage) -> None:
    chat.ask("What is the new name of NREL?")
    chat.clear()
    assert "Read as" not in chat.ask("Who is its director?")


# --- an answer that is not right ----------------------------------------------------------


def test_a_thumbs_down_offers_to_add_the_question_to_the_test_set(
    chat: ChatPage, server: Server
) -> None:
    chat.ask("What is the new name of NREL?")
    chat.ask("Who is its director?")
    chat.press("Dislike")
    form = chat.page.locator("#add-to-testset")
    assert form.get_by_label("Question", exact=True).input_value() == "Who is its director?"
    # The document is found by what was searched, which the question alone does not say.
    assert "renames NREL" in form.get_by_label("Document that answers").input_value()
    form.get_by_role("button", name="Add to test set").click()
    said = chat.page.locator("#feedback-outcome")
    said.get_by_text("Write the words that a good answer holds").wait_for()
    form.get_by_label("Expected answer").fill("Jud Virden")
    form.get_by_role("button", name="Add to test set").click()
    said.get_by_text("Added to").wait_for()
    (question,) = read_questions(server.library / "testset.jsonl").questions
    assert question.history == ("What is the new name of NREL?",)
    assert question.answers == ("Jud Virden",)
    assert question.documents == ("nrel-renamed-nlr-2025.html",)
    chat.page.get_by_role("tab", name="Evaluation").click()
    chat.page.get_by_label("Test set").click()
    chat.page.get_by_role("option", name=str(server.library)).wait_for()


def test_a_thumbs_down_can_be_taken_back(chat: ChatPage) -> None:
    chat.ask(SIGNED)
    chat.press("Dislike")
    form = chat.page.locator("#add-to-testset")
    form.get_by_role("button", name="Cancel").click()
    form.wait_for(state="hidden")


def test_an_address_asks_its_question_after_those_before_it(chat: ChatPage, server: Server) -> None:
    gold = GoldQuestion("1", "Who is its director?", history=("What is the new name of NREL?",))
    chat.page.goto(f"{server.address}/{chat_link(gold)}")
    assert "Jud Virden is its director." in chat.next_answer()


def test_an_address_with_nothing_to_ask_asks_nothing(chat: ChatPage, server: Server) -> None:
    chat.page.goto(f"{server.address}/?question=")
    chat.page.wait_for_function(LOADED)
    assert SENTENCE in chat.ask(SIGNED)  # the first answer in the page


# --- filters ------------------------------------------------------------------------------


def test_an_answer_comes_from_within_the_filter(chat: ChatPage) -> None:
    chat.page.locator("#filters button").first.click()
    form = chat.page.locator("#filters")
    form.get_by_label("Language").click()
    chat.page.get_by_role("option", name="Korean", exact=True).click()
    chat.page.keyboard.press("Escape")
    chat.ask(SIGNED)
    links = chat.sources.get_by_text("Open in document")
    languages = {
        chat.open(links.nth(n)).locator("html").get_attribute("lang") for n in range(links.count())
    }
    assert languages == {"ko"}


def test_what_is_filtered_stands_in_chips_that_take_it_away(chat: ChatPage) -> None:
    page, chips = chat.page, chat.page.locator("#filter-chips button")
    page.locator("#filters button").first.click()
    page.get_by_label("Published since").fill("2099")
    page.locator("#filters").get_by_label("Language").click()
    page.get_by_role("option", name="Korean", exact=True).click()
    page.keyboard.press("Escape")
    page.locator("#filters button").first.click()
    expect(chips).to_have_text(["Korean ✕", "since 2099 ✕"])
    page.get_by_role("button", name="Remove the filter since 2099").press("Enter")
    expect(chips).to_have_text(["Korean ✕"])
    chips.click()
    expect(chips).to_have_count(0)
    assert SENTENCE in chat.ask(SIGNED)


def test_a_filter_that_nothing_matches_is_said(chat: ChatPage) -> None:
    chat.page.locator("#filters button").first.click()
    chat.page.get_by_label("Published since").fill("2099")
    assert chat.ask(SIGNED).startswith("No document in the library matches the filters.")
    chat.page.get_by_label("Published since").fill("soon")
    assert "since 'soon' is no date" in chat.ask(SIGNED)
    chat.page.get_by_label("Published since").fill("")
    assert SENTENCE in chat.ask(SIGNED)


def test_the_filters_offer_what_was_ingested_while_the_server_runs(
    chat: ChatPage, ingest_elsewhere: Ingest
) -> None:
    ingest_elsewhere("Snibblewater.txt", "The Snibblewater dam is 80 metres high.")
    chat.page.reload()
    chat.page.wait_for_function(LOADED)
    chat.page.locator("#filters button").first.click()
    chat.page.get_by_label("Document").fill("Snibble")
    chat.page.get_by_role("option", name="Snibblewater").first.wait_for()


# --- the library changes ------------------------------------------------------------------


def test_what_another_process_ingests_is_seen_by_the_next_question(
    chat: ChatPage, ingest_elsewhere: Ingest
) -> None:
    question = "How long is the rotor of the Quibblewater turbine?"
    ingest_elsewhere("rotor.txt", "The rotor of the Quibblewater turbine is 47 metres long.")
    assert "47 metres" in chat.ask(question)
    ingest_elsewhere("rotor.txt", "The rotor of the Quibblewater turbine is 53 metres long.")
    assert "53 metres" in chat.ask(question)


def test_retry_asks_again(chat: ChatPage, ingest_elsewhere: Ingest) -> None:
    assert "do not answer" in chat.ask("How deep is the Wimblewater lake?")
    ingest_elsewhere("lake.txt", "The Wimblewater lake is 31 metres deep.")
    chat.press("Retry")
    chat.page.get_by_text("31 metres").first.wait_for()
    assert "31 metres" in chat.answer()


def test_what_another_process_removes_is_gone_for_the_next_question(
    chat: ChatPage, ingest_elsewhere: Ingest, energychat: Commands, server: Server
) -> None:
    question = "How heavy is the Grumblewater generator?"
    ingest_elsewhere(
        "generator.txt", "The Grumblewater generator weighs 9 tonnes, which makes it heavy."
    )
    assert "9 tonnes" in chat.ask(question)
    energychat("remove", "generator.txt", "--library", server.library)
    assert "9 tonnes" not in chat.ask(question)
    assert "Grumblewater" not in chat.sources.inner_text()


# --- safety -------------------------------------------------------------------------------


def test_the_text_of_a_document_is_shown_and_never_run(chat: ChatPage) -> None:
    assert f"{TRAP} [1]" in chat.ask("What did the Zephyrine trial write into its logbook?")
    assert chat.sources.locator("mark").inner_text() == TRAP
    assert chat.sources.locator("h3").inner_text() == f"[1] {TRAP_TITLE}"
    document = chat.open(chat.markers.first)
    assert document.locator("#cited").inner_text() == TRAP
    assert document.title() == TRAP_TITLE
    assert chat.dialogs == []


def test_no_script_in_a_question_is_run(chat: ChatPage) -> None:
    chat.ask("<img src=x onerror=alert(1)><script>alert(2)</script> KIER?")
    assert chat.page.locator("#chat script, #chat [onerror]").count() == 0
    assert chat.dialogs == []


def test_nothing_but_this_machine_is_asked_for_anything(chat: ChatPage) -> None:
    chat.ask(SIGNED)
    chat.open(chat.markers.first)
    assert chat.hosts() == {"127.0.0.1"}


def test_an_unexpected_error_is_a_sentence_in_the_page(
    open_chat: Callable[..., ChatPage], serve: Callable[[Path], Server], copied_library: Path
) -> None:
    chat = open_chat(serve(copied_library))
    change(copied_library, "DROP TABLE chunk_words")
    assert chat.ask(SIGNED).startswith("Something went wrong while answering.")
    assert "Traceback" not in chat.text
    assert "chunk_words" not in chat.text


def test_an_error_with_a_remedy_shows_the_remedy(
    open_chat: Callable[..., ChatPage], serve: Callable[[Path], Server], copied_library: Path
) -> None:
    chat = open_chat(serve(copied_library))
    change(copied_library, "UPDATE meta SET value = '7' WHERE key = 'dimension'")
    assert "Build it anew with `energychat rebuild`." in chat.ask(SIGNED)
    assert "Traceback" not in chat.text


def change(library: Path, statement: str) -> None:
    with closing(sqlite3.connect(library / "catalog.sqlite")) as database, database:
        database.execute(statement)


# --- layout -------------------------------------------------------------------------------


@pytest.mark.parametrize("question", [SIGNED, UNANSWERABLE, "x" * 300])
def test_nothing_overflows_on_a_phone(
    open_chat: Callable[..., ChatPage], server: Server, question: str
) -> None:
    chat = open_chat(server, width=PHONE)
    assert overflow(chat.page) <= 0
    chat.ask(question)
    assert overflow(chat.page) <= 0


def test_all_examples_and_the_question_box_are_seen_on_a_phone(
    open_chat: Callable[..., ChatPage], server: Server
) -> None:
    chat = open_chat(server, width=PHONE)
    examples = chat.page.locator("#chat button.example")
    frame = chat.page.locator("#chat").evaluate("e => e.getBoundingClientRect().top")
    assert examples.first.evaluate("e => e.getBoundingClientRect().top") >= frame
    assert is_in_view(examples.last)
    assert is_in_view(chat.page.locator("#question"))


def test_the_sources_follow_the_answer_on_a_phone(
    open_chat: Callable[..., ChatPage], server: Server
) -> None:
    chat = open_chat(server, PHONE)
    chat.ask(SIGNED)
    parts = ("#chat", "#question", "#filters", "#sources", "#export", "#questions")
    tops = [
        chat.page.locator(part).evaluate("e => e.getBoundingClientRect().top") for part in parts
    ]
    assert tops == sorted(tops)
    assert overflow(chat.page) <= 0


def test_an_empty_chat_without_examples_says_what_to_do_on_a_phone(
    open_chat: Callable[..., ChatPage], serve: Callable[[Path], Server], small_library: Library
) -> None:
    chat = open_chat(serve(small_library.folder), width=PHONE)
    assert chat.page.locator("#chat button.example").count() == 0
    assert is_in_view(chat.page.locator("#chat .placeholder"))


def test_no_document_overflows_on_a_phone(
    open_chat: Callable[..., ChatPage], server: Server
) -> None:
    chat = open_chat(server, width=PHONE)
    chat.ask("What charging rate does CATL claim for Naxtra?")
    assert overflow(chat.open(chat.markers.first)) <= 0


def test_the_sources_stand_beside_the_answer_in_a_wide_window(chat: ChatPage) -> None:
    chat.ask(SIGNED)
    answer, sources = chat.last.bounding_box(), chat.sources.bounding_box()
    filters = chat.page.locator("#filters").bounding_box()
    assert answer is not None
    assert sources is not None
    assert filters is not None
    assert sources["y"] == filters["y"]  # nothing that is empty takes room above them
    assert sources["x"] >= answer["x"] + answer["width"]
    assert is_in_view(chat.sources.locator("mark").first)


def test_ctrl_c_stops_the_server_though_a_page_is_open(
    open_chat: Callable[..., ChatPage], energychat: Commands, corpus_library: Path
) -> None:
    server = energychat.serve(corpus_library)
    chat = open_chat(server)
    energychat.stop(server)
    with pytest.raises(PlaywrightError, match="ERR_CONNECTION_REFUSED"):
        chat.page.goto(server.address)


def test_the_page_says_how_many_documents_there_are(chat: ChatPage) -> None:
    assert "documents in the library" in chat.page.locator("#masthead").inner_text()
