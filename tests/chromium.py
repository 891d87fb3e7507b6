"""The browser of the tests, and pictures of what it shows."""

import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Error, Page

PICTURE_MILLISECONDS = 10_000
SCREENSHOTS = Path(__file__).parents[1] / ".screenshots"

# The shell draws no windows, and takes half the time of a processor.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
EXECUTABLE = next(filter(None, map(shutil.which, _NAMES)), None)
MISSING = "needs the browser Chromium: apt install chromium-headless-shell fonts-noto-cjk"
# No sandbox, since the tests may run as root; no traffic of the browser's own.
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


def picture(pages: Iterable[Page], test: str) -> None:
    """Keep how each page looks at the end of a test in the folder ``.screenshots``.

    A page that draws nothing, as one that was opened for a download or whose server is gone, has
    no picture.
    """
    name = re.sub(r"\W+", "-", test).strip("-")
    for number, page in enumerate(page for page in pages if page.url.startswith("http")):
        with suppress(Error):
            # A picture of the whole length without loss takes four to ten times as long.
            path = SCREENSHOTS / f"{name}-{number}.jpeg"
            page.screenshot(path=path, timeout=PICTURE_MILLISECONDS)
