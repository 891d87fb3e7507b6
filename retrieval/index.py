"""A library: the catalogue and the vectors, kept consistent by one write protocol.

The catalogue is the only truth. ``replace`` writes the new vectors under ids that
never collide with live ones, then swaps the chunks in one SQLite transaction (the
commit point), then deletes the old vectors. A crash at any moment leaves either the
old or the new document, and at worst vectors that no chunk owns, which search ignores
and the next ``sweep`` deletes.
"""

import hashlib
import shutil
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from retrieval.catalog import Catalogue
from retrieval.e5_folder import E5_MODEL
from retrieval.embedding import Encoder
from retrieval.errors import IndexMismatch
from retrieval.qa_model import QuestionAnsweringModel
from retrieval.records import Chunk, Page, Source
from retrieval.rerank import Reranker
from retrieval.schema import SCHEMA_VERSION
from retrieval.settings import DEFAULT_MODEL, NO_READER, Settings
from retrieval.span_reader import WEIGHTS, SpanReader
from retrieval.spans import ExtractiveReader
from retrieval.state import STATE, State
from retrieval.writer_lock import writer_lock

if TYPE_CHECKING:
    from retrieval.vectors import VectorStore

CATALOGUE = "catalog.sqlite"
WRITER, DONE = "writer", "done"  # entry of ``meta``, and what it says after a whole write
VECTORS = "chroma"  # the folder of the vectors, and the entry of ``meta`` that names another
EMBED_STEP = 32  # chunks between two reports of progress


class Library:
    """The documents of one folder, ready to be searched and written to.

    Raises:
        IndexMismatch: the library was built with another encoder, chunk size or schema.
    """

    def __init__(self, settings: Settings, state: State | None = None) -> None:
        """Open or begin a library.

        Args:
            state: another library's to go by, for an index that will take its place.
        """
        self.settings = settings
        self.folder = settings.library
        self.catalogue = Catalogue(self.folder / CATALOGUE)
        if state:
            self.state = state
        self._lock = threading.RLock()
        self._check_settings()
        self._generation = self.catalogue.generation

    def close(self) -> None:
        """Release the files."""
        self.close_vectors()
        if "state" in self.__dict__:
            self.state.close()
        self.catalogue.close()

    @cached_property
    def state(self) -> State:
        """What no rebuild touches: history and corrections, opened when first needed."""
        return State(self.folder / STATE)

    @property
    def encoder_name(self) -> str:
        """The encoder as the settings name it; it need not be loaded for that."""
        return self.settings.embedding_model or DEFAULT_MODEL

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder, loaded when it is first needed."""
        return Encoder(self.settings.embedding_model)

    @cached_property
    def reranker(self) -> Reranker | None:
        """The reranker, if one is set, loaded when it is first needed."""
        return Reranker(self.settings.reranker) if self.settings.reranker else None

    @cached_property
    def extractive_reader(self) -> ExtractiveReader | None:
        """What finds the words that answer, if anything, loaded when it is first needed.

        The shipped one reads with the word embeddings of the default encoder, and only beside it.

        Raises:
            EncoderError: it cannot be loaded.
        """
        named = self.settings.reader
        if named == NO_READER:
            return None
        if named.endswith(WEIGHTS.suffix):
            return SpanReader(self.encoder, Path(named).expanduser())
        if named:
            return QuestionAnsweringModel(named)
        return SpanReader(self.encoder) if self.encoder.name == E5_MODEL else None

    @cached_property
    def vectors(self) -> "VectorStore":
        """The vectors, opened when they are first needed."""
        # Imported here: chromadb takes seconds, which a list of documents need not wait for.
        from retrieval.vectors import VectorStore

        return VectorStore(self.vectors_folder)

    @property
    def vectors_folder(self) -> Path:
        """Where the vectors lie: a rebuilt index brings a folder of its own."""
        return self.folder / self.catalogue.meta().get(VECTORS, VECTORS)

    def close_vectors(self) -> None:
        """Release the vectors' files; they are opened anew when next needed."""
        if "vectors" in self.__dict__:
            self.vectors.close()
            del self.vectors

    def _built_with(self) -> dict[str, str]:
        return {
            "schema": SCHEMA_VERSION,
            "embedding_model": self.encoder_name,
            "chunk_tokens": str(self.settings.chunk_tokens),
        }

    def _check_settings(self) -> None:
        stored, wanted = self.catalogue.meta(), self._built_with()
        different = [name for name in wanted if stored.get(name, wanted[name]) != wanted[name]]
        if different:
            changes = ", ".join(f"{n} {stored[n]!r} (now {wanted[n]!r})" for n in different)
            restore = "" if "schema" in different else "Restore the setting, or build"
            raise IndexMismatch(
                f"The library {self.folder} was built with {changes}. "
                f"{restore or 'Build'} it anew with `energychat rebuild`."
            )

    def _check_dimension(self) -> None:
        stored = self.catalogue.meta().get("dimension")
        if stored and int(stored) != self.encoder.dimension:
            raise IndexMismatch(
                f"The library {self.folder} holds vectors of {stored} numbers and the encoder "
                f"{self.encoder.name} makes {self.encoder.dimension}. "
                "Build it anew with `energychat rebuild`."
            )
        if not stored:
            self.catalogue.set_meta({"dimension": str(self.encoder.dimension)})

    # --- reading --------------------------------------------------------------------------

    def nearest(
        self, question: str, limit: int, documents: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Chunk ids nearest to a question with their cosine, best first; ids may be stale.

        Args:
            documents: the only ones to look in, if given.
        """
        self._check_dimension()
        vector = self.encoder.encode_query(question)
        among = None if documents is None else self.catalogue.chunk_ids_of(documents)
        with self._lock:
            return self.vectors.nearest(vector, limit, among)

    def refresh_if_stale(self) -> None:
        """Reopen the vectors if any process has committed since they were opened."""
        with self._lock:
            generation = self.catalogue.generation
            if generation == self._generation:
                return
            # Another index may have taken this one's place, made by another encoder.
            self._check_settings()
            self.close_vectors()
            self._generation = generation

    # --- writing --------------------------------------------------------------------------

    @contextmanager
    def writer(self) -> Iterator[None]:
        """Hold the writer lock, with the leftovers of a crash swept away first.

        Raises:
            LibraryBusy: another process holds it.
        """
        with writer_lock(self.folder):
            self._check_settings()
            self.refresh_if_stale()
            for unused in set(self.folder.glob(f"{VECTORS}*")) - {self.vectors_folder}:
                shutil.rmtree(unused, ignore_errors=True)
            # Looking through all ids takes a second in a large library, and is seldom needed.
            is_whole = self.catalogue.meta().get(WRITER) == DONE
            if not is_whole or len(self.vectors) != self.catalogue.count_chunks():
                self.sweep()
            self.catalogue.set_meta(self._built_with() | {WRITER: "at work"})
            yield
            # Not where an error or a kill ended it: the next writer sweeps then.
            self.catalogue.set_meta({WRITER: DONE})

    def replace(
        self,
        source: Source,
        root: str,
        revision: str,
        pages: Sequence[Page],
        chunks: Sequence[Chunk],
        progress: Callable[[int, int], None] = lambda done, total: None,
        warnings: Sequence[str] = (),
    ) -> int:
        """Write a document, new or changed; the caller holds :meth:`writer`.

        Args:
            revision: tells this content from any other of the same document.
            progress: called with the chunks embedded so far and their total.
            warnings: what is to be said of how the document was read.

        Returns:
            The number of chunks that had to be embedded; the others' vectors were there.
        """
        self._check_dimension()
        inputs = [self.encoder.passage_input(source.title, chunk) for chunk in chunks]
        digests = [hashlib.sha256(text.encode()).hexdigest() for text in inputs]
        matrix, embedded = self._vectors_of(inputs, digests, progress)
        old = self.catalogue.chunk_ids(source.document)
        ids = [f"{source.document}:{revision[:16]}:{n:04d}" for n in range(len(chunks))]
        self.vectors.upsert(ids, matrix)
        self.catalogue.replace(  # the commit point
            source, root, revision, pages, list(zip(ids, digests, chunks, strict=True)), warnings
        )
        self.vectors.delete(sorted(old - set(ids)))
        self._generation = self.catalogue.generation
        return embedded

    def remove(self, document: str) -> None:
        """Delete a document; the caller holds :meth:`writer`.

        Raises:
            UnknownDocument: there is none of that name.
        """
        document = self.catalogue.source(document).document
        old = self.catalogue.chunk_ids(document)
        self.catalogue.remove(document)  # the commit point
        self.vectors.delete(sorted(old))
        self._generation = self.catalogue.generation

    def sweep(self) -> None:
        """Delete vectors that no chunk owns and embed chunks that have none."""
        known, present = self.catalogue.chunk_ids(), self.vectors.ids()
        self.vectors.delete(sorted(present - known))
        missing = self.catalogue.load(sorted(known - present))
        if missing:
            inputs = [
                self.encoder.passage_input(source.title, chunk)
                for source, chunk in missing.values()
            ]
            self.vectors.upsert(list(missing), self.encoder.encode_passages(inputs))

    def _vectors_of(
        self, inputs: list[str], digests: list[str], progress: Callable[[int, int], None]
    ) -> tuple[NDArray[np.float32], int]:
        """Vectors of shape ``(len(inputs), dimension)``, and how many had to be computed."""
        id_of = self.catalogue.ids_by_digest(digests)
        stored = self.vectors.get(list(id_of.values()))
        vector_of = {d: stored[i] for d, i in id_of.items() if i in stored}
        text_of = {d: t for d, t in zip(digests, inputs, strict=True) if d not in vector_of}
        wanted = list(text_of)
        for first in range(0, len(wanted), EMBED_STEP):
            step = wanted[first : first + EMBED_STEP]
            vectors = self.encoder.encode_passages([text_of[digest] for digest in step])
            vector_of.update(zip(step, vectors, strict=True))
            progress(first + len(step), len(wanted))
        matrix = np.empty((len(digests), self.encoder.dimension), dtype=np.float32)
        for row, digest in enumerate(digests):
            matrix[row] = vector_of[digest]
        return matrix, len(wanted)
