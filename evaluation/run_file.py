"""run.json: a report with the settings it was measured with and every judged answer."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from evaluation.compare import Comparison
from evaluation.errors import EvaluationError
from evaluation.records import GoldQuestion, JudgedCitation, Result
from evaluation.statistics import LEVEL, RESAMPLES, SEED
from evaluation.summary import Json, summarise
from evaluation.testset import QuestionSet
from evaluation.text import OVERLAP_SHARE
from retrieval.index import Library

REPORTED_SETTINGS = ("embedding_model", "chunk_tokens", "dense_weight")
_GOLD = {field.name for field in fields(GoldQuestion)}


@dataclass(frozen=True)
class Run:
    """The report, in the shape that ``--json`` prints, and the judged answers behind it."""

    report: Json
    results: tuple[Result, ...]


def make_run(questions: QuestionSet, results: Sequence[Result], library: Library) -> Run:
    """Sum up the judged answers to the questions of a test set, or to the first of them."""
    report = summarise(results)
    report["skipped"] = len(questions.bad)
    report["settings"] = settings_of(questions, library)
    return Run(report, tuple(results))


def settings_of(questions: QuestionSet, library: Library) -> Json:
    """What must be the same for two runs to be comparable, and how the run was measured."""
    used = library.settings
    # Each by name, since settings may come to hold secrets.
    own = {name: getattr(used, name) for name in REPORTED_SETTINGS if hasattr(used, name)}
    about = {
        "test_set": questions.name,
        "test_set_sha256": questions.digest,
        "documents": len(library.catalogue.documents()),
        "chunks": library.catalogue.count_chunks(),
        "encoder": library.encoder.name,
        "precision": library.encoder.dtype,
        "version": version("energychat"),
        "measured": datetime.now().astimezone().isoformat(timespec="seconds"),
        "bootstrap": {"resamples": RESAMPLES, "level": LEVEL, "seed": SEED},
        "passage_overlap": OVERLAP_SHARE,
    }
    return own | about


def result_json(result: Result) -> Json:
    """A judged answer; the gold question's fields lie beside the answer's."""
    values = asdict(result)
    return {**values.pop("gold"), **values}


def comparison_json(comparison: Comparison) -> Json:
    """What changed since an earlier run."""
    return {
        "common": comparison.common,
        "only_before": comparison.only_before,
        "only_after": comparison.only_after,
        "better": len(comparison.better),
        "worse": len(comparison.worse),
        "metrics": {change.metric: _without_name(asdict(change)) for change in comparison.metrics},
        "questions": [
            {
                "id": change.after.gold.id,
                "question": change.after.gold.question,
                "change": "better" if change.is_better else "worse",
                "measure": change.measure,
                "before": change.before.verdict,
                "after": change.after.verdict,
            }
            for change in comparison.questions
        ],
    }


def _without_name(values: Json) -> Json:
    return {name: value for name, value in values.items() if name != "metric"}


def run_json(run: Run) -> Json:
    """The report with every judged answer beside it."""
    return run.report | {"questions": [result_json(result) for result in run.results]}


def write_run(path: Path, run: Run) -> None:
    """Write a run.json."""
    text = json.dumps(run_json(run), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def read_run(path: Path) -> Run:
    """An earlier run.

    Raises:
        EvaluationError: the file cannot be read, or is no run.json.
    """
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
        results = tuple(_result(row) for row in report.pop("questions"))
        # Summed up anew, since an earlier version may have known fewer metrics.
        return Run(report | summarise(results), results)
    except OSError as error:
        raise EvaluationError(
            f"The earlier run {path} cannot be read ({error.strerror})."
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EvaluationError(
            f"{path} is not the run.json of an evaluation by this version. "
            "`energychat evaluate TESTSET --out FOLDER` writes one."
        ) from error


def read_results(path: Path) -> tuple[Result, ...]:
    """The judged answers of an earlier run.

    Raises:
        EvaluationError: as :func:`read_run` does.
    """
    return read_run(path).results


def _result(row: dict[str, Any]) -> Result:
    values: Json = {n: tuple(v) if isinstance(v, list) else v for n, v in row.items()}
    gold = GoldQuestion(**{name: values.pop(name) for name in _GOLD if name in values})
    citations = tuple(JudgedCitation(**citation) for citation in values.pop("citations"))
    return Result(gold=gold, citations=citations, **values)
