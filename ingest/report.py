"""What an ingest is doing and what it has done."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import Any

SUFFIXES_SHOWN = 12


@dataclass(frozen=True)
class SyncProgress:
    """Where a sync stands: files done of those to be read, or of those to be ingested.

    ``chunks_done`` of ``chunks`` are embedded of the present file's. ``seconds_left`` is known
    once ``is_reading`` is over. ``outcome`` is set when a file is done: "added", "failed: …".
    """

    file: str
    files_done: int
    files: int
    chunks_done: int = 0
    chunks: int = 0
    is_reading: bool = False
    seconds_left: float | None = None
    outcome: str = ""


@dataclass
class Report:
    """What a sync did; the lists hold document ids, ``failed`` pairs of path and error.

    ``moved`` are pairs of the old and the new id, ``skipped`` paths of formats that are not
    read, ``duplicates`` pairs of a path and the document with the same content,
    ``near_duplicates`` two documents and their similarity, and ``kept`` the documents whose
    files are missing. ``left`` files were not come to before it was stopped.
    """

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    moved: list[tuple[str, str]] = field(default_factory=list)
    unchanged: int = 0
    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    duplicates: list[tuple[str, str]] = field(default_factory=list)
    near_duplicates: list[tuple[str, str, float]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    chunks: int = 0
    embedded: int = 0
    seconds: float = 0.0
    stopped: bool = False
    left: int = 0

    @property
    def skipped_formats(self) -> str:
        """How many files were passed over, and their suffixes: ".png (2), .py"; else empty."""
        return formats_passed_over(self.skipped)

    @property
    def did_anything(self) -> bool:
        """Whether a document came, changed or left."""
        return bool(self.added or self.updated or self.moved or self.removed)

    def as_json(self) -> dict[str, Any]:
        """The report as plain dictionaries and lists."""
        return asdict(self) | {
            "moved": [{"from": old, "to": new} for old, new in self.moved],
            "failed": [{"path": path, "error": error} for path, error in self.failed],
            "duplicates": [{"path": path, "same_as": name} for path, name in self.duplicates],
            "near_duplicates": [
                {"document": document, "like": other, "similarity": similarity}
                for document, other, similarity in self.near_duplicates
            ],
        }

    def add(self, other: "Report") -> None:
        """Take in what was done with another folder."""
        for name, value in vars(other).items():
            if name == "chunks":
                self.chunks = other.chunks  # of the whole library
            elif name == "stopped":
                self.stopped = self.stopped or other.stopped
            else:
                setattr(self, name, getattr(self, name) + value)


def formats_passed_over(paths: list[str]) -> str:
    """How many files, and their suffixes: "3 files of formats that are not read: …"."""
    counts = Counter(PurePosixPath(path).suffix.lower() or path for path in paths)
    named = [f"{suffix} ({n})" if n > 1 else suffix for suffix, n in sorted(counts.items())]
    shown = ", ".join(named[:SUFFIXES_SHOWN]) + (", …" if named[SUFFIXES_SHOWN:] else "")
    files = "1 file" if len(paths) == 1 else f"{len(paths)} files"
    return f"{files} of formats that are not read: {shown}" if shown else ""
