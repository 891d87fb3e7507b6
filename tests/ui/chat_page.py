"""The web chat as a person in front of a browser uses it."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Dialog, Download, Locator, Page, Request

WAIT_MILLISECONDS = 60_000  # on a busy machine; what is waited for comes much sooner
STEP_MILLISECONDS = 50
WIDE, PHONE = 1440, 400  # pixels

# The answer is there when the last turn is the assistant's and the button to ask is back.
ANSWERED = """(answers) =>
    document.querySelectorAll('#chat [data-testid=bot]').length === answers
    && document.querySelector('#question [data-testid=submit-button]')
    && !document.querySelector('#question [data-testid=stop-button]')
    && !document.querySelector('#question textarea').disabled"""
LOADED = """() => document.querySelector('#question textarea')
    && document.querySelector('#masthead h1') && document.querySelector('#sources h2')"""


class ChatPage:
    """A fresh page of the chat; remembers the requests and the dialogs of all its tabs."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.requested: list[str] = []
        self.dialogs: list[str] = []
        self._downloads: list[Download] = []
        self._streams: set[Request] = set()
        self._answers = 0
        self._listeners: dict[str, Callable[..., None]] = {
            "request": self._begin,
            "requestfinished": self._end,
            "requestfailed": self._end,
            "dialog": self._dismiss,
            "page": lambda page: page.on("download", self._keep),
        }
        for event, listener in self._listeners.items():
            context.on(event, listener)  # type: ignore[call-overload]
        self.page = context.new_page()
        self.page.goto(address)
        self.page.wait_for_function(LOADED)
        # Its first call is made once its parts are alive; what is typed before that is lost.
        self._wait(lambda: self._has_requested("/queue/join"), "the page's first call")

    def settle(self) -> None:
        """Wait until the page awaits nothing more of what it asked first."""
        self._wait(
            lambda: self._has_requested("/queue/data") and not self._streams,
            "the end of the page's first calls",
        )

    def close(self) -> None:
        """Close all tabs."""
        context = self.page.context
        for event, listener in self._listeners.items():
            context.remove_listener(event, listener)
        for page in context.pages:
            page.close()

    def ask(self, question: str) -> str:
        """Type a question, press Enter, and return the text of the answer."""
        self.page.fill("#question textarea", question)
        self.page.keyboard.press("Enter")
        return self.next_answer()

    def next_answer(self) -> str:
        """Wait for one more answer."""
        self._answers += 1
        return self.answer()

    def answer(self) -> str:
        """Wait until no answer is being written, and return the last one."""
        self.page.wait_for_function(ANSWERED, arg=self._answers)
        return self.last.inner_text()

    def restart(self, answers: int = 0) -> None:
        """Count the answers anew, as in a page that shows so many."""
        self._answers = answers

    @property
    def last(self) -> Locator:
        """The last answer."""
        return self.page.locator("#chat [data-testid=bot]").last

    @property
    def markers(self) -> Locator:
        """The markers of the last answer."""
        return self.last.locator("a.marker")

    @property
    def sources(self) -> Locator:
        """The panel of the sources."""
        return self.page.locator("#sources")

    @property
    def text(self) -> str:
        """All that the page shows."""
        return self.page.locator("body").inner_text()

    def press(self, button: str) -> None:
        """Press one of the buttons of the chat, named as its tool tip names it."""
        self.page.locator(f'#chat button[title="{button}"]').last.click()

    def clear(self) -> None:
        """Throw the conversation away."""
        self.press("Clear")
        self.last.wait_for(state="detached")
        self.restart()

    def open(self, link: Locator) -> Page:
        """Follow a link that opens a new tab."""
        with self.page.context.expect_page() as opened:
            link.click()
        opened.value.wait_for_load_state()
        return opened.value

    def download(self, link: Locator) -> tuple[str, bytes]:
        """Follow a link to a file, and return its name and content."""
        link.click()
        self._wait(lambda: bool(self._downloads), "the download")
        file = self._downloads.pop()
        return file.suggested_filename, file.path().read_bytes()

    def hosts(self) -> set[str]:
        """The hosts that were asked for anything."""
        found = [re.match(r"\w+://([^/:]+)", url) for url in self.requested]
        return {match.group(1) for match in found if match}

    def _has_requested(self, part: str) -> bool:
        return any(part in url for url in self.requested)

    def _wait(self, is_there: Callable[[], bool], what: str) -> None:
        for _ in range(WAIT_MILLISECONDS // STEP_MILLISECONDS):
            if is_there():
                return
            self.page.wait_for_timeout(STEP_MILLISECONDS)
        raise TimeoutError(f"Waited {WAIT_MILLISECONDS} ms for {what}.")

    def _begin(self, request: Request) -> None:
        self.requested.append(request.url)
        if "/queue/data" in request.url:
            self._streams.add(request)

    def _end(self, request: Request) -> None:
        self._streams.discard(request)

    def _keep(self, download: Download) -> None:
        self._downloads.append(download)

    def _dismiss(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def is_in_view(element: Locator) -> bool:
    """Whether the element lies inside the window, without any scrolling."""
    seen = """e => { const r = e.getBoundingClientRect();
        return r.top >= 0 && r.bottom <= innerHeight && r.height > 0 }"""
    return bool(element.evaluate(seen))
