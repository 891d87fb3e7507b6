"""Measure whether short answers are told from wrong ones by what they cite.

Run from the repository's root: `python -m benchmarks.short_replies --testset
corpus/testset.jsonl --split test`, or `--sets FOLDER … --trained-on ARTICLES` with folders that
benchmarks/sets.py reads. Of each question's accepted answers one that its passages have is judged
as a sentence of a language model, and so are short answers to other questions that they have, too:
by its words alone, and with the reader (retrieval/replies.py).
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.reader_fit import Asked, public_set, questions_seen, test_set
from benchmarks.verification import wilson
from evaluation import GoldQuestion
from retrieval.citations import MarkedSentence
from retrieval.grounds import grounds_of
from retrieval.prompting import MOST_PASSAGES, ShownPassage
from retrieval.search import search
from retrieval.support import STRUCK, Judge, RememberingEncoder
from retrieval.terms import fold

LONGEST = 4  # words of an answer
WRONG = 2  # answers of other questions that are judged for each question


def main() -> None:
    """Print the shares that are shown as rows of a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--testset", type=Path, help="a test set, its documents beside it")
    parser.add_argument("--split", choices=("train", "test"), default="test")
    parser.add_argument("--sets", type=Path, nargs="*", default=[], metavar="FOLDER")
    parser.add_argument("--trained-on", type=Path, help="articles, as training.train had them")
    parser.add_argument("--cache", type=Path, default=Path("/tmp/energychat-benchmarks"))
    arguments = parser.parse_args()
    seen = questions_seen(arguments.trained_on) if arguments.trained_on else set[str]()
    asked = [public_set(folder, seen, arguments.cache) for folder in arguments.sets]
    if arguments.testset:
        asked.append(test_set(arguments.testset, arguments.split, arguments.cache))
    print("| set | replies | judged | shown by their words | shown with the reader |")
    print("|---|---|---|---|---|")
    for each in asked:
        for row in rows(each, random.Random(0)):
            print(row, flush=True)


def rows(asked: Asked, chance: random.Random) -> Iterator[str]:
    """The right and the wrong replies of a set."""
    shown, judged = Counter[tuple[bool, bool]](), Counter[bool]()
    questions = [q for q in asked.questions if q.answerable and not q.history]
    short = [answer for q in questions for answer in q.answers[:1] if is_short(answer)]
    for gold in questions:
        for is_right, outcomes in replies(asked, gold, short, chance):
            judged[is_right] += 1
            for with_reader, outcome in outcomes.items():
                shown[is_right, with_reader] += outcome != STRUCK
    for is_right in (True, False):
        shares = (_share(shown[is_right, reader], judged[is_right]) for reader in (False, True))
        name = "right" if is_right else "wrong"
        yield f"| {asked.name} | {name} | {judged[is_right]} | {' | '.join(shares)} |"


def replies(
    asked: Asked, gold: GoldQuestion, short: Sequence[str], chance: random.Random
) -> Iterator[tuple[bool, dict[bool, str]]]:
    """For a right reply and some wrong ones, the outcome without and with the reader."""
    library = asked.library
    passages = search(library, gold.question, MOST_PASSAGES)
    text = "\n".join(passage.chunk.text for passage in passages)
    right = [answer for answer in gold.answers if is_short(answer) and is_in(text, answer)]
    others = [a for a in dict.fromkeys(short) if is_in(text, a) and not is_like(a, gold.answers)]
    known = grounds_of(library, gold.question, passages)
    shown = [ShownPassage(passage) for passage in passages]
    encoder = RememberingEncoder(library.encoder)
    judges = {
        False: Judge(shown, replace(known, readings={}), encoder),
        True: Judge(shown, known, encoder),
    }
    wrong = chance.sample(others, min(WRONG, len(others))) if right else []
    for reply in [*right[:1], *wrong]:
        sentence = MarkedSentence(f"{reply}.", ())
        yield reply in right, {key: each.judge(sentence).outcome for key, each in judges.items()}


def is_short(answer: str) -> bool:
    """Whether an answer has some letters or digits, and few words."""
    return len(answer.split()) <= LONGEST and any(sign.isalnum() for sign in answer)


def is_in(text: str, answer: str) -> bool:
    """Whether a text has an answer, from the beginning of a word on."""
    return re.search(rf"(?<!\w){re.escape(fold(answer))}", fold(text)) is not None


def is_like(answer: str, accepted: Sequence[str]) -> bool:
    """Whether one of two answers is part of the other."""
    return any(fold(a) in fold(answer) or fold(answer) in fold(a) for a in accepted)


def _share(part: int, whole: int) -> str:
    low, high = wilson(part, whole)
    return f"{part} of {whole}, {part / (whole or 1):.2f} ({low:.2f} to {high:.2f})"


if __name__ == "__main__":
    main()
