"""Ctrl-C: the first stops after the present file, the second at once."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from rich.console import Console


@contextmanager
def stopped_by_interrupt(console: Console) -> Iterator[threading.Event]:
    """An event that the first Ctrl-C sets; a second one raises KeyboardInterrupt."""
    stop = threading.Event()

    def stop_or_raise(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            signal.default_int_handler(number, frame)
        stop.set()
        console.print("Stopping after the present file. Ctrl-C again stops at once.")

    before = signal.signal(signal.SIGINT, stop_or_raise)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
