"""The progress bars: of an ingest, and of whatever is counted."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ingest import SyncProgress

T = TypeVar("T")


@contextmanager
def ingest_progress(console: Console) -> Iterator[Callable[[SyncProgress], None]]:
    """A bar with files done and the time left, gone when the ingest has ended."""
    with _bar(console) as bar:
        task = bar.add_task("Reading the folder", total=None)

        def report(state: SyncProgress) -> None:
            inside = f" ({state.chunks_done} of {state.chunks} chunks)" if state.chunks else ""
            bar.update(
                task,
                description=f"{state.file}{inside}",
                completed=state.files_done,
                total=state.files,
            )

        yield report


def counted(console: Console, what: str, items: Iterable[T], total: int) -> Iterator[T]:
    """The items, under a bar with how many are done and the time left."""
    with _bar(console) as bar:
        yield from bar.track(items, total=total, description=what)


def _bar(console: Console) -> Progress:
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    # In a file or a pipe nothing but an empty line would be left of it.
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
