"""How the benchmarks write a figure."""

from evaluation.statistics import Interval


def with_interval(value: float, interval: Interval) -> str:
    """A value with its 95 % interval behind it, where there is one."""
    return f"{value:.3f}" + (f" ({interval[0]:.3f} to {interval[1]:.3f})" if interval else "")
