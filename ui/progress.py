"""The progress bars: of an ingest with the files it has done, and of whatever is counted."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console, Group
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from ingest import SyncProgress
from ui.report_lines import duration

T = TypeVar("T")
ROWS = 8  # files that are shown with what came of them


@contextmanager
def ingest_progress(console: Console) -> Iterator[Callable[[SyncProgress], None]]:
    """A table of the last files, the present one, rate and time left; gone at the end."""
    display = IngestDisplay()
    if not console.is_terminal:
        # In a file or a pipe nothing but empty lines would be left of it.
        yield display.take
        return
    with Live(console=console, transient=True, get_renderable=display.table):
        yield display.take


class IngestDisplay:
    """What is shown of a running ingest."""

    def __init__(self) -> None:
        self._done: deque[tuple[str, str, int, float]] = deque(maxlen=ROWS)
        self._state: SyncProgress | None = None
        self._began = self._file_began = time.monotonic()
        self._chunks = self._chunks_before = 0

    def take(self, state: SyncProgress) -> None:
        """Go by what the ingest says."""
        now = time.monotonic()
        if self._state is None or self._state.is_reading != state.is_reading:
            self._began = self._file_began = now
        if state.outcome:
            chunks = self._chunks - self._chunks_before
            self._done.append((state.outcome, state.file, chunks, now - self._file_began))
            self._file_began, self._chunks_before = now, self._chunks
        elif state.chunks:
            self._chunks = self._chunks_before + state.chunks_done
        self._state = state

    def table(self) -> Group:
        """The files that were done last, and where the ingest stands."""
        state = self._state
        if state is None:
            return Group(Text("Reading the folder"))
        if state.is_reading:
            return Group(_bar_line("Reading the folder", state.files_done, state.files, ""))
        table = Table(box=None, padding=(0, 2, 0, 0))
        for name in ("", "file", "chunks", "seconds"):
            table.add_column(name, justify="right" if name in ("chunks", "seconds") else "left")
        for outcome, file, chunks, seconds in self._done:
            table.add_row(Text(outcome), Text(file), str(chunks), f"{seconds:.1f}")
        if not state.outcome:
            inside = f"{state.chunks_done} of {state.chunks}" if state.chunks else ""
            table.add_row("now", Text(state.file), inside, "")
        return Group(table, _bar_line("", state.files_done, state.files, self._rate(state)))

    def _rate(self, state: SyncProgress) -> str:
        seconds = max(time.monotonic() - self._began, 0.001)
        files, chunks = 60 * state.files_done / seconds, self._chunks / seconds
        left = "" if state.seconds_left is None else f", {duration(state.seconds_left)} left"
        return f"{files:.0f} files/min, {chunks:.1f} chunks/s{left}"


def _bar_line(label: str, done: int, total: int, more: str) -> Table:
    line = Table.grid(padding=(0, 2, 0, 0))
    bar = ProgressBar(total=max(total, 1), completed=done, width=40)
    line.add_row(label, bar, f"{done} of {total} files", more)
    return line


def counted(console: Console, what: str, items: Iterable[T], total: int) -> Iterator[T]:
    """The items, under a bar with how many are done and the time left."""
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    # In a file or a pipe nothing but an empty line would be left of it.
    hidden = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as bar:
        yield from bar.track(items, total=total, description=what)
