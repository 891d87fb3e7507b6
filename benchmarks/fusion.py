"""Measure lexical, dense and fused search on question sets, for a range of weights.

Run from the repository's root: `python -m benchmarks.fusion SET_FOLDER [SET_FOLDER …]`.
A set folder holds corpus.jsonl (doc_id, title, text) and questions.dev.jsonl (question,
gold_doc_ids, answerable). Libraries are built once into --cache and used again.
"""

import argparse
import json
import math
from collections.abc import Iterable
from pathlib import Path

from ingest.blocks import Block, assemble, tidy
from ingest.chunk import chunk_pages
from retrieval.index import Library
from retrieval.records import Source
from retrieval.search import POOL, fuse
from retrieval.settings import load_settings

WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 1.0)


def main() -> None:
    """Print a table: one row a set and weight, document-level hit@1 and nDCG@10."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--cache", type=Path, default=Path("/tmp/energychat-benchmarks"))
    arguments = parser.parse_args()
    for folder in arguments.sets:
        library = Library(load_settings(library=arguments.cache / folder.name))
        build(library, folder / "corpus.jsonl")
        questions = [q for q in read_jsonl(folder / "questions.dev.jsonl") if q["answerable"]]
        pools = [
            (dict(library.catalogue.search(q["question"], POOL)),
             dict(library.nearest(q["question"], POOL)))
            for q in questions
        ]  # fmt: skip
        for weight in WEIGHTS:
            ranks = [
                first_rank(fuse(lexical, dense, weight), library, set(q["gold_doc_ids"]))
                for (lexical, dense), q in zip(pools, questions, strict=True)
            ]
            hit = sum(rank == 1 for rank in ranks) / len(ranks)
            # One gold document counts, so that nDCG is the discount of the first hit.
            ndcg = sum(1 / math.log2(rank + 1) for rank in ranks if 0 < rank <= 10) / len(ranks)
            print(
                f"{folder.name:14} dense {weight:.1f}  hit@1 {hit:.3f}  nDCG@10 {ndcg:.3f}",
                flush=True,
            )


def build(library: Library, corpus: Path) -> None:
    """Write each row of a corpus as a document, unless that was done before."""
    with library.writer():
        known = {stored.source.document for stored in library.catalogue.documents()}
        for row in read_jsonl(corpus):
            document = str(row["doc_id"])
            if document in known:
                continue
            blocks = [Block(tidy(line)) for line in str(row["text"]).splitlines() if line.strip()]
            pages = [assemble(1, blocks)]
            source = Source(document, document, "txt", title=str(row["title"]))
            chunks = chunk_pages(
                pages, source.title, "", library.encoder, library.settings.chunk_tokens
            )
            library.replace(source, "benchmark", "1", pages, chunks)


def first_rank(scores: dict[str, float], library: Library, gold: set[str]) -> int:
    """Rank of the first gold document, a document ranking by its first chunk; 0 if none."""
    ordered = sorted(scores, key=lambda id_: (-scores[id_], id_))
    loaded = library.catalogue.load(ordered)
    documents = dict.fromkeys(loaded[id_][0].document for id_ in ordered)
    return next((n for n, document in enumerate(documents, 1) if document in gold), 0)


def read_jsonl(path: Path) -> Iterable[dict]:  # type: ignore[type-arg]
    """The rows of a JSONL file."""
    return (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)


if __name__ == "__main__":
    main()
