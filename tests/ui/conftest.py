"""A library of the whole corpus, the command, and running servers."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from chat_page import PHONE, WAIT_MILLISECONDS, WIDE, ChatPage
from chromium import ARGUMENTS, EXECUTABLE, MISSING, picture
from commands import CORPUS, Commands, Server
from filelock import FileLock
from own_server import Clock, Closed, add_users, serving
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from ingest import sync
from retrieval import Library
from ui.app import create_app

expect.set_options(timeout=WAIT_MILLISECONDS)


@pytest.fixture(scope="session")
def energychat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commands]:
    """The command; the process behind it takes seconds to start."""
    commands = Commands(tmp_path_factory.mktemp("commands"))
    yield commands
    commands.end()


@pytest.fixture(scope="session")
def corpus_library(energychat: Commands, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library of the whole corpus; whoever changes it takes a copy.

    The first of the test processes that needs it makes it for all.
    """
    own = tmp_path_factory.getbasetemp()
    made = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "corpus"
    with FileLock(f"{made}.lock"):
        if not made.exists():
            report = energychat("ingest", CORPUS, "--library", own / "made", "--json").json()
            assert report["failed"] == []
            (own / "made").rename(made)
        return Path(shutil.copytree(made, own / "library"))


@pytest.fixture
def copied_library(corpus_library: Path, tmp_path: Path) -> Path:
    """A library of the whole corpus that a test may change."""
    return Path(shutil.copytree(corpus_library, tmp_path / "copied"))


@pytest.fixture(scope="session")
def server(energychat: Commands, corpus_library: Path) -> Iterator[Server]:
    """The web chat over the whole corpus, for tests that change nothing of it."""
    started = energychat.serve(corpus_library)
    yield started
    energychat.stop(started)


@pytest.fixture
def serve(energychat: Commands) -> Iterator[Callable[[Path], Server]]:
    """Starts the web chat over a library; it is stopped after the test."""
    started: list[Server] = []

    def start(library: Path) -> Server:
        started.append(energychat.serve(library))
        return started[-1]

    yield start
    for server in started:
        energychat.stop(server)


@pytest.fixture
def small_library(open_library: Callable[..., Library], tmp_path: Path) -> Library:
    """A library of one document, which names a price."""
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "pump.md").write_text("# The pump of Ely\n\nThe pump of Ely costs 5,200 pounds.\n")
    library = open_library(documents=documents)
    assert sync(library, documents).failed == []
    return library


@pytest.fixture
def closed(small_library: Library) -> Iterator[Closed]:
    """A server at which users sign in, over a library of one document."""
    add_users(small_library)
    clock = Clock()
    with serving(create_app(small_library, clock)) as server:
        yield Closed(server.address, small_library, clock)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without a window, closed after a module: its event loop shuts out all others."""
    if EXECUTABLE is None:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def windows(browser: Browser) -> dict[int, BrowserContext]:
    """Browser windows by width; their cache spares each test the loading of the page's parts."""
    contexts = {
        width: browser.new_context(
            viewport={"width": width, "height": 800},
            permissions=["clipboard-read", "clipboard-write"],
        )
        for width in (WIDE, PHONE)
    }
    for context in contexts.values():
        context.set_default_timeout(WAIT_MILLISECONDS)
    return contexts


@pytest.fixture
def open_chat(
    windows: dict[int, BrowserContext], request: pytest.FixtureRequest
) -> Iterator[Callable[..., ChatPage]]:
    """Opens the chat of a server in a window of a given width, and pictures it after the test."""
    opened: list[ChatPage] = []

    def open_(server: Server, width: int = WIDE) -> ChatPage:
        opened.append(ChatPage(windows[width], server.address))
        return opened[-1]

    yield open_
    picture([page for each in windows.values() for page in each.pages], request.node.name)
    for chat in opened:
        chat.close()
