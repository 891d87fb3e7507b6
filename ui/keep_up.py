"""Ingest a folder again whenever it changes."""

import threading
from collections.abc import Callable
from pathlib import Path

from ingest import Report
from ingest.watch import watch
from retrieval.errors import EnergyChatError, LibraryBusy
from ui.console import err

BUSY_SECONDS = 2.0  # between two tries while another process writes to the library


def keep_up(
    ingest: Callable[[], Report],
    folder: Path,
    library: Path,
    stop: threading.Event,
    give: Callable[[Report], None],
) -> None:
    """Ingest now and whenever the folder has changed, until it is to stop.

    Args:
        library: its own files are no changes.
        give: is handed each report in which anything was done.

    Raises:
        FolderError: the folder is missing or cannot be watched.
    """
    err.print(f"Watching {folder}. Ctrl-C ends it.")
    is_first = True
    for _ in watch(folder, stop=stop, leave_out=library):
        report = _ingested(ingest, stop)
        if report and (is_first or report.did_anything):
            give(report)
        is_first = False


def _ingested(ingest: Callable[[], Report], stop: threading.Event) -> Report | None:
    while not stop.is_set():
        try:
            return ingest()
        except LibraryBusy as error:
            err.print(str(error))
            stop.wait(BUSY_SECONDS)
        except EnergyChatError as error:
            # Such as a mass removal: it may be put right, which is a change again.
            err.print(str(error))
            return None
    return None
