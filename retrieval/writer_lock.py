"""The lock of a library: one process writes to it at a time."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from retrieval.errors import LibraryBusy


@contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of a library; the system frees it when its process is killed.

    Raises:
        LibraryBusy: another process, or another part of this one, holds it.
    """
    lock = FileLock(folder / "writer.lock", timeout=0)
    holder = folder / "writer.json"
    try:
        lock.acquire()
    except Timeout as error:
        raise LibraryBusy(_busy_message(folder, holder)) from error
    try:
        since = datetime.now().astimezone().isoformat(timespec="seconds")
        # On a full disk who holds the lock stays unknown, and the first write says what is wrong.
        with suppress(OSError):
            holder.write_text(json.dumps({"pid": os.getpid(), "since": since}))
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _busy_message(folder: Path, holder: Path) -> str:
    try:
        who = json.loads(holder.read_text())
        detail = f"process {who['pid']}, since {who['since']}"
    except (OSError, ValueError, KeyError):
        detail = "process unknown"
    return (
        f"The library {folder} is being written to ({detail}). "
        "Wait until that ingest has ended, then try again."
    )
