"""Tell when a folder has changed, so that it can be ingested again.

The system tells of changes. Where it cannot, as on many network drives, the folder is looked
through now and then instead ("polling"): watchfiles does so by itself where the system has no
such service, and elsewhere if its variable ``WATCHFILES_FORCE_POLLING=1`` is set.
"""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import watchfiles

from ingest.archive import ARCHIVE
from ingest.manifest import MANIFEST
from ingest.parse import PARSERS
from retrieval.errors import FolderError

DEBOUNCE_SECONDS = 2.0
LONGEST_WAIT_SECONDS = 60.0
_TICK_SECONDS = 0.2  # how soon a stop is seen
_POLL_SECONDS = 1.0


def watch(
    folder: Path,
    *,
    stop: threading.Event,
    leave_out: Path | None = None,
    debounce_seconds: float = DEBOUNCE_SECONDS,
    longest_wait_seconds: float = LONGEST_WAIT_SECONDS,
    poll: bool | None = None,
) -> Iterator[None]:
    """Yield once at the beginning, and then each time that changes in a folder have settled.

    The first time is when the watch has begun: who ingests then misses no change. What changes
    during an ingest is told after it.

    Args:
        folder: or a zip archive in its place, which may be replaced while it is watched.
        stop: ends the watch within a fraction of a second once it is set.
        leave_out: a folder whose changes do not count, such as the library's own; nor do those
            of hidden files and of files that are no documents.
        debounce_seconds: how long nothing may change until the changes have settled.
        longest_wait_seconds: after which changes that go on and on are told all the same.
        poll: look through the folder instead of being told; None: as the environment says.

    Raises:
        FolderError: the folder is missing or cannot be watched.
    """
    folder = folder.resolve()
    is_folder = folder.is_dir()
    counts = _counting(folder, leave_out.resolve() if leave_out else None)
    settled = _Settled(debounce_seconds, longest_wait_seconds)
    tick = int(_TICK_SECONDS * 1000)
    try:
        for changes in watchfiles.watch(
            # A new archive takes the place of the old one, which a watch of the file would lose.
            folder if is_folder else folder.parent,
            recursive=is_folder,
            # Filtered below: changes that do not count would keep it from yielding here.
            watch_filter=None,
            yield_on_timeout=True,
            rust_timeout=tick,
            debounce=tick,
            step=tick // 2,
            stop_event=stop,
            force_polling=poll,
            poll_delay_ms=int(_POLL_SECONDS * 1000),
        ):
            if settled.is_due(any(counts(Path(path)) for _, path in changes)):
                yield
    except (OSError, RuntimeError) as error:  # the latter is watchfiles' own
        raise FolderError(
            f"{folder} cannot be watched: {error}. Check that it is there and that all folders in "
            "it can be read; where the system cannot tell of changes, set "
            "WATCHFILES_FORCE_POLLING=1."
        ) from error


class _Settled:
    """When changes have settled; the beginning counts as a change that has."""

    def __init__(self, debounce_seconds: float, longest_wait_seconds: float) -> None:
        self._debounce_seconds = debounce_seconds
        self._longest_wait_seconds = longest_wait_seconds
        self._first: float | None = float("-inf")
        self._last = float("-inf")

    def is_due(self, has_changed: bool) -> bool:
        """Whether changes are to be told now; each is told once."""
        now = time.monotonic()
        if has_changed:
            self._last = now
            self._first = now if self._first is None else self._first
        if self._first is None:
            return False
        is_quiet = now - self._last >= self._debounce_seconds
        if not is_quiet and now - self._first < self._longest_wait_seconds:
            return False
        self._first = None
        return True


def _counting(folder: Path, leave_out: Path | None) -> Callable[[Path], bool]:
    """Tells whether a change of a path may change what an ingest finds."""

    def counts(path: Path) -> bool:
        if folder not in {path, *path.parents}:
            return False
        if leave_out and path.is_relative_to(leave_out):
            return False
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            return False
        # Of what is gone nobody knows whether it was a folder with documents.
        is_other = path.suffix.lower() not in PARSERS.keys() | {ARCHIVE} and path.name != MANIFEST
        return not (is_other and path.is_file())

    return counts
