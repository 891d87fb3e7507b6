"""The browser of the tests, and pictures of what it shows."""

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Page

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
    """Keep how each page looks at the end of a test in the folder ``.screenshots``."""
    for number, page in enumerate(pages):
        name = re.sub(r"\W+", "-", test).strip("-")
        page.screenshot(path=SCREENSHOTS / f"{name}-{number}.png", full_page=True)
