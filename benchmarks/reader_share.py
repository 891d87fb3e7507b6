"""Measure the order of passages for a range of shares that the reader has in it.

Questions for something are told apart from those for yes or no, or for one of two.

Run from the repository's root: `python -m benchmarks.reader_share SET_FOLDER …
[--trained-on ARTICLES] [--testset FILE] [--weights FILE]`, whose files are as for
benchmarks/reader_fit.py. Libraries are built once into --cache and used again.
"""

import argparse
from pathlib import Path

from benchmarks.ranks import first_rank, row
from benchmarks.reader_fit import Asked, public_set, questions_seen, test_set
from evaluation import GoldQuestion
from retrieval.followup import standalone_question
from retrieval.open_questions import is_open
from retrieval.readings import fits, weighted
from retrieval.records import Passage
from retrieval.search import POOL, search
from retrieval.settings import NO_READER
from retrieval.span_reader import WEIGHTS, SpanReader

SHARES = (0.0, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6)


def main() -> None:
    """Print a row for each set and share: hit@1 and nDCG@10 of documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", type=Path)
    parser.add_argument("--trained-on", type=Path, help="articles, in SQuAD's form")
    parser.add_argument("--testset", type=Path)
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="default: those that ship")
    parser.add_argument("--cache", type=Path, default=Path("/tmp/energychat-benchmarks"))
    arguments = parser.parse_args()
    seen = questions_seen(arguments.trained_on) if arguments.trained_on else set()
    for folder in arguments.sets:
        report(public_set(folder, seen, arguments.cache, NO_READER), arguments.weights)
    if arguments.testset:
        asked = test_set(arguments.testset, "train", arguments.cache, NO_READER)
        report(asked, arguments.weights)


def report(asked: Asked, weights: Path) -> None:
    """Print the rows of a set, whose library is searched without a reader."""
    reader = SpanReader(asked.library.encoder, weights)
    found: dict[str, list[tuple[GoldQuestion, list[Passage], list[float]]]] = {}
    for gold in (gold for gold in asked.questions if gold.answerable):
        question = standalone_question(gold.question, gold.history).text
        passages = search(asked.library, question, POOL)
        kind = "open" if is_open(question) else "closed"
        fit = fits(asked.library, reader, question, passages)
        found.setdefault(kind, []).append((gold, passages, fit))
    for kind, own in found.items():
        for share in SHARES:
            ranks = [
                first_rank(
                    (each.document for each in weighted(passages, fit, share)), gold.documents
                )
                for gold, passages, fit in own
            ]
            print(f"{asked.name:14} {kind:6} {len(own):3}  share {share:.2f}  {row(ranks)}")


if __name__ == "__main__":
    main()
