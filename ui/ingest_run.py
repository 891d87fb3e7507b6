"""An ingest in a thread of its own, which the page watches and can stop."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, SimpleQueue

from ingest import Report, SyncProgress, sync
from retrieval.index import Library

TICK_SECONDS = 0.5  # between two looks at how far it is


class IngestRun:
    """Ingests folders of one library; the writer lock lets one run at a time."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._stop = threading.Event()

    def stop(self) -> None:
        """Let the running ingest end after its present file."""
        self._stop.set()

    def run(self, folder: Path) -> Iterator[SyncProgress | Report]:
        """Where the ingest stands, twice a second, and at last what it did.

        It goes on to its end, should the page that watches it be closed.

        Raises:
            EnergyChatError: as :func:`ingest.sync` does.
        """
        self._stop.clear()
        said: SimpleQueue[SyncProgress | Report | Exception] = SimpleQueue()
        threading.Thread(target=self._work, args=(folder, said.put), daemon=True).start()
        while True:
            latest = _latest(said)
            if isinstance(latest, Exception):
                raise latest
            yield latest
            if isinstance(latest, Report):
                return

    def _work(self, folder: Path, say: Callable[[SyncProgress | Report | Exception], None]) -> None:
        # A boundary of the thread: who watches is told whatever fails.
        try:
            say(sync(self._library, folder, progress=say, stop=self._stop.is_set))
        except Exception as error:
            say(error)


def _latest(
    said: "SimpleQueue[SyncProgress | Report | Exception]",
) -> SyncProgress | Report | Exception:
    """The last that was said within a tick; waits until there is anything."""
    latest = said.get()
    until = time.monotonic() + TICK_SECONDS
    while not isinstance(latest, Report | Exception):
        try:
            latest = said.get(timeout=max(until - time.monotonic(), 0))
        except Empty:
            break
        if time.monotonic() >= until:
            break
    return latest
