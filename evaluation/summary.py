"""Sums up judged answers: overall, by kind and by language, with intervals. Pure."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from evaluation.metrics import Term, abstention_terms, auroc, percentile, share
from evaluation.records import Result, Scores
from evaluation.scoring import MEAN_METRICS, RETRIEVAL_METRICS
from evaluation.statistics import (
    Floats,
    Interval,
    auroc_interval,
    ratio_intervals,
    resample_counts,
)

Json = dict[str, Any]

ABSTENTION_METRICS = ("accuracy", "precision", "recall", "false_refusals")
RATIO_METRICS = (*MEAN_METRICS, *(f"abstention.{name}" for name in ABSTENTION_METRICS))
AUROC = "abstention.auroc"
METRICS = (*RATIO_METRICS, AUROC)
LOWER_IS_BETTER = ("citations.uncited", "abstention.false_refusals")
NO_NAME = "unspecified"  # kind or language of rows that give none


def summarise(results: Sequence[Result]) -> Json:
    """The report: `block` of all results, and one for each kind and each language."""
    return {
        **block(results),
        "by_kind": _grouped(results, [r.gold.kind or NO_NAME for r in results]),
        "by_language": _grouped(results, [r.gold.language or NO_NAME for r in results]),
    }


def _grouped(results: Sequence[Result], names: Sequence[str]) -> Json:
    return {
        name: block([r for r, own in zip(results, names, strict=True) if own == name])
        for name in sorted(set(names))
    }


def block(results: Sequence[Result]) -> Json:
    """Metrics of some results by group and name, None where undefined, and their intervals.

    ``n`` counts the questions; retrieval, answers and citations are means over the
    answerable ones for which the metric is defined.
    """
    terms = [_terms(result) for result in results]
    groups: Json = {"n": len(results)} | _shares(RATIO_METRICS, terms)
    answerable = [r.confidence for r in results if r.gold.answerable]
    unanswerable = [r.confidence for r in results if not r.gold.answerable]
    groups["abstention"]["auroc"] = auroc(answerable, unanswerable)
    milliseconds = [1000 * r.seconds for r in results]
    groups["latency_ms"] = {f"p{p}": percentile(milliseconds, p) for p in (50, 95)}
    groups["intervals"] = _intervals(results, terms)
    return groups


def retrieval_block(scores: Sequence[Scores]) -> Json:
    """What `block` has of retrieval, for a search that gives no answers.

    Args:
        scores: from `score_retrieval`, one for each question.
    """
    terms = [_mean_terms(of_question, RETRIEVAL_METRICS) for of_question in scores]
    intervals: dict[str, Interval] = dict.fromkeys(RETRIEVAL_METRICS)
    if terms:
        intervals = _ratio_intervals(RETRIEVAL_METRICS, terms, resample_counts(len(terms)))
    return _shares(RETRIEVAL_METRICS, terms) | {"intervals": intervals}


def _shares(metrics: Sequence[str], terms: Sequence[Sequence[Term]]) -> Json:
    groups: Json = {}
    for column, metric in enumerate(metrics):
        group, name = metric.split(".")
        groups.setdefault(group, {})[name] = share(row[column] for row in terms)
    return groups


def _terms(result: Result) -> list[Term]:
    """Numerator and denominator that a result adds to each of RATIO_METRICS."""
    abstention = abstention_terms(result.gold.answerable, result.answered)
    means = _mean_terms(result.scores, MEAN_METRICS)
    return means + [abstention[name] for name in ABSTENTION_METRICS]


def _mean_terms(scores: Scores, metrics: Sequence[str]) -> list[Term]:
    values = [scores[metric] for metric in metrics]
    return [(0.0, 0.0) if value is None else (value, 1.0) for value in values]


def _intervals(results: Sequence[Result], terms: Sequence[Sequence[Term]]) -> dict[str, Interval]:
    if not results:
        return dict.fromkeys(METRICS)
    counts = resample_counts(len(results))
    confidence = np.array([r.confidence for r in results])
    is_answerable = np.array([r.gold.answerable for r in results])
    return _ratio_intervals(RATIO_METRICS, terms, counts) | {
        AUROC: auroc_interval(confidence, is_answerable, counts)
    }


def _ratio_intervals(
    metrics: Sequence[str], terms: Sequence[Sequence[Term]], counts: Floats
) -> dict[str, Interval]:
    pairs = np.array(terms)  # shape (n, len(metrics), 2)
    intervals = ratio_intervals(pairs[:, :, 0], pairs[:, :, 1], counts)
    return dict(zip(metrics, intervals, strict=True))


def value_of(report: Json, metric: str) -> float | None:
    """The value of a dotted metric, such as "retrieval.hit@1" or "by_kind.table.answers.contains".

    Raises:
        KeyError: the report has no metric of that name.
    """
    found: Any = report
    for step in _steps(report, metric):
        found = found[step]
    if found is not None and not isinstance(found, float | int):
        raise KeyError(metric)
    return found


def _steps(report: Json, metric: str) -> list[str]:
    first, _, rest = metric.partition(".")
    if first in ("by_kind", "by_language"):
        group, _, inner = rest.partition(".")
        steps = [first, group, *inner.split(".")]
    else:
        steps = metric.split(".")
    if ".".join(steps[-2:]) not in METRICS or steps[0] not in report:
        raise KeyError(metric)
    return steps
