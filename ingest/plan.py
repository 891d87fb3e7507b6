"""What an ingest will do: its steps, and what it leaves as it is."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.file import File
from ingest.report import formats_passed_over

ACTIONS = ADD, UPDATE, MOVE, RETRY, REMOVE = "add", "update", "move", "retry", "remove"
GUARD_FROM = 10  # documents in a folder, from which on a mass removal asks for a flag
Metadata = dict[str, str]
_NO_FILE = File(Path())  # of a step that removes


@dataclass(frozen=True)
class Step:
    """What is to be done with one file.

    ``document`` is the id that its document has or will have, ``was`` the one that it had
    before it moved. ``size`` is in bytes and ``seconds`` how long it is expected to take.
    """

    action: str
    path: str
    document: str
    metadata: Metadata = field(default_factory=dict)
    size: int = 0
    seconds: float = 0.0
    was: str = ""
    file: File = _NO_FILE


@dataclass
class Plan:
    """The steps of an ingest, and what it leaves as it is.

    ``unread`` are pairs of path and reason, of what cannot be listed or read now, ``failed``
    those and the files that failed before and have not changed since. ``copies`` gives for a
    file with the content of another that one's path.
    """

    folder: Path
    root: str
    known: int
    steps: list[Step] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    copies: dict[str, str] = field(default_factory=dict)
    new_copies: list[str] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    recovered: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def of(self, action: str) -> list[Step]:
        """The steps of one kind."""
        return [step for step in self.steps if step.action == action]

    @property
    def leaving(self) -> list[Step]:
        """The documents whose files are gone; one that became a copy stays under its path."""
        return [step for step in self.of(REMOVE) if step.path not in self.copies]

    @property
    def is_mass_removal(self) -> bool:
        """Whether so many documents would leave that it looks like a mistake."""
        return self.known >= GUARD_FROM and len(self.leaving) * 2 > self.known

    @property
    def seconds(self) -> float:
        """How long it is expected to take."""
        return sum(step.seconds for step in self.steps)

    @property
    def skipped_formats(self) -> str:
        """How many files are passed over, and their suffixes."""
        return formats_passed_over(self.skipped)

    def as_json(self) -> dict[str, Any]:
        """The plan as plain dictionaries and lists, with paths by what is to be done."""
        paths = {action: [step.path for step in self.of(action)] for action in ACTIONS}
        return paths | {
            MOVE: [{"from": step.was, "to": step.document} for step in self.of(MOVE)],
            "unchanged": len(self.unchanged),
            "kept": self.kept,
            "duplicates": [{"path": p, "same_as": self.copies[p]} for p in self.new_copies],
            "failed": [{"path": path, "error": error} for path, error in self.failed],
            "skipped": self.skipped,
            "warnings": self.warnings,
            "seconds": round(self.seconds, 1),
        }
