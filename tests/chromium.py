"""The browser of the tests."""

import shutil

# The shell draws no windows, and takes half the time of a processor.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
EXECUTABLE = next(filter(None, map(shutil.which, _NAMES)), None)
MISSING = "needs the browser Chromium: apt install chromium-headless-shell fonts-noto-cjk"
# No sandbox, since the tests may run as root; no traffic of the browser's own.
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
