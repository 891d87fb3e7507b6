"""Measure lexical, dense and fused search on question sets, for a range of weights.

Run from the repository's root: `python -m benchmarks.fusion SET_FOLDER [SET_FOLDER …]`.
A set folder is as in benchmarks/sets.py. Libraries are built once into --cache and used again.
"""

import argparse
from pathlib import Path

from benchmarks.ranks import first_rank, row
from benchmarks.sets import ingested, read_set
from retrieval.index import Library
from retrieval.search import POOL, fuse

WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 1.0)


def main() -> None:
    """Print a table: one row a set and weight, document-level hit@1 and nDCG@10."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--cache", type=Path, default=Path("/tmp/energychat-benchmarks"))
    arguments = parser.parse_args()
    for folder in arguments.sets:
        public = read_set(folder)
        library = ingested([public], arguments.cache / public.name, warn=print)
        questions = [gold for gold in public.questions.questions if gold.answerable]
        pools = [
            (dict(library.catalogue.search(gold.question, POOL)),
             dict(library.nearest(gold.question, POOL)))
            for gold in questions
        ]  # fmt: skip
        for weight in WEIGHTS:
            ranks = [
                first_rank(documents(fuse(lexical, dense, weight), library), gold.documents)
                for (lexical, dense), gold in zip(pools, questions, strict=True)
            ]
            print(f"{public.name:14} dense {weight:.1f}  {row(ranks)}", flush=True)


def documents(scores: dict[str, float], library: Library) -> list[str]:
    """The documents of chunks, those of the highest score first."""
    ordered = sorted(scores, key=lambda id_: (-scores[id_], id_))
    loaded = library.catalogue.load(ordered)
    return [loaded[id_][0].document for id_ in ordered]


if __name__ == "__main__":
    main()
