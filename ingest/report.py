"""What an ingest is doing and what it has done."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePosixPath

SUFFIXES_SHOWN = 12


@dataclass(frozen=True)
class SyncProgress:
    """Where a sync stands: files done of all, and chunks embedded of the present file's."""

    file: str
    files_done: int
    files: int
    chunks_done: int = 0
    chunks: int = 0


@dataclass
class Report:
    """What a sync did; the lists hold document ids, ``failed`` pairs of path and error.

    ``skipped`` are paths of formats that are not read.
    """

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: int = 0
    removed: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    chunks: int = 0
    embedded: int = 0
    seconds: float = 0.0

    @property
    def skipped_formats(self) -> str:
        """How many files were passed over, and their suffixes: ".png (2), .py"; else empty."""
        counts = Counter(PurePosixPath(path).suffix.lower() or path for path in self.skipped)
        named = [f"{suffix} ({n})" if n > 1 else suffix for suffix, n in sorted(counts.items())]
        shown = ", ".join(named[:SUFFIXES_SHOWN]) + (", …" if named[SUFFIXES_SHOWN:] else "")
        files = "1 file" if len(self.skipped) == 1 else f"{len(self.skipped)} files"
        return f"{files} of formats that are not read: {shown}" if shown else ""
