"""The evaluation in the web page, driven in a real browser."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import gradio as gr
import pytest
from axe_rules import violations
from chromium import ARGUMENTS, EXECUTABLE, MISSING, picture
from playwright.sync_api import Page, expect, sync_playwright

from evaluation import Run, compare, render_report
from retrieval import Library
from retrieval.assistant import Assistant
from ui.chat_link import chat_link
from ui.evaluation_tab import evaluation_tab
from ui.kept_runs import earlier_runs

pytestmark = pytest.mark.skipif(not EXECUTABLE, reason=MISSING)
WAIT = 60_000  # milliseconds; other tests may keep the cores busy


@pytest.fixture(scope="module")
def address(filled: Library) -> Iterator[str]:
    """A page with nothing but the tab, and another one to come from."""
    with gr.Blocks(analytics_enabled=False) as blocks:
        with gr.Tab("Evaluation") as tab:
            evaluation_tab(Assistant(filled), tab)
        gr.Tab("Other")
    _, url, _ = blocks.launch(prevent_thread_lock=True, quiet=True)
    yield url
    blocks.close()


@pytest.fixture(scope="module")
def browser_page() -> Iterator[Page]:
    """A page of a browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
        yield browser.new_page()
        browser.close()


@pytest.fixture
def page(browser_page: Page, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The tab, freshly loaded."""
    browser_page.goto(address)
    browser_page.set_default_timeout(WAIT)
    yield browser_page
    picture([browser_page], request.node.name)


def evaluate(page: Page, path: Path) -> None:
    """Upload a test set and run it."""
    page.set_input_files("input[type=file]", path)
    expect(page.get_by_text(path.name[:8]).first).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Evaluate").click()


def test_an_uploaded_set_gives_a_report_and_is_kept(
    page: Page, questions: Path, filled: Library
) -> None:
    evaluate(page, questions)
    report = page.frame_locator("iframe[title=Report]")
    expect(report.locator("#questions > details")).to_have_count(4, timeout=WAIT)
    report.locator("#kind").select_option("unanswerable")
    expect(report.locator("#shown")).to_have_text("Shown: 1")
    expect(report.locator("#questions > details:visible")).to_have_count(1)
    assert len(earlier_runs(filled)) == 1
    with page.expect_download() as download:
        page.get_by_text("Download the report").click()
    assert download.value.suggested_filename == "report.html"


def test_a_question_of_the_report_is_a_link_into_the_chat(page: Page, questions: Path) -> None:
    evaluate(page, questions)
    report = page.frame_locator("iframe[title=Report]")
    first = report.locator("#questions > details").first
    asked = first.locator("summary").evaluate("e => e.firstChild.textContent")
    first.locator("summary").click(timeout=WAIT)
    with page.context.expect_page() as opened:
        first.get_by_text("Open in the chat").click()
    address = urlsplit(opened.value.url)
    assert parse_qs(address.query)["question"] == [asked]
    assert address.netloc == urlsplit(page.url).netloc
    opened.value.close()


def test_an_earlier_run_can_be_compared_with(page: Page, questions: Path, filled: Library) -> None:
    evaluate(page, questions)
    expect(page.locator("iframe[title=Report]")).to_be_visible(timeout=WAIT)
    page.get_by_label("Compare with").click()
    page.get_by_role("option", name=earlier_runs(filled)[0]).click()
    page.get_by_role("button", name="Evaluate").click()
    report = page.frame_locator("iframe[title=Report]")
    expect(report.locator("#comparison")).to_contain_text(
        "Better now: 0. Worse now: 0.", timeout=WAIT
    )


def test_an_earlier_run_is_shown_again_in_a_new_page(
    page: Page, questions: Path, filled: Library
) -> None:
    evaluate(page, questions)
    expect(page.locator("iframe[title=Report]")).to_be_visible(timeout=WAIT)
    page.reload()
    show = page.get_by_role("button", name="Show the earlier run")
    status = page.locator("#evaluation-status")
    show.click(timeout=WAIT)
    expect(status).to_have_text("Choose an earlier run first.", timeout=WAIT)
    page.get_by_role("tab", name="Other").click()
    page.get_by_role("tab", name="Evaluation").click()
    name = earlier_runs(filled)[0]
    page.get_by_label("Compare with").click()
    page.get_by_role("option", name=name).click(timeout=WAIT)
    show.click()
    expect(status).to_contain_text("with 4 questions.", timeout=WAIT)
    report = page.frame_locator("iframe[title=Report]")
    expect(report.locator("#questions > details")).to_have_count(4, timeout=WAIT)
    with page.expect_download() as download:
        page.get_by_text("Download run.json").click()
    kept = filled.folder / "evaluations" / name / "run.json"
    assert download.value.path().read_bytes() == kept.read_bytes()


def test_a_set_without_a_good_row_is_a_sentence(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("question,answer\n", encoding="utf-8")
    evaluate(page, path)
    expect(page.locator("#evaluation-status")).to_have_text(
        "The test set empty.csv has no row that can be used. It is empty.", timeout=WAIT
    )


def test_a_stopped_run_says_so_and_keeps_nothing(
    page: Page, tmp_path: Path, filled: Library
) -> None:
    before = earlier_runs(filled)
    path = tmp_path / "many.csv"
    rows = "".join(f"What does pump {n} cost?,5\n" for n in range(500))
    path.write_text(f"question,answer\n{rows}", encoding="utf-8")
    evaluate(page, path)
    status = page.locator("#evaluation-status")
    expect(status).to_contain_text(" of 500 questions asked", timeout=WAIT)
    page.get_by_role("button", name="Stop").click()
    expect(status).to_have_text("Stopped.", timeout=WAIT)
    page.wait_for_timeout(2_000)  # no late message of the run takes its place
    expect(status).to_have_text("Stopped.")
    assert earlier_runs(filled) == before
    expect(page.get_by_role("button", name="Evaluate")).to_be_enabled()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_violates_no_rule(
    browser_page: Page, run: Run, scheme: Literal["light", "dark"]
) -> None:
    browser = browser_page.context.browser
    assert browser is not None
    page = browser.new_page(color_scheme=scheme)
    page.set_content(render_report(run, compare(run.results, run.results), chat_link=chat_link))
    page.locator("#questions > details > summary").first.click()
    assert violations(page) == []
    page.close()
