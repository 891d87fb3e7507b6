"""The command `energychat evaluate`."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from evaluation import (
    Comparison,
    EvaluationError,
    QuestionSet,
    Run,
    absent_documents,
    answer_all,
    compare,
    comparison_json,
    make_run,
    read_questions,
    read_results,
    render_report,
    write_run,
)
from evaluation.gate import Breach, Floors, breaches, first_floors, moved, read_floors, write_floors
from evaluation.summary import Json
from retrieval.assistant import Assistant
from retrieval.index import Library
from retrieval.settings import load_settings
from ui.console import err, out
from ui.evaluation_tables import metric_table, print_comparison
from ui.progress import counted

BELOW_A_FLOOR = 1
SHOWN_ROWS = 10  # bad rows and absent documents named


def evaluate(
    testset: Annotated[Path, typer.Argument(help="JSONL or CSV file with questions and answers.")],
    limit: Annotated[
        int | None, typer.Option(min=1, help="Ask only so many questions, the first.")
    ] = None,
    split: Annotated[
        str | None, typer.Option(help="Ask only the questions whose column split says this.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="run.json of an earlier run to compare with.")
    ] = None,
    fail_under: Annotated[
        Path | None, typer.Option(help="JSON file with floors; exit code 1 below one.")
    ] = None,
    raise_floors: Annotated[
        bool, typer.Option("--raise-floors", help="Raise the floors to just below this run.")
    ] = False,
    allow_regression: Annotated[
        bool, typer.Option("--allow-regression", help="Lower the floors that this run is below.")
    ] = False,
    folder: Annotated[
        Path | None, typer.Option("--out", help="Folder for report.html and run.json.")
    ] = None,
    library: Annotated[
        Path | None,
        typer.Option(
            "--library", help="Folder of the index [ENERGYCHAT_LIBRARY, else .energychat]."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Ask every question of a test set, and say how good search and answers are.

    Example: `energychat evaluate corpus/testset.jsonl --out report`
    """
    _check_options(limit or split, fail_under, raise_floors, allow_regression)
    # Whatever can be wrong with a file is found before the long run.
    try:
        questions = read_questions(testset)
        chosen = questions.of_split(split)[:limit]
        floors = _floors(fail_under, may_be_new=raise_floors)
        earlier = read_results(baseline) if baseline else None
        _make_folder(folder)
    except EvaluationError as error:
        raise typer.BadParameter(str(error)) from error
    opened = Library(load_settings(library=library))
    _warn(questions, absent_documents(opened, chosen))
    answers = answer_all(Assistant(opened), chosen)
    run = make_run(questions, list(counted(err, "Asking", answers, len(chosen))), opened)
    comparison = compare(earlier, run.results) if earlier is not None else None
    if folder:
        write_run(folder / "run.json", run)
    below = _breaches(run.report, floors)
    if folder:
        report = render_report(run, comparison, below)
        (folder / "report.html").write_text(report, encoding="utf-8")
    _print(run, comparison, as_json)
    if folder:
        err.print(f"Report: {folder / 'report.html'}")
    if fail_under and (raise_floors or (allow_regression and below)):
        below = _move_floors(fail_under, run.report, floors, raise_floors, allow_regression)
    if below:
        for breach in below:
            err.print(str(breach))
        raise typer.Exit(BELOW_A_FLOOR)


def _check_options(
    part: int | str | None, floors: Path | None, raise_floors: bool, allow_regression: bool
) -> None:
    if (raise_floors or allow_regression) and not floors:
        raise typer.BadParameter(
            "--raise-floors and --allow-regression change the file that --fail-under names."
        )
    if (raise_floors or allow_regression) and part:
        raise typer.BadParameter(
            "Floors are set by a whole test set: leave --limit and --split away."
        )


def _floors(path: Path | None, *, may_be_new: bool) -> Floors:
    if not path or (may_be_new and not path.exists()):
        return {}
    return read_floors(path)


def _make_folder(folder: Path | None) -> None:
    try:
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EvaluationError(
            f"The folder {folder} cannot be made ({error.strerror}). Name another with --out."
        ) from error


def _breaches(report: Json, floors: Floors) -> list[Breach]:
    try:
        return breaches(report, floors)
    except EvaluationError as error:
        raise typer.BadParameter(str(error)) from error


def _warn(questions: QuestionSet, absent: Sequence[str]) -> None:
    for row in questions.bad[:SHOWN_ROWS]:
        err.print(str(row))
    if questions.bad:
        err.print(f"{len(questions.bad)} row(s) cannot be used and are left out.")
    if absent:
        names = ", ".join(absent[:SHOWN_ROWS]) + (", …" if len(absent) > SHOWN_ROWS else "")
        err.print(
            f"{len(absent)} document(s) of the test set are not in the library, so that their "
            f"questions count as failed: {names}. `energychat ingest FOLDER` adds documents."
        )


def _move_floors(
    path: Path, report: Json, floors: Floors, raise_floors: bool, allow_regression: bool
) -> list[Breach]:
    """Write the floors that the options allow; the breaches that are left."""
    left = [] if allow_regression else breaches(report, floors)
    if left:
        err.print(f"{path} is left as it is: --allow-regression lowers floors.")
        return left
    new = (
        moved(report, floors, up=raise_floors, down=allow_regression)
        if floors
        else first_floors(report)
    )
    write_floors(path, new)
    for metric in sorted(new.keys() | floors.keys()):
        before, after = floors.get(metric), new.get(metric)
        if before != after:
            err.print(f"Floor of {metric}: {before} -> {after}")
    return []


def _print(run: Run, comparison: Comparison | None, as_json: bool) -> None:
    if as_json:
        document = run.report | ({"comparison": comparison_json(comparison)} if comparison else {})
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
        return
    out.print(metric_table(run.report))
    latency = run.report["latency_ms"]
    out.print(
        f"{run.report['n']} questions, {run.report['skipped']} rows left out; an answer takes "
        f"{latency['p50']:.0f} ms (median), {latency['p95']:.0f} ms (95 %)."
    )
    if comparison:
        print_comparison(out, comparison)
