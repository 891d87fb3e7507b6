"""What people made and what was done, in state.sqlite beside the catalogue.

Unlike the catalogue it is derived from nothing: it has forward migrations, and no rebuild of
the index touches it.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from retrieval.accounts import Accounts
from retrieval.conversations import Conversations
from retrieval.database import DatabaseError
from retrieval.errors import LibraryUnreadable
from retrieval.feedback import Feedback
from retrieval.records import Ingest

STATE = "state.sqlite"
# Each brings the file one version further; those that were released are never changed.
MIGRATIONS = (
    """
    CREATE TABLE ingests (
        number INTEGER PRIMARY KEY AUTOINCREMENT, started TEXT NOT NULL, folder TEXT NOT NULL,
        report TEXT NOT NULL);
    CREATE TABLE corrections (
        folder TEXT NOT NULL, path TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (folder, path, field)) WITHOUT ROWID;
    CREATE TABLE paces (
        encoder TEXT NOT NULL, format TEXT NOT NULL, bytes REAL NOT NULL, seconds REAL NOT NULL,
        PRIMARY KEY (encoder, format)) WITHOUT ROWID;
    """,
    """
    CREATE TABLE conversations (
        id TEXT PRIMARY KEY, user TEXT NOT NULL DEFAULT '', title TEXT NOT NULL,
        created TEXT NOT NULL, updated TEXT NOT NULL, edition INTEGER NOT NULL) WITHOUT ROWID;
    CREATE INDEX conversations_user ON conversations (user, updated);
    CREATE TABLE exchanges (
        conversation TEXT NOT NULL, position INTEGER NOT NULL, question TEXT NOT NULL,
        answer TEXT, kept TEXT NOT NULL,
        PRIMARY KEY (conversation, position)) WITHOUT ROWID;
    """,
    """
    CREATE TABLE users (
        name TEXT PRIMARY KEY, password TEXT NOT NULL, role TEXT NOT NULL,
        created TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE sessions (
        digest TEXT PRIMARY KEY, user TEXT NOT NULL, expires REAL NOT NULL) WITHOUT ROWID;
    CREATE TABLE tokens (
        digest TEXT PRIMARY KEY, user TEXT NOT NULL, label TEXT NOT NULL, created TEXT NOT NULL,
        UNIQUE (user, label)) WITHOUT ROWID;
    """,
    """
    CREATE TABLE verdicts (
        number INTEGER PRIMARY KEY AUTOINCREMENT, given TEXT NOT NULL, user TEXT NOT NULL,
        question TEXT NOT NULL, answer TEXT NOT NULL, is_good INTEGER NOT NULL,
        comment TEXT NOT NULL DEFAULT '');
    """,
)


class State(Accounts, Conversations, Feedback):
    """The tables of one library's history, users and conversations; for several threads at once.

    Raises:
        LibraryUnreadable: the file is damaged, or was written by a newer version.
    """

    def __init__(self, path: Path) -> None:
        try:
            super().__init__(path)
            self._migrate(path)
        except (OSError, DatabaseError) as error:
            raise LibraryUnreadable(
                f"{path} cannot be opened ({error}). It holds the history of ingests, what people "
                "corrected, the conversations and the users. Put back a copy of it, or move it "
                "away to begin a new one."
            ) from error

    def _migrate(self, path: Path) -> None:
        with self._transaction() as db:
            version = int(db.execute("PRAGMA user_version").fetchone()[0])
            if version > len(MIGRATIONS):
                raise LibraryUnreadable(
                    f"{path} was written by a newer version of this program. Update the program."
                )
            for migration in MIGRATIONS[version:]:
                # Not executescript, which would commit between the statements.
                for statement in filter(str.strip, migration.split(";")):
                    db.execute(statement)
            db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")

    # --- the history of ingests -----------------------------------------------------------

    def add_ingest(self, started: str, folder: Path, report: Mapping[str, Any]) -> None:
        """Keep what an ingest did."""
        with self._transaction() as db:
            db.execute(
                "INSERT INTO ingests (started, folder, report) VALUES (?, ?, ?)",
                (started, str(folder), json.dumps(report, ensure_ascii=False)),
            )

    def ingests(self, limit: int = -1) -> list[Ingest]:
        """The latest ingests, newest first; all of them without a limit."""
        rows = self._rows("SELECT * FROM ingests ORDER BY number DESC LIMIT ?", limit)
        return [
            Ingest(row["number"], row["started"], Path(row["folder"]), json.loads(row["report"]))
            for row in rows
        ]

    # --- corrected metadata ---------------------------------------------------------------

    def corrections(self, folder: Path) -> dict[str, dict[str, str]]:
        """The corrected fields of the documents of an ingested folder, by path."""
        found: dict[str, dict[str, str]] = {}
        for row in self._rows("SELECT * FROM corrections WHERE folder = ?", str(folder)):
            found.setdefault(row["path"], {})[row["field"]] = row["value"]
        return found

    def correct(self, folder: Path, path: str, fields: Mapping[str, str]) -> None:
        """Correct fields of a document; an empty value takes a correction back."""
        with self._transaction() as db:
            for field, value in fields.items():
                db.execute(
                    "DELETE FROM corrections WHERE folder = ? AND path = ? AND field = ?",
                    (str(folder), path, field),
                )
                if value:
                    row = (str(folder), path, field, value)
                    db.execute("INSERT INTO corrections VALUES (?, ?, ?, ?)", row)

    def move_corrections(self, folder: Path, old: str, new: str) -> None:
        """Let the corrections of a file follow it to its new path."""
        with self._transaction() as db:
            db.execute(
                "UPDATE OR REPLACE corrections SET path = ? WHERE folder = ? AND path = ?",
                (new, str(folder), old),
            )

    # --- how long files take --------------------------------------------------------------

    def paces(self, encoder: str) -> dict[str, tuple[float, float]]:
        """Bytes and seconds of the files ingested with an encoder, by format."""
        rows = self._rows("SELECT * FROM paces WHERE encoder = ?", encoder)
        return {row["format"]: (row["bytes"], row["seconds"]) for row in rows}

    def add_pace(self, encoder: str, format_: str, size: float, seconds: float) -> None:
        """Add ingested files to what is known of their format's pace; ``size`` is in bytes."""
        with self._transaction() as db:
            db.execute(
                "INSERT INTO paces VALUES (?, ?, ?, ?) ON CONFLICT (encoder, format) "
                "DO UPDATE SET bytes = bytes + excluded.bytes, "
                "seconds = seconds + excluded.seconds",
                (encoder, format_, size, seconds),
            )
