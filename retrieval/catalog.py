"""The catalogue: documents, pages, chunks and their words in one SQLite file.

It is derived from the documents and never migrated: a file of another schema is
rebuilt. The full-text index lies in the same file and the same transactions as
the chunks, so that the two cannot diverge.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict
from pathlib import Path

from retrieval import lexical
from retrieval.boxes import box_rows, boxes_of
from retrieval.coverage import coverage
from retrieval.database import Connection, DatabaseError, Row
from retrieval.errors import LibraryUnreadable, UnknownDocument
from retrieval.ingested import Ingested
from retrieval.query import OtherNames
from retrieval.records import Box, Chunk, Coverage, Heading, Page, Source, StoredDocument
from retrieval.schema import CHUNK_COLUMNS, DELETE_WORDS, RAISE_GENERATION, SCHEMA, SOURCE_COLUMNS


class Catalogue(Ingested):
    """The tables of one library; safe to use from several threads.

    Raises:
        LibraryUnreadable: the file is no catalogue, or its folder cannot be made.
    """

    def __init__(self, path: Path) -> None:
        try:
            super().__init__(path)
            self._db.executescript(SCHEMA)
        except (OSError, DatabaseError) as error:
            raise LibraryUnreadable(
                f"The library {path.parent} cannot be opened ({error}). Choose another folder with "
                "--library, or, if it is damaged, `energychat rebuild` builds it anew."
            ) from error

    def meta(self) -> dict[str, str]:
        """What the library was built with, and its generation."""
        return {row["key"]: row["value"] for row in self._rows("SELECT key, value FROM meta")}

    def set_meta(self, values: dict[str, str]) -> None:
        """Write entries of the table ``meta``."""
        with self._transaction() as db:
            db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    @property
    def generation(self) -> int:
        """Raised by each commit; readers compare it to see that they are stale."""
        rows = self._rows("SELECT value FROM meta WHERE key = 'generation'")
        return int(rows[0]["value"]) if rows else 0

    def replace(
        self,
        source: Source,
        root: str,
        revision: str,
        pages: Sequence[Page],
        chunks: Sequence[tuple[str, str, Chunk]],
        warnings: Sequence[str] = (),
    ) -> None:
        """Swap in a document in one transaction: the commit point of an ingest.

        Args:
            chunks: id, digest of the encoder's input, and chunk, in reading order.
        """
        with self._transaction() as db:
            _delete_rows(db, source.document)
            db.execute(
                f"INSERT INTO documents ({SOURCE_COLUMNS}, root, revision) "
                "VALUES (:document, :path, :format, :title, :publisher, :published, :language, "
                ":url, :root, :revision)",
                asdict(source) | {"root": root, "revision": revision},
            )
            db.executemany(
                "INSERT INTO pages VALUES (?, ?, ?, ?)",
                [
                    (source.document, page.number, page.text,
                     json.dumps([[h.start, h.level, h.text] for h in page.headings]))
                    for page in pages
                ],
            )  # fmt: skip
            db.executemany("INSERT INTO boxes VALUES (?, ?, ?)", box_rows(source.document, pages))
            said = [(source.document, number, text) for number, text in enumerate(warnings)]
            db.executemany("INSERT INTO warnings VALUES (?, ?, ?)", said)
            for id_, digest, chunk in chunks:
                row = db.execute(
                    "INSERT INTO chunks (id, document, page, start, end, heading, digest) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (id_, source.document, chunk.page, chunk.start, chunk.end, chunk.heading,
                     digest),
                )  # fmt: skip
                db.execute(
                    "INSERT INTO chunk_words (rowid, body, context, bigrams) VALUES (?, ?, ?, ?)",
                    (row.lastrowid, *lexical.word_columns(source.title, chunk)),
                )
            db.executemany(
                "INSERT OR IGNORE INTO acronyms VALUES (?, ?, ?, ?)",
                lexical.acronym_rows(source.document, pages),
            )
            db.execute("DELETE FROM failures WHERE root = ? AND path = ?", (root, source.path))
            _raise_generation(db)

    def remove(self, document: str) -> None:
        """Delete a document in one transaction; an unknown one is ignored."""
        with self._transaction() as db:
            _delete_rows(db, document)
            _raise_generation(db)

    def documents(self, root: str | None = None) -> list[StoredDocument]:
        """All documents, or those of one root, by id."""
        rows = self._rows(
            "SELECT d.*, (SELECT count(*) FROM pages p WHERE p.document = d.document) AS pages, "
            "(SELECT count(*) FROM chunks c WHERE c.document = d.document) AS chunks "
            "FROM documents d WHERE ?1 IS NULL OR d.root = ?1 ORDER BY d.document",
            root,
        )
        copies = self.paths_of_copies()
        return [
            StoredDocument(
                _source(row),
                row["root"],
                row["revision"],
                row["pages"],
                row["chunks"],
                copies.get(row["document"], ()),
            )
            for row in rows
        ]

    def sources(self) -> list[Source]:
        """The records of all documents, by id."""
        return [_source(row) for row in self._rows("SELECT * FROM documents ORDER BY document")]

    def named(self, name: str) -> str:
        """The document of that name, or the one that a copy of that path stands for."""
        rows = self._rows(
            "SELECT document FROM copies WHERE path = ?1 AND NOT EXISTS "
            "(SELECT 1 FROM documents WHERE document = ?1)",
            name,
        )
        return str(rows[0]["document"]) if rows else name

    def source(self, document: str) -> Source:
        """The record of a document, or of the one that has the same content as this file.

        Raises:
            UnknownDocument: there is none of that name.
        """
        rows = self._rows("SELECT * FROM documents WHERE document = ?", self.named(document))
        if not rows:
            raise UnknownDocument(
                f"The library has no document {document!r}. "
                "`energychat documents` lists what it has."
            )
        return _source(rows[0])

    def has_document(self, document: str) -> bool:
        """Whether there is a document of that name."""
        return bool(self._rows("SELECT 1 FROM documents WHERE document = ?", document))

    def pages(self, document: str) -> list[Page]:
        """The pages of a document, in order, without boxes; none if it is unknown."""
        rows = self._rows("SELECT * FROM pages WHERE document = ? ORDER BY number", document)
        return [
            Page(
                row["number"], row["text"], tuple(Heading(*h) for h in json.loads(row["headings"]))
            )
            for row in rows
        ]

    def boxes(self, document: str, page: int) -> tuple[Box, ...]:
        """Where the words of a page stand; none where that is not known."""
        return boxes_of(self._rows, document, page)

    def original(self, document: str) -> Path:
        """Where the file of a document lies.

        Raises:
            UnknownDocument: there is none of that name.
        """
        source, folder = self.source(document), self.folder(document)
        if folder.is_file() and folder.name in {source.path, source.real_path}:
            return folder  # ingested by itself
        path, real = (folder / each for each in (source.path, source.real_path))
        return real if real.exists() and not path.exists() else path

    def folder(self, document: str) -> Path:
        """The ingested folder or archive that a document is of, or the document's own file.

        Raises:
            UnknownDocument: there is none of that name.
        """
        rows = self._rows(
            "SELECT folder FROM roots JOIN documents ON root = name WHERE document = ?",
            self.source(document).document,
        )
        return Path(rows[0]["folder"])

    def become(self, other: "Catalogue") -> None:
        """Take over all that another catalogue holds, at one moment for every reader."""
        with self._lock:
            other.set_meta({"generation": str(self.generation + 1)})
            other._db.backup(self._db)  # the commit point

    def count_chunks(self) -> int:
        """Number of chunks in the library."""
        return int(self._rows("SELECT count(*) AS n FROM chunks")[0]["n"])

    def chunk_ids(self, document: str | None = None) -> set[str]:
        """Ids of all chunks, or of one document's."""
        sql = "SELECT id FROM chunks WHERE ?1 IS NULL OR document = ?1"
        return {row["id"] for row in self._rows(sql, document)}

    def chunk_ids_of(self, documents: Collection[str]) -> set[str]:
        """Ids of the chunks of some documents."""
        rows = self._rows(
            "SELECT id FROM chunks WHERE document IN (SELECT value FROM json_each(?))",
            json.dumps(list(documents)),
        )
        return {row["id"] for row in rows}

    def ids_by_digest(self, digests: Sequence[str]) -> dict[str, str]:
        """For each digest of an encoder's input that the library has: a chunk with it."""
        rows = self._rows(
            "SELECT digest, min(id) AS id FROM chunks "
            "WHERE digest IN (SELECT value FROM json_each(?)) GROUP BY digest",
            json.dumps(list(digests)),
        )
        return {row["digest"]: row["id"] for row in rows}

    def load(self, ids: Sequence[str]) -> dict[str, tuple[Source, Chunk]]:
        """The chunks of those ids that the catalogue knows, with their documents."""
        rows = self._rows(
            f"SELECT c.id, d.*, {CHUNK_COLUMNS} FROM chunks c "
            "JOIN documents d ON d.document = c.document "
            "JOIN pages p ON p.document = c.document AND p.number = c.page "
            "WHERE c.id IN (SELECT value FROM json_each(?))",
            json.dumps(list(ids)),
        )
        return {
            row["id"]: (
                _source(row),
                Chunk(row["page"], row["start"], row["end"], row["heading"], row["text"]),
            )
            for row in rows
        }

    def search(
        self, question: str, limit: int, documents: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Chunk ids with their BM25 score, see :func:`retrieval.lexical.search`."""
        return lexical.search(self._rows, question, limit, documents)

    def coverage(self, document: str | None = None) -> dict[str, Coverage]:
        """How much was read of all documents by id, or of one."""
        return coverage(self._rows, document)

    def other_names(self, question: str) -> list[OtherNames]:
        """What names of a question stand for, see :func:`retrieval.lexical.other_names`."""
        return lexical.other_names(self._rows, question)

    def naming(self, phrases: Sequence[str]) -> dict[str, int]:
        """Chunks of each document that hold a phrase, see :func:`retrieval.lexical.naming`."""
        return lexical.naming(self._rows, phrases)

    def frequency(self, term: str) -> int:
        """Number of chunks that hold a word or bigram."""
        return lexical.frequency(self._rows, term)


def _delete_rows(db: Connection, document: str) -> None:
    db.execute(DELETE_WORDS, (document,))
    for table in ("acronyms", "boxes", "chunks", "pages", "warnings", "signatures", "documents"):
        db.execute(f"DELETE FROM {table} WHERE document = ?", (document,))


def _raise_generation(db: Connection) -> None:
    db.execute(RAISE_GENERATION)


def _source(row: Row) -> Source:
    return Source(**{name: row[name] for name in SOURCE_COLUMNS.split(", ")})
