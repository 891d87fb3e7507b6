"""The vectors of the chunks in Chroma: a cache of the catalogue, which alone is the truth.

This is the only module that imports chromadb.
"""

from collections.abc import Collection, Sequence
from pathlib import Path

import chromadb
import numpy as np
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import InternalError
from numpy.typing import NDArray

from retrieval.errors import LibraryFull

COLLECTION = "chunks"
BATCH = 2000  # below the largest batch that Chroma takes
COMPARED_ONE_BY_ONE = 1000  # vectors; more of them are found faster by way of the index
MORE = 4  # times as many are asked for when too few of them count


class VectorStore:
    """Vectors by id in one Chroma collection with cosine distance."""

    def __init__(self, folder: Path) -> None:
        self._client = chromadb.PersistentClient(
            path=str(folder), settings=ChromaSettings(anonymized_telemetry=False)
        )
        self._collection = self._client.get_or_create_collection(
            COLLECTION, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
        )

    def close(self) -> None:
        """Release the files."""
        # The type stubs lack `close`.
        self._client.close()  # type: ignore[attr-defined]

    def __len__(self) -> int:
        return int(self._collection.count())

    def ids(self) -> set[str]:
        """All ids."""
        return set(self._collection.get(include=[])["ids"])

    def upsert(self, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Write vectors of shape ``(len(ids), dimension)``; an existing id is overwritten.

        Raises:
            LibraryFull: the disk has no room for them.
        """
        # `add` would silently keep the old vector of an existing id.
        for first in range(0, len(ids), BATCH):
            batch = slice(first, first + BATCH)
            try:
                self._collection.upsert(ids=list(ids[batch]), embeddings=vectors[batch])
            except InternalError as error:  # Chroma has no class of its own for it
                if "full" in str(error) or "No space left" in str(error):
                    raise LibraryFull from error
                raise

    def delete(self, ids: Sequence[str]) -> None:
        """Delete the vectors; unknown ids are ignored."""
        for first in range(0, len(ids), BATCH):
            self._collection.delete(ids=list(ids[first : first + BATCH]))

    def get(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors of those ids that are there."""
        found: dict[str, NDArray[np.float32]] = {}
        for first in range(0, len(ids), BATCH):
            wanted = list(ids[first : first + BATCH])
            batch = self._collection.get(ids=wanted, include=["embeddings"])
            vectors = np.asarray(batch["embeddings"], dtype=np.float32)
            found.update(zip(batch["ids"], vectors, strict=True))
        return found

    def nearest(
        self, vector: NDArray[np.float32], limit: int, among: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """The ids nearest to a unit vector of shape ``(dimension,)``, with their cosine.

        Best first.

        Args:
            among: the only ids that count, if given; however far they are, ``limit`` of them
                are found, or all that are there.
        """
        if among is None:
            return self._query(vector, limit)
        if len(among) <= COMPARED_ONE_BY_ONE:
            stored = self.get(list(among))
            # Their lengths are those of bfloat16 in libraries of before 2026-11-28.
            cosines = {i: float(own @ vector / np.linalg.norm(own)) for i, own in stored.items()}
            return sorted(cosines.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
        # Chroma takes a list of ids too, but fails when it lacks one of them, and finds fewer
        # of the nearest then.
        count, wanted = len(self), limit
        while True:
            wanted = min(wanted * MORE, count)
            found = [pair for pair in self._query(vector, wanted) if pair[0] in among]
            if len(found) >= limit or wanted == count:
                return found[:limit]

    def _query(self, vector: NDArray[np.float32], limit: int) -> list[tuple[str, float]]:
        count = len(self)
        if not count:
            return []
        result = self._collection.query(
            query_embeddings=vector[np.newaxis, :].tolist(),
            n_results=min(limit, count),
            include=["distances"],
        )
        distances = result["distances"] or [[]]
        return [
            (id_, 1 - float(distance))
            for id_, distance in zip(result["ids"][0], distances[0], strict=True)
        ]
