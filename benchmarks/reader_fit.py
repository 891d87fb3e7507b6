"""Fit the reader's regressions on question sets that its weights were not trained on.

Run from the repository's root: `python -m benchmarks.reader_fit SET … [--trained-on ARTICLES]
[--testset FILE]`, where a set is a folder as in benchmarks/sets.py, and ARTICLES, in SQuAD's form,
those of which the weights saw all but the first fold: questions on the others are left out. Of the
test set the train half is taken, over the corpus. Figures have 95 % intervals; those of sentences
and the AUROC are cross-validated over whole articles or documents, and what is refused from each
confidence is by the weights that are printed, which are fitted on all of these questions. With
ENERGYCHAT_READER=none, the regression of answers without an extractive reader is fitted.
"""

import argparse
import hashlib
from collections.abc import Container, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from benchmarks.sets import ingested, read_set
from evaluation import GoldQuestion, read_questions
from evaluation.metrics import auroc, contains, token_f1
from evaluation.statistics import Interval, auroc_interval, ratio_intervals, resample_counts
from ingest import sync
from retrieval.followup import standalone_question
from retrieval.index import Library
from retrieval.reader import READ_PASSAGES, read
from retrieval.search import search
from retrieval.settings import load_settings
from training.examples import read_squad, split

FOLDS = 5
TRAINING_FOLDS = 3
FLOORS = (0.2, 0.3, 0.4, 0.5)  # confidences
OFF_TOPIC_STEP = 3  # every third question of another library is asked as well


@dataclass(frozen=True)
class Example:
    """A question with its candidate sentences: features ``(n, 7)`` and which are right.

    ``short`` is the token F1 of each sentence's short answer, ``surest`` the largest margin of a
    span.
    """

    set: str
    group: str
    answerable: bool
    features: NDArray[np.float64]
    right: NDArray[np.bool_]
    short: NDArray[np.float64]
    surest: float


@dataclass(frozen=True)
class Asked:
    """A library and the questions that are asked of it."""

    name: str
    library: Library
    questions: Sequence[GoldQuestion]


def main() -> None:
    """Print cross-validated figures, then the weights fitted on all questions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=Path, nargs="*")
    parser.add_argument("--trained-on", type=Path, help="articles, in SQuAD's form")
    parser.add_argument("--testset", type=Path)
    parser.add_argument("--cache", type=Path, default=Path("/tmp/energychat-benchmarks"))
    arguments = parser.parse_args()
    seen = questions_seen(arguments.trained_on) if arguments.trained_on else set()
    asked = [public_set(folder, seen, arguments.cache) for folder in arguments.sets]
    if arguments.testset:
        asked.append(test_set(arguments.testset, "train", arguments.cache))
    examples = [e for each in asked for gold in each.questions for e in observe(each, gold)]
    print_cross_validated(examples)
    final = fit_sentences(examples)
    print("WEIGHTS", final.coef_[0].round(2).tolist(), "INTERCEPT", final.intercept_.round(2))
    every = [*examples, *off_topic(asked)]
    best = [float(final.decision_function(e.features).max()) for e in every]
    gate = fit_gate(best, every)
    print("SLOPE, SUREST", gate.coef_[0].round(3).tolist(), "OFFSET", gate.intercept_.round(2))
    print_refusals(gate, best, every)


def questions_seen(articles: Path) -> set[str]:
    """The questions on articles of which `training.train` holds out the first of three folds."""
    train, _ = split(read_squad(articles), 0, TRAINING_FOLDS)
    return {example.question for example in train}


def public_set(folder: Path, seen: Container[str], cache: Path, reader: str | None = None) -> Asked:
    """A public set without the questions that the weights were trained on.

    Args:
        reader: as in the settings, in place of the environment's.
    """
    public = read_set(folder)
    library = ingested([public], cache / public.name, warn=print, reader=reader)
    unseen = [q for q in public.questions.questions if q.question.strip() not in seen]
    return Asked(public.name, library, unseen)


def test_set(file: Path, split: str, cache: Path, reader: str | None = None) -> Asked:
    """A half of the test set, over the documents beside it.

    Args:
        reader: as in the settings, in place of the environment's.
    """
    documents = (file.parent / "documents").resolve()
    # A library of its own: in one that has read two folders, gold names may mean the other's.
    own = hashlib.sha256(str(documents).encode()).hexdigest()[:12]
    library = Library(load_settings(library=cache / f"testset-{own}", reader=reader))
    sync(library, documents)
    return Asked(file.stem, library, read_questions(file).of_split(split))


def off_topic(asked: Sequence[Asked]) -> Iterator[Example]:
    """Questions of one library asked of another, which does not answer them."""
    for each, other in zip(asked, [*asked[1:], *asked[:1]], strict=True):
        for gold in other.questions[::OFF_TOPIC_STEP] if each is not other else ():
            for example in observe(each, replace(gold, answerable=False, documents=())):
                yield replace(example, set="off topic")


def observe(asked: Asked, gold: GoldQuestion) -> Iterator[Example]:
    """What the reader sees of a question; nothing where it finds no candidate at all."""
    question = standalone_question(gold.question, gold.history)
    passages = search(asked.library, question.text, READ_PASSAGES)
    if found := read(asked.library, question, passages):
        right = [
            evidence.passage.document in gold.documents
            and bool(contains(evidence.text, gold.answers))
            for evidence in found
        ]
        features = np.array([astuple(evidence.features) for evidence in found])
        group = f"{asked.name}/{gold.documents[0] if gold.documents else gold.id}"
        short = np.array([token_f1(each.short_answer, gold.answers) or 0.0 for each in found])
        sure = found[0].surest
        yield Example(asked.name, group, gold.answerable, features, np.array(right), short, sure)


def print_cross_validated(examples: Sequence[Example]) -> None:
    """Per set: how often the best sentence is right where one is, and what the gate tells."""
    groups = [example.group for example in examples]
    best: dict[int, int] = {}
    odds: dict[int, float] = {}
    for train, test in GroupKFold(FOLDS).split(examples, groups=groups):
        seen = [examples[i] for i in train]
        model = fit_sentences(seen)
        gate = fit_gate([float(model.decision_function(e.features).max()) for e in seen], seen)
        for i in test:
            values = model.decision_function(examples[i].features)
            best[i] = int(values.argmax())
            odds[i] = float(gate.decision_function([[values.max(), examples[i].surest]])[0])
    for name in dict.fromkeys(example.set for example in examples):
        own = [i for i, example in enumerate(examples) if example.set == name]
        hits = [float(examples[i].right[best[i]]) for i in own if examples[i].answerable]
        short = [float(examples[i].short[best[i]]) for i in own if examples[i].answerable]
        print(f"{name}: {len(own)} questions; the best sentence is right {_mean(hits)}")
        print(f"{name}: token F1 of the short answer {_mean(short)}")
        kinds = np.array([examples[i].answerable for i in own])
        sure = np.array([odds[i] for i in own])
        if (value := auroc(sure[kinds].tolist(), sure[~kinds].tolist())) is not None:
            interval = auroc_interval(sure, kinds, resample_counts(len(own)))
            print(f"{name}: answerable or not, AUROC {_with_interval(value, interval)}")


def fit_gate(best: Sequence[float], examples: Sequence[Example]) -> LogisticRegression:
    """Tell answerable questions by the best sentence's log-odds and the surest span."""
    seen = [[odds, example.surest] for odds, example in zip(best, examples, strict=True)]
    return LogisticRegression().fit(seen, [example.answerable for example in examples])


def print_refusals(
    gate: LogisticRegression, best: Sequence[float], examples: Sequence[Example]
) -> None:
    """Per set, from each confidence: which questions are answered and which are refused."""
    seen = [[odds, example.surest] for odds, example in zip(best, examples, strict=True)]
    confidence = gate.predict_proba(seen)[:, 1]
    for name in dict.fromkeys(example.set for example in examples):
        for floor in FLOORS:
            own = [i for i, example in enumerate(examples) if example.set == name]
            answered = [float(confidence[i] >= floor) for i in own if examples[i].answerable]
            refused = [float(confidence[i] < floor) for i in own if not examples[i].answerable]
            print(
                f"{name}, from {floor}: answered of the answerable {_mean(answered)}, "
                f"refused of the others {_mean(refused)}"
            )


def _mean(values: Sequence[float]) -> str:
    if not values:
        return "–"
    column = np.array(values)[:, np.newaxis]
    counts = resample_counts(len(values))
    (interval,) = ratio_intervals(column, np.ones_like(column), counts)
    return _with_interval(float(column.mean()), interval)


def _with_interval(value: float, interval: Interval) -> str:
    return f"{value:.3f}" + (f" ({interval[0]:.3f} to {interval[1]:.3f})" if interval else "")


def fit_sentences(examples: Sequence[Example]) -> LogisticRegression:
    """Tell sentences that hold the answer from all others."""
    features = np.concatenate([example.features for example in examples])
    right = np.concatenate([example.right for example in examples])
    return LogisticRegression().fit(features, right)


if __name__ == "__main__":
    main()
