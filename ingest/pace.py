"""How long files take to ingest: what earlier ingests took, or a guess before the first."""

import time
from pathlib import PurePosixPath

from retrieval.state import State

# Seconds for a megabyte with the default encoder on two cores, before anything is known.
GUESSED = {".pdf": 12.0, ".docx": 20.0, ".pptx": 5.0, ".epub": 40.0, ".html": 30.0, ".htm": 30.0}
GUESSED_TEXT = 100.0
MEGABYTE = 1_000_000


class Pace:
    """Seconds per byte by format, and the time that a list of files has left.

    Args:
        encoder: the paces of another one are not comparable.
    """

    def __init__(self, state: State, encoder: str) -> None:
        self._state = state
        self._encoder = encoder
        self._known = state.paces(encoder)
        self._learnt: dict[str, tuple[float, float]] = {}
        self._planned = self._planned_done = 0.0
        self._started = time.perf_counter()

    def seconds(self, path: str, size: int) -> float:
        """How long a file of so many bytes is expected to take."""
        suffix = PurePosixPath(path).suffix.lower()
        size_before, seconds_before = self._known.get(suffix, (0.0, 0.0))
        if size_before:
            return size * seconds_before / size_before
        return size * GUESSED.get(suffix, GUESSED_TEXT) / MEGABYTE

    def begin(self, planned_seconds: float) -> None:
        """Start the clock for files that are expected to take so long."""
        self._planned = planned_seconds
        self._started = time.perf_counter()

    def done(self, planned_seconds: float) -> None:
        """A file that was expected to take so long is done."""
        self._planned_done += planned_seconds

    @property
    def seconds_left(self) -> float:
        """Time left, corrected by how the expectation has held so far."""
        left = max(self._planned - self._planned_done, 0.0)
        if not self._planned_done:
            return left
        return left * (time.perf_counter() - self._started) / self._planned_done

    def learn(self, path: str, size: int, seconds: float) -> None:
        """Note how long a file took."""
        suffix = PurePosixPath(path).suffix.lower()
        sizes, times = self._learnt.get(suffix, (0.0, 0.0))
        self._learnt[suffix] = sizes + size, times + seconds

    def keep(self) -> None:
        """Keep what was learnt for the next ingest."""
        for suffix, (size, seconds) in self._learnt.items():
            self._state.add_pace(self._encoder, suffix, size, seconds)
        self._learnt.clear()
