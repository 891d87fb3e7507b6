"""What the page's first load takes: requests, bytes, hosts and time, and what a second one takes.

Run from the repository's root: `python -m benchmarks.first_load`. The shipped corpus is served by
`energychat chat`, and opened in Chromium, first with an empty cache and then with what it kept.
"""

import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, sync_playwright

from benchmarks.many_users import CORPUS, ingest, served

BROWSERS = ("chromium-headless-shell", "chromium")
CAN_ASK = "() => !document.querySelector('#question textarea')?.disabled"
PAINTED = """() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"""


@dataclass
class Load:
    """One load of the page."""

    hosts: set[str] = field(default_factory=set)
    requests: int = 0
    bytes: int = 0  # over the network, packed
    painted: float = 0.0  # seconds to the first text or picture
    usable: float = 0.0  # seconds until a question can be typed

    def note_request(self, event: dict[str, Any]) -> None:
        """Count a request that leaves the page."""
        self.hosts.add(urlsplit(event["request"]["url"]).hostname or "")
        self.requests += 1

    def note_end(self, event: dict[str, Any]) -> None:
        """Add the bytes of an answer."""
        self.bytes += int(event["encodedDataLength"])


def main() -> None:
    """Print a table: a row for each of the two loads."""
    browser = next(filter(None, map(shutil.which, BROWSERS)))
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        library = Path(scratch) / "library"
        subprocess.run([*ingest(library), str(CORPUS)], check=True, stdout=subprocess.DEVNULL)
        with served(library) as address:
            context = playwright.chromium.launch(
                executable_path=browser, args=["--no-sandbox"]
            ).new_context()
            print("| load | requests | kB | other hosts | first paint, s | usable, s |")
            print("|---|---|---|---|---|---|")
            for name in ("first", "second"):
                load = measure(context, address)
                others = load.hosts - {urlsplit(address).hostname}
                print(
                    f"| {name} | {load.requests} | {load.bytes / 1000:.0f} | "
                    f"{len(others)} | {load.painted:.2f} | {load.usable:.2f} |"
                )


def measure(context: BrowserContext, address: str) -> Load:
    """Open the page in a new tab."""
    page, load = context.new_page(), Load()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.requestWillBeSent", load.note_request)
    network.on("Network.loadingFinished", load.note_end)
    started = time.perf_counter()
    page.goto(address)
    page.wait_for_selector("#question textarea")
    page.wait_for_function(CAN_ASK)
    load.usable = time.perf_counter() - started
    page.wait_for_timeout(3000)  # for what is loaded when the page stands
    load.painted = page.evaluate(PAINTED) / 1000
    page.close()
    return load


if __name__ == "__main__":
    main()
