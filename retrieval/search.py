"""Hybrid search: BM25 and the encoder, joined by a weighted sum of scaled scores."""

from collections.abc import Sequence

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from retrieval.diversity import diversify, spans_several
from retrieval.duplicates import collapse
from retrieval.filters import Filters, select
from retrieval.index import Library
from retrieval.language_bias import level
from retrieval.query import OtherNames, spelled_out, with_asked_names
from retrieval.readings import reordered
from retrieval.records import Chunk, Passage, Source
from retrieval.term_weights import coverage, term_weights
from retrieval.terms import terms

NO_FILTERS = Filters()
NEAREST = 2  # as many of the encoder, among which passages in other languages may rise
POOL = 50  # candidates of each ranking; more than is returned, since vectors may be stale


def search(
    library: Library, question: str, limit: int = 10, filters: Filters = NO_FILTERS
) -> list[Passage]:
    """The passages that fit a question best, best first; none for a blank question.

    Ids that the catalogue does not know (a vector that a crash left, or that another
    process has just replaced) are dropped. Passages that say nearly the same are one, and
    where the question spans several documents, several are represented.

    Raises:
        FilterError: a filter names what the library does not have.
        EncoderError: the encoder or the reranker cannot be loaded.
    """
    library.refresh_if_stale()
    if not question.strip() or limit < 1:
        return []
    documents = select(library.catalogue.sources(), filters) if filters else None
    if documents is not None and not documents:
        return []
    ranked = _ranked(library, question, max(POOL, 2 * limit), documents)
    if library.extractive_reader:
        ranked = reordered(library, library.extractive_reader, question, ranked)
    if library.reranker:
        ranked = library.reranker.rerank(question, ranked)
    passages = collapse(ranked)
    return diversify(passages, limit) if spans_several(question) else passages[:limit]


def _ranked(
    library: Library, question: str, pool: int, documents: set[str] | None
) -> list[Passage]:
    lexical = dict(library.catalogue.search(question, pool, documents))
    names = library.catalogue.other_names(question)
    dense = dict(library.nearest(spelled_out(question, names), NEAREST * pool, documents))
    known = library.catalogue.load(list(lexical | dense))
    lexical = {i: s for i, s in lexical.items() if i in known}
    levelled = level(dense, {i: source.language for i, (source, _) in known.items()})
    dense = dict(sorted(levelled.items(), key=lambda item: (-item[1], item[0]))[:pool])
    best = max(lexical, key=lambda id_: (lexical[id_], id_), default="")
    trust = _trust(library, question, names, *known[best]) if best else 0.0
    scores = fuse(lexical, dense, library.settings.dense_weight, trust)
    copies = library.catalogue.paths_of_copies()
    passages = [
        Passage(id_, *known[id_], round(scores[id_], 6), copies.get(known[id_][0].document, ()))
        for id_ in sorted(scores)
    ]
    # Of equal passages the newer comes first.
    passages.sort(key=lambda passage: passage.source.published, reverse=True)
    return sorted(passages, key=lambda passage: -passage.score)


def _trust(
    library: Library, question: str, names: Sequence[OtherNames], source: Source, chunk: Chunk
) -> float:
    """Share of the question's terms, by weight, that a passage holds, between 0 and 1.

    Another name of the same thing stands for the one that was asked for.
    """
    held = set(terms(f"{source.title} {chunk.heading} {chunk.text}"))
    return coverage(term_weights(library.catalogue, question), with_asked_names(held, names))


def fuse(
    lexical: dict[str, float], dense: dict[str, float], dense_weight: float, trust: float = 1.0
) -> dict[str, float]:
    """Weighted sum of two score lists, each scaled to the range 0 to 1.

    BM25 is scaled from 0, its lowest possible value, so that of two good matches the second
    does not count as none; similarities, which all lie close together, from the lowest found.
    A chunk that one list lacks gets 0. Source: convex combination, Bruch, Gai & Ingber 2023,
    "An Analysis of Fusion Functions for Hybrid Retrieval", which finds it better than
    reciprocal rank fusion, as our own measurements do (benchmarks/RESULTS.md).

    Args:
        trust: 0 to 1, by which the lexical scores count less. Scaling hides how good the
            best of them is: of a question in another language, it shares a number at most.
    """
    best = max(lexical.values(), default=0.0) or 1.0
    lexical = {id_: score / best for id_, score in lexical.items()}
    dense = _min_max(dense)
    lexical_weight = (1 - dense_weight) * trust
    return {
        id_: lexical_weight * lexical.get(id_, 0.0) + dense_weight * dense.get(id_, 0.0)
        for id_ in lexical | dense
    }


def _min_max(scores: dict[str, float]) -> dict[str, float]:
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    if high == low:
        return dict.fromkeys(scores, 1.0)
    return {id_: (score - low) / (high - low) for id_, score in scores.items()}


class LibraryRetriever(BaseRetriever):
    """The search as a LangChain retriever, so that other LangChain code can use it."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library
    limit: int = 10
    filters: Filters = NO_FILTERS

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002
    ) -> list[Document]:
        return [
            Document(
                id=passage.chunk_id,
                page_content=passage.chunk.text,
                metadata={
                    "document": passage.document,
                    "title": passage.source.title,
                    "page": passage.chunk.page,
                    "start": passage.chunk.start,
                    "end": passage.chunk.end,
                    "score": passage.score,
                },
            )
            for passage in search(self.library, query, self.limit, self.filters)
        ]
