"""What an ingest keeps of its folders: where they lie, which files failed, which are alike."""

from collections.abc import Mapping
from pathlib import Path

from retrieval.database import Database


class Ingested(Database):
    """The tables of the catalogue that only the ingest writes to."""

    def roots(self) -> dict[str, Path]:
        """The ingested folders by name."""
        rows = self._rows("SELECT name, folder FROM roots ORDER BY name")
        return {row["name"]: Path(row["folder"]) for row in rows}

    def add_root(self, name: str, folder: Path) -> None:
        """Record an ingested folder."""
        with self._transaction() as db:
            db.execute("INSERT INTO roots VALUES (?, ?)", (name, str(folder)))

    def failures(self, root: str) -> dict[str, tuple[str, str]]:
        """Revision and error of each file that could not be parsed, by path."""
        rows = self._rows("SELECT * FROM failures WHERE root = ? ORDER BY path", root)
        return {row["path"]: (row["revision"], row["error"]) for row in rows}

    def set_failure(self, root: str, path: str, revision: str, error: str) -> None:
        """Remember that this revision of a file cannot be parsed."""
        with self._transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?)", (root, path, revision, error)
            )

    def clear_failure(self, root: str, path: str) -> None:
        """Forget the failure of a file that has vanished or can be read again."""
        with self._transaction() as db:
            db.execute("DELETE FROM failures WHERE root = ? AND path = ?", (root, path))

    def copies(self, root: str) -> dict[str, str]:
        """The document that stands for a file of the same content, by the file's path."""
        rows = self._rows("SELECT path, document FROM copies WHERE root = ? ORDER BY path", root)
        return {row["path"]: row["document"] for row in rows}

    def paths_of_copies(self) -> dict[str, tuple[str, ...]]:
        """The paths of the files with the content of a document, by document."""
        found: dict[str, tuple[str, ...]] = {}
        for row in self._rows("SELECT path, document FROM copies ORDER BY path"):
            found[row["document"]] = (*found.get(row["document"], ()), row["path"])
        return found

    def set_copies(self, root: str, copies: Mapping[str, str]) -> None:
        """Write which files of a folder have the same content as a document."""
        with self._transaction() as db:
            db.execute("DELETE FROM copies WHERE root = ?", (root,))
            rows = [(root, path, document) for path, document in copies.items()]
            db.executemany("INSERT INTO copies VALUES (?, ?, ?)", rows)

    def revisions(self) -> dict[str, str]:
        """The revision of each document, by document."""
        rows = self._rows("SELECT document, revision FROM documents ORDER BY document")
        return {row["document"]: row["revision"] for row in rows}

    def signatures(self) -> dict[str, bytes]:
        """What tells near-duplicates, by document, see :mod:`ingest.near_duplicates`."""
        rows = self._rows("SELECT document, signature FROM signatures ORDER BY document")
        return {row["document"]: row["signature"] for row in rows}

    def set_signature(self, document: str, signature: bytes) -> None:
        """Write the signature of a document."""
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO signatures VALUES (?, ?)", (document, signature))
