"""The Library tab in a real browser: upload, plan, ingest, look through, correct, remove."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from chat_page import PHONE, ChatPage, overflow
from commands import CORPUS, Commands, Server
from playwright.sync_api import Locator, expect

from ui.library_view import HEADERS

PUMP = "# The pump of Ely\n\nThe pump of Ely costs 5,200 pounds.\n"


@pytest.fixture(scope="module")
def server(energychat: Commands, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The chat over a few documents, one of which cannot be read."""
    folder = tmp_path_factory.mktemp("librarian")
    documents = folder / "documents"
    documents.mkdir()
    for name in ("kier-nrel-mou-2025.docx", "climeworks-2025.docx"):
        shutil.copy(CORPUS / name, documents)
    (documents / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    assert energychat("ingest", documents, "--library", folder / "library").code == 0
    started = energychat.serve(folder / "library")
    yield started
    energychat.stop(started)


@pytest.fixture
def tab(open_chat: Callable[..., ChatPage], server: Server) -> ChatPage:
    """A page with the Library tab open."""
    chat = open_chat(server)
    chat.page.get_by_role("tab", name="Library").click()
    cell(chat, "climeworks-2025.docx").wait_for()
    return chat


def cell(chat: ChatPage, text: str) -> Locator:
    """A cell of the table of documents."""
    return chat.page.get_by_role("gridcell", name=text, exact=True).first


def outcome(chat: ChatPage) -> Locator:
    return chat.page.locator("#ingest-outcome")


def press(chat: ChatPage, name: str) -> None:
    chat.page.get_by_role("button", name=name).click()


def upload(chat: ChatPage, *paths: Path) -> None:
    chat.page.locator("input[type=file]").first.set_input_files(paths)


def test_documents_and_failed_files_are_listed(tab: ChatPage) -> None:
    expect(cell(tab, "kier-nrel-mou-2025.docx")).to_be_visible()
    expect(cell(tab, "failed")).to_be_visible()
    cell(tab, "broken.pdf").click()
    details = tab.page.locator("#document-details")
    expect(details).to_contain_text("The PDF is damaged")
    expect(tab.page.get_by_role("button", name="Save corrections")).to_be_hidden()
    # It was not uploaded: its folder is somebody else's.
    expect(tab.page.get_by_role("button", name="Remove the uploaded file")).to_be_hidden()


def test_no_heading_of_the_list_is_broken(tab: ChatPage) -> None:
    lines = tab.page.locator("#documents th").evaluate_all(
        """cells => Object.fromEntries(cells.map(cell => {
            const words = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT)
            const range = document.createRange(), tops = new Set()
            while (words.nextNode()) {
                range.selectNodeContents(words.currentNode)
                for (const box of range.getClientRects()) tops.add(box.top)
            }
            return [cell.innerText.trim(), tops.size]
        }))"""
    )
    assert set(HEADERS) <= set(lines)
    assert [heading for heading, count in lines.items() if count > 1] == []


def test_a_phone_shows_words_of_the_list_whole(
    open_chat: Callable[..., ChatPage], server: Server
) -> None:
    chat = open_chat(server, width=PHONE)
    chat.page.get_by_role("tab", name="Library").click()
    box = cell(chat, "failed").bounding_box()
    assert box is not None
    assert box["width"] > 60
    assert overflow(chat.page) <= 0


def test_a_word_filters_the_list(tab: ChatPage) -> None:
    tab.page.get_by_placeholder("Filter the list").fill("climeworks-2025")
    expect(cell(tab, "kier-nrel-mou-2025.docx")).to_be_hidden()
    expect(cell(tab, "climeworks-2025.docx")).to_be_visible()


def test_an_ingest_says_what_it_did(tab: ChatPage) -> None:
    press(tab, "Ingest what changed")
    expect(outcome(tab)).to_contain_text("0 added, 0 updated, 2 unchanged, 0 removed, 1 failed")


def test_uploaded_files_are_planned_then_ingested_then_answer(
    tab: ChatPage, tmp_path: Path
) -> None:
    (tmp_path / "pump.md").write_text(PUMP)
    (tmp_path / "picture.xyz").write_text("")
    upload(tab, tmp_path / "pump.md", tmp_path / "picture.xyz")
    expect(outcome(tab)).to_contain_text("2 uploaded. This is what will be done:")
    expect(outcome(tab)).to_contain_text("1 to add")
    expect(outcome(tab)).to_contain_text("formats that are not read: .xyz")
    press(tab, "Ingest what changed")
    expect(outcome(tab)).to_contain_text("1 added")
    expect(cell(tab, "pump.md")).to_be_visible()
    tab.page.get_by_role("tab", name="Chat").click()
    assert "5,200 pounds" in tab.ask("How much does the pump of Ely cost?")


def test_a_new_page_offers_the_folder_of_the_uploads(
    tab: ChatPage, tmp_path: Path, open_chat: Callable[..., ChatPage], server: Server
) -> None:
    (tmp_path / "late.md").write_text("A text that came late.")
    upload(tab, tmp_path / "late.md")
    expect(outcome(tab)).to_contain_text("1 uploaded")
    new = open_chat(server)
    new.page.get_by_role("tab", name="Library").click()
    cell(new, "climeworks-2025.docx").wait_for()
    new.page.get_by_label("Folder").click()
    new.page.get_by_role("option", name=str(server.library / "uploads")).click()
    press(new, "Show what changed")
    expect(outcome(new)).to_contain_text("late.md")


def test_an_upload_that_cannot_be_read_can_be_removed(
    tab: ChatPage, tmp_path: Path, server: Server
) -> None:
    (tmp_path / "torn.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    upload(tab, tmp_path / "torn.pdf")
    expect(outcome(tab)).to_contain_text("1 uploaded")
    press(tab, "Ingest what changed")
    expect(outcome(tab)).to_contain_text("1 failed")
    cell(tab, "torn.pdf").click()
    press(tab, "Remove the uploaded file")
    expect(tab.page.locator("#document-details")).to_contain_text("Removed torn.pdf.")
    expect(cell(tab, "torn.pdf")).to_be_hidden()
    expect(tab.page.get_by_role("button", name="Remove the uploaded file")).to_be_hidden()
    press(tab, "Ingest what changed")
    expect(outcome(tab)).to_contain_text("0 failed")
    assert (server.library / "uploads" / ".removed" / "torn.pdf").is_file()


def test_a_correction_is_shown_and_kept(tab: ChatPage) -> None:
    cell(tab, "climeworks-2025.docx").click()
    title = tab.page.get_by_label("Title")
    expect(title).not_to_have_value("")
    title.fill("A corrected title")
    press(tab, "Save corrections")
    expect(tab.page.locator("#document-details")).to_contain_text("Saved.")
    expect(tab.page.locator("#document-details h2")).to_have_text("A corrected title")
    expect(cell(tab, "A corrected title")).to_be_visible()
    press(tab, "Ingest what changed")
    expect(outcome(tab)).to_contain_text("0 updated")


def test_a_date_that_cannot_be_read_is_said(tab: ChatPage) -> None:
    cell(tab, "climeworks-2025.docx").click()
    published = tab.page.get_by_label("Published")
    expect(published).not_to_have_value("")
    published.fill("soon")
    press(tab, "Save corrections")
    expect(tab.page.locator("#document-details")).to_contain_text("'soon' cannot be read")


def test_a_document_is_opened_from_the_list(tab: ChatPage) -> None:
    cell(tab, "kier-nrel-mou-2025.docx").click()
    text = tab.open(tab.page.get_by_role("link", name="Open the text"))
    assert "KIER" in text.locator("main").inner_text()


def test_a_removed_upload_is_gone_and_does_not_return(
    tab: ChatPage, tmp_path: Path, server: Server
) -> None:
    (tmp_path / "slip.md").write_text("A text that was uploaded by a slip.")
    size = tab.page.locator("#masthead header p")
    years = tab.page.locator("#overview .charts table").first
    before, in_years = str(size.text_content()), str(years.text_content())
    upload(tab, tmp_path / "slip.md")
    expect(outcome(tab)).to_contain_text("1 uploaded")
    press(tab, "Ingest what changed")
    cell(tab, "slip.md").click()
    expect(size).not_to_have_text(before)
    expect(years).not_to_have_text(in_years)
    expect(tab.page.locator("#document-details")).to_contain_text("slip.md")
    press(tab, "Remove from the library")
    expect(tab.page.locator("#document-details")).to_contain_text("Removed slip.md.")
    expect(cell(tab, "slip.md")).to_be_hidden()
    expect(size).to_have_text(before)
    expect(years).to_have_text(in_years)
    press(tab, "Ingest what changed")
    expect(outcome(tab)).to_contain_text("0 added")
    assert (server.library / "uploads" / ".removed" / "slip.md").is_file()


def test_the_history_lists_the_ingests(tab: ChatPage) -> None:
    press(tab, "History of ingests")
    history = tab.page.locator("#history")
    expect(history).to_contain_text("2 added, 1 failed")
    history.locator("summary").last.click()
    expect(history).to_contain_text("broken.pdf: The PDF is damaged")
