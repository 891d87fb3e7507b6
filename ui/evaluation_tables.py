"""Tables of an evaluation for the terminal."""

from rich.console import Console
from rich.table import Table

from evaluation import Comparison
from evaluation.summary import LOWER_IS_BETTER, METRICS, Json, value_of

SHOWN_CHANGES = 10


def metric_table(report: Json) -> Table:
    """Every metric with its interval and the kind or language that is weakest in it."""
    groups = report["by_kind"] | report["by_language"]
    table = Table("Metric", "Value", "95 % interval", "Weakest")
    for metric in METRICS:
        interval = report["intervals"][metric]
        values = {
            name: value
            for name, block in groups.items()
            if (value := value_of(block, metric)) is not None
        }
        weakest = min(values, key=lambda name: values[name], default="")
        is_plain = metric in LOWER_IS_BETTER or len(values) < 2
        table.add_row(
            metric,
            _share(value_of(report, metric)),
            f"{interval[0]:.3f} to {interval[1]:.3f}" if interval else "–",
            "" if is_plain else f"{weakest} {values[weakest]:.3f}",
        )
    return table


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def print_comparison(out: Console, comparison: Comparison) -> None:
    """What changed since an earlier run: the metrics that did, and the first questions."""
    out.print(
        f"\nSince the earlier run, over {comparison.common} common questions: "
        f"{len(comparison.better)} better, {len(comparison.worse)} worse."
    )
    table = Table("Metric", "Before", "After", "Better", "Worse", "p", "p, corrected")
    for row in comparison.metrics:
        if row.better or row.worse:
            table.add_row(
                row.metric,
                f"{row.before:.3f}",
                f"{row.after:.3f}",
                str(row.better),
                str(row.worse),
                f"{row.p_value:.3f}",
                f"{row.adjusted:.3f}",
            )
    if table.row_count:
        out.print(table)
    for name, changes in (("worse", comparison.worse), ("better", comparison.better)):
        for change in changes[:SHOWN_CHANGES]:
            out.print(
                f"{name}: {change.after.gold.question}  "
                f"({change.before.verdict} -> {change.after.verdict}, {change.measure})"
            )
        if len(changes) > SHOWN_CHANGES:
            out.print(f"… and {len(changes) - SHOWN_CHANGES} more {name}; --out writes them all.")
