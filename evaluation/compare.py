"""What got better and worse since an earlier run, and whether the difference means anything."""

from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.records import RIGHT, RIGHTLY_SILENT, SILENT, Result
from evaluation.scoring import MEAN_METRICS
from evaluation.statistics import TIE, holm, paired_p_value
from evaluation.summary import LOWER_IS_BETTER

RIGHT_SHARE = "right"  # share of questions whose verdict is a right one
# In this order the first that differs says whether a question got better or worse.
DECIDING = ("answers.token_f1", "citations.recall", "citations.precision", "retrieval.ndcg@10")


@dataclass(frozen=True)
class MetricChange:
    """Means of a metric over the questions for which both runs have it, with a paired test.

    ``better`` and ``worse`` count questions. ``p_value`` is of the sign-flip test, and
    ``adjusted`` the same after Holm's correction for all the metrics compared.
    """

    metric: str
    n: int
    before: float
    after: float
    better: int
    worse: int
    p_value: float
    adjusted: float

    @property
    def difference(self) -> float:
        """Mean after less mean before."""
        return self.after - self.before


@dataclass(frozen=True)
class QuestionChange:
    """A question whose answer changed for better or worse, and in which measure first."""

    before: Result
    after: Result
    measure: str
    is_better: bool


@dataclass(frozen=True)
class Comparison:
    """Two runs over their common questions; what only one has is counted."""

    common: int
    only_before: int
    only_after: int
    metrics: tuple[MetricChange, ...]
    questions: tuple[QuestionChange, ...]

    @property
    def better(self) -> tuple[QuestionChange, ...]:
        return tuple(change for change in self.questions if change.is_better)

    @property
    def worse(self) -> tuple[QuestionChange, ...]:
        return tuple(change for change in self.questions if not change.is_better)


def compare(before: Sequence[Result], after: Sequence[Result]) -> Comparison:
    """Compare two runs question by question, matched by the question and its history."""
    old = {result.gold.key: result for result in before}
    new = {result.gold.key: result for result in after}
    pairs = [(old[key], result) for key, result in new.items() if key in old]
    changes = [_change(a, b) for a, b in pairs]
    return Comparison(
        common=len(pairs),
        only_before=len(old) - len(pairs),
        only_after=len(new) - len(pairs),
        metrics=_metric_changes(pairs),
        questions=tuple(change for change in changes if change is not None),
    )


def _metric_changes(pairs: Sequence[tuple[Result, Result]]) -> tuple[MetricChange, ...]:
    rows = []
    for metric in (RIGHT_SHARE, *MEAN_METRICS):
        values = [(_measure(a, metric), _measure(b, metric)) for a, b in pairs]
        both = [(x, y) for x, y in values if x is not None and y is not None]
        sign = -1 if metric in LOWER_IS_BETTER else 1
        differences = [sign * (y - x) for x, y in both]
        p_value = paired_p_value(differences)
        if p_value is not None:
            rows.append((metric, both, differences, p_value))
    adjusted = holm([p_value for *_, p_value in rows])
    return tuple(
        MetricChange(
            metric,
            n=len(both),
            before=sum(x for x, _ in both) / len(both),
            after=sum(y for _, y in both) / len(both),
            better=sum(d > TIE for d in differences),
            worse=sum(d < -TIE for d in differences),
            p_value=p_value,
            adjusted=corrected if corrected is not None else p_value,
        )
        for (metric, both, differences, p_value), corrected in zip(rows, adjusted, strict=True)
    )


def _measure(result: Result, metric: str) -> float | None:
    if metric == RIGHT_SHARE:
        return float(result.verdict in (RIGHT, RIGHTLY_SILENT))
    return result.scores.get(metric)


def _rank(verdict: str) -> int:
    """2 for a right verdict, 1 for silence and 0 for a claim that is not true."""
    return 2 if verdict in (RIGHT, RIGHTLY_SILENT) else int(verdict == SILENT)


def _change(before: Result, after: Result) -> QuestionChange | None:
    verdicts = (_rank(before.verdict), _rank(after.verdict))
    if verdicts[0] != verdicts[1]:
        return QuestionChange(before, after, "verdict", verdicts[1] > verdicts[0])
    for metric in DECIDING:
        # Undefined counts as nothing: an answer without citations has no precision.
        x, y = before.scores.get(metric) or 0.0, after.scores.get(metric) or 0.0
        if abs(x - y) > TIE:
            return QuestionChange(before, after, metric, y > x)
    return None
