"""Floors under the metrics, kept in a JSON file: ``{"retrieval.hit@1": 0.6, ...}``.

A metric is named as in the report, also of one kind or language
("by_kind.table.answers.contains"). Floors rise when asked to and fall only by an explicit
word, so that quality cannot slip away unseen.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evaluation.errors import EvaluationError
from evaluation.summary import LOWER_IS_BETTER, METRICS, Json, value_of

MARGIN = 0.02  # between a measured value and its new floor: bfloat16 ranks a few otherwise
STEPS = 1000  # a floor has three decimals

Floors = dict[str, float]


@dataclass(frozen=True)
class Breach:
    """A metric below its floor; ``value`` is None where it is undefined."""

    metric: str
    floor: float
    value: float | None

    def __str__(self) -> str:
        value = "undefined" if self.value is None else f"{self.value:.4f}"
        return f"{self.metric} is {value}, below its floor {self.floor:.4f}."


def read_floors(path: Path) -> Floors:
    """The floors of a file.

    Raises:
        EvaluationError: it cannot be read, or holds something other than floors.
    """
    try:
        floors = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise EvaluationError(
            f"The floors {path} cannot be read ({error.strerror}). "
            "`--raise-floors` writes a first file."
        ) from error
    except ValueError as error:
        raise EvaluationError(f"The floors {path} are not JSON: {error}.") from error
    if not isinstance(floors, dict) or not floors:
        raise EvaluationError(f'The floors {path} must be like {{"retrieval.hit@1": 0.6}}.')
    for metric, floor in floors.items():
        _check(path, metric, floor)
    return {metric: float(floor) for metric, floor in floors.items()}


def _check(path: Path, metric: str, floor: object) -> None:
    name = ".".join(metric.split(".")[-2:])
    if name not in METRICS or name in LOWER_IS_BETTER:
        known = ", ".join(m for m in METRICS if m not in LOWER_IS_BETTER)
        raise EvaluationError(f"The floors {path} name {metric!r}. They can hold: {known}.")
    if isinstance(floor, bool) or not isinstance(floor, int | float) or not 0 <= floor <= 1:
        raise EvaluationError(f"The floor of {metric} in {path} must be a number from 0 to 1.")


def breaches(report: Json, floors: Mapping[str, float]) -> list[Breach]:
    """Metrics that are below their floor or, though they have one, undefined.

    Raises:
        EvaluationError: a floor is of a kind or language that the test set lacks.
    """
    values = {metric: _value(report, metric) for metric in floors}
    return [
        Breach(metric, floor, values[metric])
        for metric, floor in floors.items()
        if (value := values[metric]) is None or value < floor
    ]


def _value(report: Json, metric: str) -> float | None:
    try:
        return value_of(report, metric)
    except KeyError as error:
        raise EvaluationError(
            f"There is a floor of {metric}, and no such question in the test set."
        ) from error


def first_floors(report: Json) -> Floors:
    """A floor under every overall metric that is defined and better when higher."""
    names = [metric for metric in METRICS if metric not in LOWER_IS_BETTER]
    return {m: _floor(value) for m in names if (value := value_of(report, m)) is not None}


def moved(report: Json, floors: Mapping[str, float], *, up: bool, down: bool) -> Floors:
    """Floors raised to just below what was measured and, if allowed, lowered under a breach.

    An undefined metric keeps its floor; with ``down`` it loses it.
    """
    below = {breach.metric for breach in breaches(report, floors)}
    changed: Floors = {}
    for metric, floor in floors.items():
        value = _value(report, metric)
        if metric in below and down:
            if value is not None:
                changed[metric] = _floor(value)
        elif metric not in below and up and value is not None:
            changed[metric] = max(floor, _floor(value))
        else:
            changed[metric] = floor
    return changed


def _floor(value: float) -> float:
    return max(0.0, math.floor((value - MARGIN) * STEPS) / STEPS)


def write_floors(path: Path, floors: Mapping[str, float]) -> None:
    """Write a floors file, one metric a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(floors, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
