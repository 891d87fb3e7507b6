"""Small plots as inline SVG, drawn without a library so that a report stays one file. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from evaluation.statistics import Interval

LABEL_WIDTH = 170
PLOT_WIDTH = 420
VALUE_WIDTH = 60
ROW_HEIGHT = 22
AXIS_HEIGHT = 24
WIDTH = LABEL_WIDTH + PLOT_WIDTH + VALUE_WIDTH
BINS = 20
BAR_HEIGHT = 110


@dataclass(frozen=True)
class Estimate:
    """A row of a plot: a share between 0 and 1 with its interval, of n questions."""

    label: str
    value: float | None
    interval: Interval
    n: int


def interval_plot(title: str, rows: Sequence[Estimate], undefined: str) -> str:
    """A dot a row on an axis from 0 to 1, with a line over its interval.

    Args:
        undefined: what to say in place of a value that there is not.
    """
    height = AXIS_HEIGHT + ROW_HEIGHT * len(rows)
    parts = [_grid(height)]
    for number, row in enumerate(rows):
        y = AXIS_HEIGHT + ROW_HEIGHT * number + ROW_HEIGHT / 2
        parts.append(
            f'<text x="{LABEL_WIDTH - 10}" y="{y + 4:.0f}" text-anchor="end">'
            f"{escape(row.label)} ({row.n})</text>"
        )
        if row.value is None:
            parts.append(
                f'<text class="soft" x="{WIDTH - 50}" y="{y + 4:.0f}">{escape(undefined)}</text>'
            )
            continue
        if row.interval:
            low, high = (_x(end) for end in row.interval)
            parts.append(
                f'<line class="interval" x1="{low:.1f}" x2="{high:.1f}" y1="{y}" y2="{y}"/>'
            )
        parts.append(f'<circle class="dot" cx="{_x(row.value):.1f}" cy="{y}" r="4.5"/>')
        parts.append(f'<text x="{WIDTH - 45}" y="{y + 4:.0f}">{row.value:.3f}</text>')
    return _svg(title, height, parts)


def histogram(
    title: str, above: tuple[str, Sequence[float]], below: tuple[str, Sequence[float]]
) -> str:
    """How often values between 0 and 1 occur, in two named groups, one upside down."""
    counts = _counts(above[1]), _counts(below[1])
    highest = max(*counts[0], *counts[1], 1)
    middle, width = AXIS_HEIGHT + BAR_HEIGHT, PLOT_WIDTH / BINS
    height = middle + BAR_HEIGHT + 10
    parts = [_grid(height)]
    for number in range(BINS):
        x = LABEL_WIDTH + number * width + 1
        for count, style, sign in ((counts[0][number], "yes", -1), (counts[1][number], "no", 1)):
            size = BAR_HEIGHT * count / highest
            top = middle - size if sign < 0 else middle
            parts.append(
                f'<rect class="{style}" x="{x:.1f}" y="{top:.1f}" width="{width - 2:.1f}" '
                f'height="{size:.1f}"><title>{number / BINS:.2f}–{(number + 1) / BINS:.2f}: '
                f"{count}</title></rect>"
            )
    for y, (name, values) in (
        (middle - BAR_HEIGHT / 2, above),
        (middle + BAR_HEIGHT / 2, below),
    ):
        parts.append(
            f'<text x="{LABEL_WIDTH - 10}" y="{y:.0f}" text-anchor="end">'
            f"{escape(name)} ({len(values)})</text>"
        )
    return _svg(title, int(height), parts)


def _counts(values: Sequence[float]) -> list[int]:
    counts = [0] * BINS
    for value in values:
        counts[min(int(value * BINS), BINS - 1)] += 1
    return counts


def _x(value: float) -> float:
    return LABEL_WIDTH + PLOT_WIDTH * value


def _grid(height: float) -> str:
    return "".join(
        f'<line class="grid" x1="{_x(v)}" x2="{_x(v)}" y1="{AXIS_HEIGHT - 6}" y2="{height}"/>'
        f'<text class="soft" x="{_x(v)}" y="12" text-anchor="middle">{v:g}</text>'
        for v in (0, 0.25, 0.5, 0.75, 1)
    )


def _svg(title: str, height: int, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">'
        f"{''.join(parts)}</svg>"
    )
