"""The optional reranker: a cross-encoder that reads question and passage together."""

import os
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from retrieval.errors import EncoderError
from retrieval.records import Passage

RERANKED = 20  # best passages that are read; a small cross-encoder takes about 20 ms for each


class Reranker:
    """Orders passages by a sentence-transformers ``CrossEncoder``.

    Args:
        model: a hub name, or a folder.

    Raises:
        EncoderError: the model cannot be loaded.
    """

    def __init__(self, model: str) -> None:
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        # Imported here: it takes seconds, which a search without a reranker need not wait for.
        from sentence_transformers import CrossEncoder

        self.name = model
        try:
            self._model = CrossEncoder(
                model, device="cpu", num_labels=1, local_files_only=Path(model).is_dir()
            )
        except Exception as error:  # a boundary: it depends on the folder what is raised
            raise EncoderError(
                f"The reranker {model!r} cannot be loaded: {error}. Set ENERGYCHAT_RERANKER to a "
                "folder or hub name of a sentence-transformers CrossEncoder, or unset it."
            ) from error
        # Fast tokenizers fail with "Already borrowed" when two threads use one at once.
        self._lock = threading.Lock()

    def rerank(self, question: str, passages: Sequence[Passage]) -> list[Passage]:
        """The passages with the first ``RERANKED`` in the model's order.

        They share out the scores that they had, so that scores fall and stay between 0 and 1
        whatever numbers the model gives.
        """
        best = list(passages[:RERANKED])
        pairs = [(question, f"{p.source.title}\n{p.chunk.text}") for p in best]
        if not pairs:
            return []
        with self._lock:
            fits = self._model.predict(pairs, show_progress_bar=False)
        order = sorted(range(len(best)), key=lambda n: (-float(fits[n]), n))
        ordered = [
            replace(best[n], score=place.score) for n, place in zip(order, best, strict=True)
        ]
        return [*ordered, *passages[RERANKED:]]
