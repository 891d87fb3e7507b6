"""One SQLite file: the only module that imports sqlite3; SQL itself lies with the tables."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval.errors import LibraryFull

Connection = sqlite3.Connection
DatabaseError = sqlite3.Error
Row = sqlite3.Row
WAIT_SECONDS = 30  # for another process's transaction


class Database:
    """An open file; safe to use from several threads.

    Raises:
        OSError: its folder cannot be made.
        DatabaseError: the file is no database, or is damaged.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(
            path, check_same_thread=False, isolation_level=None, timeout=WAIT_SECONDS
        )
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException as error:
                if self._db.in_transaction:  # SQLite itself may have ended it
                    self._db.execute("ROLLBACK")
                if getattr(error, "sqlite_errorname", "") == "SQLITE_FULL":
                    raise LibraryFull from error
                raise

    def _rows(self, sql: str, *values: object) -> list[Row]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()
