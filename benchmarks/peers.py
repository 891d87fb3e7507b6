"""What others would build: the plain LangChain recipe, and its hybrid EnsembleRetriever.

Both read the library's own pages, so that parsing does not differ, without titles and
headings, as their recipes do. The encoder and the metrics are the same too.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from langchain_core.documents import Document

from evaluation import EvaluationError, GoldQuestion
from evaluation.run import reaching
from evaluation.scoring import CUT, score_retrieval
from evaluation.summary import Json, retrieval_block
from retrieval.index import Library
from retrieval.records import Chunk, Passage, Source
from retrieval.search import POOL

if TYPE_CHECKING:
    from langchain_chroma import Chroma
    from langchain_community.retrievers import BM25Retriever

NEEDED = (
    "langchain_chroma",
    "langchain_classic",
    "langchain_community",
    "langchain_text_splitters",
    "rank_bm25",
)
CHUNK_CHARACTERS = 1000
OVERLAP_CHARACTERS = 200
EMBED_STEP = 64  # chunks

Track = Callable[[Sequence[list[Document]]], Iterable[list[Document]]]
Find = Callable[[str, int], list[Passage]]  # a question and the most passages; best first


def check_installed() -> None:
    """Fail before a long run.

    Raises:
        EvaluationError: the extra ``benchmarks`` is not installed.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise EvaluationError(
            f"--peer needs {', '.join(missing)}. Install them with "
            "`pip install --constraint constraints.txt --editable '.[benchmarks]'`."
        )


def build_peers(library: Library, folder: Path, track: Track) -> dict[str, Find]:
    """The peers by name, over the documents of a library.

    Args:
        folder: an empty one, for Chroma's files.
        track: passes on the steps of the embedding, and so may count them.
    """
    from langchain_chroma import Chroma
    from langchain_community.retrievers import BM25Retriever

    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    chunks = list(_chunks(library))
    store = Chroma("plain", library.encoder, persist_directory=str(folder))
    for step in track([chunks[n : n + EMBED_STEP] for n in range(0, len(chunks), EMBED_STEP)]):
        store.add_documents(step)
    lexical = BM25Retriever.from_documents(chunks)
    return {
        "plain": partial(_find_plain, store),
        "ensemble": partial(_find_ensemble, store, lexical),
    }


def _chunks(library: Library) -> Iterator[Document]:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=CHUNK_CHARACTERS, chunk_overlap=OVERLAP_CHARACTERS
    )
    for stored in library.catalogue.documents():
        document = stored.source.document
        for page in library.catalogue.pages(document):
            for number, text in enumerate(splitter.split_text(page.text)):
                about = {
                    "chunk": f"{document}:{page.number}:{number}",
                    "document": document,
                    "page": page.number,
                }
                yield Document(page_content=text, metadata=about)


def _find_plain(store: "Chroma", question: str, limit: int) -> list[Passage]:
    return [_passage(found) for found in store.similarity_search(question, k=limit)]


def _find_ensemble(
    store: "Chroma", lexical: "BM25Retriever", question: str, limit: int
) -> list[Passage]:
    """Reciprocal rank fusion, both lists weighing the same and as long as our own search's."""
    from langchain_classic.retrievers import EnsembleRetriever

    pool = max(POOL, 2 * limit)
    ensemble = EnsembleRetriever(
        retrievers=[
            lexical.model_copy(update={"k": pool}),
            store.as_retriever(search_kwargs={"k": pool}),
        ],
        weights=[0.5, 0.5],
        # By text, as is its default, it would take equal words in two documents for one chunk.
        id_key="chunk",
    )
    return [_passage(found) for found in ensemble.invoke(question)[:limit]]


def _passage(found: Document) -> Passage:
    about, text = found.metadata, found.page_content
    source = Source(about["document"], about["document"], "", "")
    return Passage(about["chunk"], source, Chunk(about["page"], 0, len(text), "", text), 0.0)


def measure_peer(find: Find, questions: Iterable[GoldQuestion], documents: int) -> Json:
    """The retrieval part of a report: ``retrieval``, ``passage_retrieval`` and ``intervals``.

    Args:
        documents: how many the library holds.
    """
    wanted = min(CUT, documents)
    return retrieval_block(
        [
            score_retrieval(gold, reaching(partial(find, gold.question), wanted))
            for gold in questions
        ]
    )
