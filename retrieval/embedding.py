"""The sentence-transformers encoder as a LangChain ``Embeddings``."""

import os
import re
import threading
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from retrieval.e5_folder import E5_MODEL
from retrieval.e5_unpack import PROMPTS
from retrieval.embedded import EMBEDDED
from retrieval.errors import EncoderError
from retrieval.records import HEADING_SEPARATOR, Chunk
from retrieval.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor

# Models that were trained with the prompts of e5, though many copies of them do not say so.
E5_NAME = re.compile(r"(multilingual-)?e5-(small|base|large)(-v2)?", re.IGNORECASE)
BATCH_SIZE = 32
RESERVED_TOKENS = 8  # of the window, besides the prompt: special tokens, and some to spare
REMEMBERED_QUERIES = 64
SHORTEST = 1e-12  # length of a vector that is divided by
CONTEXT_SHARE = 0.4  # of the window that title and headings may take at most


class Encoder(Embeddings):
    """Turns texts into unit vectors of float32.

    A model that was trained with prompts, such as "query: " and "passage: ", gets them.

    Args:
        model: a hub name or a folder in sentence-transformers' format, or one of the
            embedded models, all-MiniLM-L6-v2 and multilingual-e5-small, whose weights are
            checked by digest; empty for the default one.

    Raises:
        EncoderError: the model cannot be loaded, or the weights are not the expected ones.
    """

    def __init__(self, model: str = "") -> None:
        # Neither telemetry nor, for a model that lies on disk, a look at the hub.
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        self.name = model or DEFAULT_MODEL
        self.is_embedded = self.name in EMBEDDED
        # Imported here: it takes seconds, which commands without an encoder need not wait for.
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]
        location = str(EMBEDDED[self.name]()) if self.is_embedded else self.name
        self.folder = location if Path(location).is_dir() else ""
        abilities = torch.cpu.get_capabilities()
        has_bfloat16 = bool(abilities.get("avx512_bf16") or abilities.get("amx_bf16"))
        self.dtype = "bfloat16" if has_bfloat16 else "float32"
        loaded = torch.bfloat16 if has_bfloat16 or self.name == E5_MODEL else torch.float32
        try:
            self._model = SentenceTransformer(
                location,
                device="cpu",
                local_files_only=bool(self.folder),
                model_kwargs={"dtype": loaded},
            )
        except (OSError, ValueError, RuntimeError) as error:
            raise EncoderError(
                f"The embedding model {model!r} cannot be loaded: {error}. "
                "Set ENERGYCHAT_EMBEDDING_MODEL to a sentence-transformers folder or hub name, "
                f"or unset it to use the embedded {DEFAULT_MODEL}."
            ) from error
        if loaded is torch.bfloat16 and not has_bfloat16:
            _widen(self._model)
        self.network, self.tokenizer = self._model.transformers_model, self._model.tokenizer
        # Fast tokenizers fail with "Already borrowed" when two threads use one at once.
        self._lock = threading.Lock()
        self._query_vector = lru_cache(maxsize=REMEMBERED_QUERIES)(self._encode_query)
        self.query_prompt, self.passage_prompt = _prompts(self._model.prompts, self.name)
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        prompt_tokens = len(self.token_spans([self.passage_prompt])[0])
        self.window = int(self._model.max_seq_length or 512) - RESERVED_TOKENS - prompt_tokens

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of passages, shape ``(len(texts), dimension)``."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        with self._lock:
            vectors = self._model.encode_document(
                list(texts),
                prompt=self.passage_prompt,
                batch_size=BATCH_SIZE,
                show_progress_bar=False,
                convert_to_tensor=True,
            )
        return _unit(vectors)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """The unit vector of a question, shape ``(dimension,)``."""
        # Search and reader ask for the same one, and so does whoever fetches more passages.
        return self._query_vector(text)

    def _encode_query(self, text: str) -> NDArray[np.float32]:
        with self._lock:
            vector = self._model.encode_query(
                text,
                prompt=self.query_prompt,
                show_progress_bar=False,
                convert_to_tensor=True,
            )
        found = _unit(vector)
        found.flags.writeable = False  # it is given out again
        return found

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
        """Character spans of each text's tokens, without special tokens and uncut.

        The white space that some tokenizers count into the word behind it is left out.
        """
        return [spans for _, spans in self._tokenized(texts, add_special_tokens=False)]

    def tokens(
        self, texts: Sequence[str], limit: int
    ) -> list[tuple[list[int], list[tuple[int, int]]]]:
        """Ids and character spans of each text's tokens, special ones among them.

        Args:
            limit: most tokens of a text; the rest is cut.
        """
        return self._tokenized(texts, add_special_tokens=True, limit=limit)

    def _tokenized(
        self, texts: Sequence[str], *, add_special_tokens: bool, limit: int | None = None
    ) -> list[tuple[list[int], list[tuple[int, int]]]]:
        if not texts:
            return []
        with self._lock:
            encoded = self.tokenizer(
                list(texts),
                add_special_tokens=add_special_tokens,
                return_offsets_mapping=True,
                truncation=limit is not None,
                max_length=limit,
                verbose=False,
            )
        return [
            (ids, [trimmed_span(text, int(start), int(end)) for start, end in spans])
            for text, ids, spans in zip(
                texts, encoded["input_ids"], encoded["offset_mapping"], strict=True
            )
        ]


def trimmed_span(text: str, start: int, end: int) -> tuple[int, int]:
    """A token's characters without the white space that some tokenizers count into the word."""
    return end - len(text[start:end].lstrip()), end


def _widen(model: "SentenceTransformer") -> None:
    """Compute in float32 on weights that were stored as bfloat16.

    Those of the vocabulary, four in five, stay as they are: a token's vector becomes float32
    when its place's is added to it. That saves 192 MB and changes no result.
    """
    network = model.transformers_model
    vocabulary = network.get_input_embeddings() if network else None
    for module in model.modules():
        if module is not vocabulary and not any(module.children()):
            module.float()


def _unit(vectors: "Tensor") -> NDArray[np.float32]:
    """Of length 1 in float32: in bfloat16 lengths differ by 0.4 %, as much as cosines do."""
    found: NDArray[np.float32] = vectors.float().numpy()
    lengths = np.maximum(np.linalg.norm(found, axis=-1, keepdims=True), SHORTEST)
    return np.asarray(found / lengths, dtype=np.float32)


def _prompts(own: Mapping[str, str | None], name: str) -> tuple[str, str]:
    """The model's prompts of queries and passages; its own ones come first."""
    query = own.get("query") or ""
    # An empty "document", which sentence-transformers adds, must not hide a "passage".
    passage = own.get("document") or own.get("passage") or own.get("corpus") or ""
    if not query and not passage and E5_NAME.fullmatch(Path(name).name):
        return PROMPTS["query"], PROMPTS["document"]
    return query, passage
