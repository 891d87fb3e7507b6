"""The progress bar of an ingest."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ingest import SyncProgress


@contextmanager
def ingest_progress(console: Console) -> Iterator[Callable[[SyncProgress], None]]:
    """A bar with files done and the time left, gone when the ingest has ended."""
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
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
