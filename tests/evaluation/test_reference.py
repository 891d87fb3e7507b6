"""The metrics against reference implementations on random rankings and scores."""

import random

import ir_measures
import pytest
from ir_measures import RR, R, Success, nDCG
from sklearn.metrics import roc_auc_score

from evaluation import metrics

QUESTIONS = 300
MEASURES = {
    "hit@1": Success @ 1,
    "hit@5": Success @ 5,
    "hit@10": Success @ 10,
    "recall@5": R @ 5,
    "recall@10": R @ 10,
    "mrr": RR,
    "ndcg@10": nDCG @ 10,
}


def own(name: str, ranked: list[str], relevant: set[str]) -> float | None:
    """The product's value of a measure."""
    kind, _, k = name.partition("@")
    if kind == "mrr":
        return metrics.reciprocal_rank(ranked, relevant)
    return {"hit": metrics.hit, "recall": metrics.recall, "ndcg": metrics.ndcg}[kind](
        ranked, relevant, int(k)
    )


@pytest.fixture(scope="module")
def rankings() -> dict[str, tuple[list[str], set[str]]]:
    """Random rankings with one to twelve relevant documents, some of them not found."""
    seeded = random.Random(7)
    documents = [f"d{n}" for n in range(30)]
    return {
        f"q{n}": (
            seeded.sample(documents, seeded.randint(1, 20)),
            set(seeded.sample(documents, seeded.randint(1, 12))),
        )
        for n in range(QUESTIONS)
    }


@pytest.mark.parametrize("name", MEASURES)
def test_a_ranking_metric_agrees_with_ir_measures(
    name: str, rankings: dict[str, tuple[list[str], set[str]]]
) -> None:
    qrels = {q: dict.fromkeys(relevant, 1) for q, (_, relevant) in rankings.items()}
    run = {
        q: {document: float(-rank) for rank, document in enumerate(ranked)}
        for q, (ranked, _) in rankings.items()
    }
    expected = {
        value.query_id: value.value for value in ir_measures.iter_calc([MEASURES[name]], qrels, run)
    }
    assert len(expected) == QUESTIONS
    for q, (ranked, relevant) in rankings.items():
        assert own(name, ranked, relevant) == pytest.approx(expected[q], abs=1e-9)


def test_auroc_agrees_with_scikit_learn() -> None:
    seeded = random.Random(11)
    for _ in range(50):
        labels = [True, False] + [seeded.random() < 0.6 for _ in range(40)]
        scores = [round(seeded.random(), 1) for _ in labels]  # rounded, so that there are ties
        positive = [s for s, label in zip(scores, labels, strict=True) if label]
        negative = [s for s, label in zip(scores, labels, strict=True) if not label]
        assert metrics.auroc(positive, negative) == pytest.approx(
            roc_auc_score(labels, scores), abs=1e-9
        )
