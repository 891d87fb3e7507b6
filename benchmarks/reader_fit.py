"""Fit the reader's two logistic regressions on a SQuAD-like question set.

Run from the repository's root: `python -m benchmarks.reader_fit SET_FOLDER`, where the
folder is as in benchmarks/sets.py, its questions with `answers` and with `type`
naming the article. All figures printed are cross-validated over whole articles.
"""

import argparse
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from benchmarks.sets import ingested, read_set
from evaluation import GoldQuestion
from retrieval.followup import StandaloneQuestion
from retrieval.index import Library
from retrieval.reader import READ_PASSAGES, read
from retrieval.search import search


@dataclass(frozen=True)
class Example:
    """A question with its candidate sentences: features ``(n, 6)`` and which are right."""

    article: str
    answerable: bool
    features: NDArray[np.float64]
    right: NDArray[np.bool_]


def main() -> None:
    """Print cross-validated figures, then the weights fitted on all questions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", type=Path)
    parser.add_argument("--cache", type=Path, default=Path("/tmp/energychat-benchmarks"))
    arguments = parser.parse_args()
    public = read_set(arguments.set)
    library = ingested([public], arguments.cache / public.name, warn=print)
    examples = [
        example
        for gold in public.questions.questions
        if (example := observe(library, gold)) is not None
    ]
    articles = [example.article for example in examples]
    hits: list[bool] = []
    scores: list[float] = []
    answerable: list[bool] = []
    for train, test in GroupKFold(5).split(examples, groups=articles):
        model = fit_sentences([examples[i] for i in train])
        for example in (examples[i] for i in test):
            values = model.decision_function(example.features)
            scores.append(float(values.max()))
            answerable.append(example.answerable)
            if example.answerable:
                hits.append(bool(example.right[values.argmax()]))
    print(f"questions {len(examples)}, best sentence holds the answer {np.mean(hits):.3f}")
    print(f"answerable or not: AUROC {roc_auc_score(answerable, scores):.3f}")
    final = fit_sentences(examples)
    print("WEIGHTS", final.coef_[0].round(2).tolist(), "INTERCEPT", final.intercept_.round(2))
    best = np.array([final.decision_function(e.features).max() for e in examples])
    gate = LogisticRegression().fit(best[:, np.newaxis], [e.answerable for e in examples])
    print("CONFIDENCE_SLOPE", gate.coef_[0].round(2), "CONFIDENCE_OFFSET", gate.intercept_.round(2))


def observe(library: Library, gold: GoldQuestion) -> Example | None:
    """What the reader sees of a question; None where it finds no candidate at all."""
    answers = [answer.casefold() for answer in gold.answers]
    asked = StandaloneQuestion(gold.question)
    found = read(library, asked, search(library, gold.question, READ_PASSAGES))
    if not found:
        return None
    right = [
        evidence.passage.document in gold.documents
        and any(answer in evidence.text.casefold() for answer in answers)
        for evidence in found
    ]
    return Example(
        gold.kind,
        gold.answerable,
        np.array([astuple(evidence.features) for evidence in found]),
        np.array(right),
    )


def fit_sentences(examples: list[Example]) -> LogisticRegression:
    """Tell sentences that hold the answer from all others."""
    features = np.concatenate([example.features for example in examples])
    right = np.concatenate([example.right for example in examples])
    return LogisticRegression().fit(features, right)


if __name__ == "__main__":
    main()
