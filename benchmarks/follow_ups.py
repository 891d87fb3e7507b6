"""Measure what a conversation does to a search: for follow-ups, and for what stands alone.

Run from the repository's root: `python -m benchmarks.follow_ups`, over a library that `energychat
ingest corpus/documents` has filled. Each question of the test set that stands alone is asked after
another one drawn at random as well.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean

from evaluation import GoldQuestion, read_questions
from evaluation.metrics import recall
from evaluation.run import passages_of_documents
from evaluation.scoring import document_ranking
from retrieval.followup import standalone_question
from retrieval.index import Library
from retrieval.settings import load_settings

CUT = 5  # documents


def main() -> None:
    """Print the figures as rows of a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--testset", type=Path, default=Path("corpus/testset.jsonl"))
    parser.add_argument("--library", type=Path, help="folder of the index")
    parser.add_argument("--seed", type=int, default=0, help="of the questions asked before")
    arguments = parser.parse_args()
    library = Library(load_settings(library=arguments.library))
    questions = read_questions(arguments.testset).questions
    for line in figures(library, questions, random.Random(arguments.seed)):
        print(line, flush=True)


def figures(
    library: Library, questions: Sequence[GoldQuestion], chance: random.Random
) -> Iterator[str]:
    """Recall of documents of both kinds of question, alone and in a conversation."""
    alone = [gold for gold in questions if not gold.history]
    earlier = {
        gold.id: (chance.choice([other for other in alone if other is not gold]).question,)
        for gold in alone
    }
    leaning = [gold for gold in questions if gold.history and gold.answerable]
    found = [gold for gold in alone if gold.answerable]
    yield "| questions | asked | recall@5 |\n|---|---|---|"
    for name, asked, history in (
        ("follow-ups", leaning, {gold.id: gold.history for gold in leaning}),
        ("– as they are typed", leaning, {}),
        ("that stand alone", found, {}),
        ("– after another question", found, earlier),
    ):
        values = [_recall(library, gold, history.get(gold.id, ())) for gold in asked]
        yield f"| {name} | {len(asked)} | {mean(values):.3f} |"
    taken = sum(bool(standalone_question(g.question, earlier[g.id]).topic) for g in alone)
    yield f"\n{taken} of {len(alone)} that stand alone take words of another question along."


def _recall(library: Library, gold: GoldQuestion, history: Sequence[str]) -> float:
    asked = standalone_question(gold.question, history)
    passages = passages_of_documents(library, asked.text, CUT)
    return recall(document_ranking(passages), gold.documents, CUT) or 0.0


if __name__ == "__main__":
    main()
