"""Long work that each page begins for itself and may stop."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import gradio as gr


class Stops:
    """Whether the pages that run something have asked for its end.

    Gradio's own way, ``cancels``, leaves what a button said to be overwritten by what the work
    says last.
    """

    def __init__(self) -> None:
        self._running: dict[str | None, threading.Event] = {}

    @contextmanager
    def begin(self, request: gr.Request) -> Iterator[threading.Event]:
        """Set once the page of the request has asked for the end of what it begins here."""
        stopped = self._running[request.session_hash] = threading.Event()
        try:
            yield stopped
        finally:
            self._running.pop(request.session_hash, None)

    def stop(self, request: gr.Request) -> None:
        """End what the page of the request runs, if it runs anything."""
        if stopped := self._running.get(request.session_hash):
            stopped.set()
