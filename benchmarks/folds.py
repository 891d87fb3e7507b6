"""Measure answers on a public set of which the readers were trained on other articles.

Run from the repository's root: `python -m benchmarks.folds --root FOLDER --set SET --articles FILE
--reader READER --reader READER …`, where the articles, in SQuAD's form, are those that the set asks
of, and the first reader was trained by `training.train --fold 0`, the second by `--fold 1`, and so
on. Each question is answered by the reader that never saw its article, all from one library.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from rich.console import Console

from benchmarks.sets import PublicSet, ingested, read_set
from evaluation import EvaluationError, GoldQuestion, Result, answer_all
from evaluation.summary import Json, summarise
from retrieval.assistant import Assistant
from retrieval.errors import EnergyChatError
from training.examples import Example, held_out, read_squad
from ui.evaluation_tables import metric_table
from ui.progress import counted

CANNOT_RUN = 2

out = Console(soft_wrap=True, highlight=False, markup=False)
err = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report over all folds, and return the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        public = read_set(asked.root / asked.set)
        articles = _articles(asked.articles)
        folds = folds_of(public.questions.questions, articles, len(asked.reader))
        report = measure(public, folds, asked.reader, asked.cache / asked.set)
    except EnergyChatError as error:
        err.print(str(error))
        return CANNOT_RUN
    if asked.json:
        sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=2) + "\n")
    else:
        out.print(metric_table(report))
    return 0


def folds_of(
    questions: Sequence[GoldQuestion], articles: Sequence[Example], folds: int
) -> list[list[GoldQuestion]]:
    """The questions of each fold.

    Raises:
        EvaluationError: a question is not asked in one fold alone.
    """
    found = []
    for fold in range(folds):
        own = held_out(articles, fold, folds)
        texts = {example.question for example in articles if example.article in own}
        found.append([gold for gold in questions if gold.question.strip() in texts])
    placed = Counter(gold for each in found for gold in each)
    if lost := [gold for gold in questions if placed[gold] != 1]:
        raise EvaluationError(
            f"{len(lost)} questions, such as {lost[0].question!r}, are not asked of the articles, "
            "or in several folds. Name the file with --articles that the set was made from."
        )
    return found


def _articles(path: Path) -> list[Example]:
    try:
        return read_squad(path)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EvaluationError(
            f"{path} cannot be read as articles in SQuAD's form ({error!r}). Name the file with "
            "--articles that the set was made from."
        ) from error


def measure(
    public: PublicSet, folds: Sequence[Sequence[GoldQuestion]], readers: Sequence[str], folder: Path
) -> Json:
    """The report on all questions, those of each fold answered with its reader."""
    results: dict[str, Result] = {}
    for reader, questions in zip(readers, folds, strict=True):
        with closing(ingested([public], folder, warn=err.print, reader=reader)) as library:
            answers = answer_all(Assistant(library), questions)
            for result in counted(err, f"Asking with {reader}", answers, len(questions)):
                results[result.gold.id] = result
    ordered = [results[gold.id] for gold in public.questions.questions]
    return summarise(ordered)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.folds", description=__doc__)
    parser.add_argument("--root", type=Path, required=True, help="folder of the sets' folders")
    parser.add_argument("--set", required=True)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--reader", action="append", required=True, help="one for each fold")
    parser.add_argument("--cache", type=Path, default=Path("/tmp/energychat-benchmarks"))
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    return parser


if __name__ == "__main__":
    sys.exit(main())
