"""Measure search and answers on public question sets, through the product's own pipeline.

Run from the repository's root: `python -m benchmarks.quality --root FOLDER --set SET`, where
FOLDER holds one folder for each set (see benchmarks/sets.py). Settings come from the
environment, as the product's own. The report of each set is what `energychat evaluate` prints.
"""

import argparse
import json
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from benchmarks.peers import Find, build_peers, check_installed, measure_peer
from benchmarks.sets import PublicSet, ingested, read_set
from benchmarks.tables import with_interval
from evaluation import EvaluationError, absent_documents, answer_all, make_run
from evaluation.scoring import RETRIEVAL_METRICS
from evaluation.summary import Json, value_of
from retrieval.assistant import Assistant
from retrieval.errors import EnergyChatError
from retrieval.index import Library
from ui.evaluation_tables import metric_table
from ui.progress import counted, ingest_progress

SETS = (
    "climate_reports",
    "energy_news",
    "energy_policy",
    "french",
    "korean",
    "single_topic",
    "squad2",
)
ALL = "all"
ROOT = Path("../shared/benchmarks")
CANNOT_RUN = 2

T = TypeVar("T")

out = Console(soft_wrap=True, highlight=False, markup=False)
err = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report of each set, and return the exit code."""
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr)
    asked = _parser().parse_args(arguments)
    try:
        sets = _sets(asked)
        if asked.peer:
            check_installed()
        with _folder(asked.cache, asked.set) as folder:
            reports = _measure(sets, folder, with_peers=asked.peer)
    except EnergyChatError as error:
        err.print(str(error))
        return CANNOT_RUN
    if asked.json:
        sys.stdout.write(json.dumps(reports, ensure_ascii=False, indent=2) + "\n")
    else:
        for name, report in reports.items():
            _print(name, report)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument(
        "--root", type=Path, default=ROOT, help="folder of the sets' folders (default: %(default)s)"
    )
    parser.add_argument(
        "--set", choices=(*SETS, ALL), required=True, help=f"{ALL}: in one mixed library"
    )
    parser.add_argument(
        "--questions", type=Path, help="questions of one set, instead of its own file"
    )
    parser.add_argument("--peer", action="store_true", help="measure LangChain's recipes as well")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--cache", type=Path, help="folder that keeps the library for the next run")
    return parser


def _sets(asked: argparse.Namespace) -> list[PublicSet]:
    if asked.set != ALL:
        return [read_set(asked.root / asked.set, asked.questions)]
    if asked.questions:
        raise EvaluationError(f"--questions are those of one set: name it in place of {ALL}.")
    return [read_set(asked.root / name) for name in SETS]


@contextmanager
def _folder(cache: Path | None, name: str) -> Iterator[Path]:
    if cache:
        yield cache / name
        return
    with TemporaryDirectory(prefix="energychat-quality-") as folder:
        yield Path(folder)


def _measure(sets: Sequence[PublicSet], folder: Path, *, with_peers: bool) -> dict[str, Json]:
    """The reports by set, all asked of one library."""
    with ingest_progress(err) as progress:
        library = ingested(sets, folder, progress=progress, warn=err.print)
    try:
        reports = {each.name: _report(each, library) for each in sets}
        if with_peers:
            with TemporaryDirectory(prefix="energychat-peers-") as place:
                peers = build_peers(library, Path(place), _track_embedding)
                for each in sets:
                    reports[each.name]["peers"] = _peers(each, library, peers)
    finally:
        library.close()
    return reports


def _report(each: PublicSet, library: Library) -> Json:
    questions = each.questions.questions
    absent = absent_documents(library, questions)
    if absent:
        err.print(f"{each.name}: gold documents not in the library: {', '.join(absent)}.")
    answers = answer_all(Assistant(library), questions)
    results = list(counted(err, f"Asking {each.name}", answers, len(questions)))
    return make_run(each.questions, results, library).report


def _track_embedding(steps: Sequence[T]) -> Iterator[T]:
    return counted(err, "Embedding for the peers", steps, len(steps))


def _peers(each: PublicSet, library: Library, peers: dict[str, Find]) -> Json:
    documents = len(library.catalogue.documents())
    questions = each.questions.questions
    return {
        name: measure_peer(
            find, counted(err, f"Asking {name} {each.name}", questions, len(questions)), documents
        )
        for name, find in peers.items()
    }


def _print(name: str, report: Json) -> None:
    latency = report["latency_ms"]
    out.print(
        f"{name}: {report['n']} questions, {report['settings']['documents']} documents; "
        f"an answer takes {latency['p50']:.0f} ms (median), {latency['p95']:.0f} ms (95 %)."
    )
    out.print(metric_table(report))
    if "peers" in report:
        out.print(_peer_table(report))


def _peer_table(report: Json) -> Table:
    """The retrieval metrics that are defined, ours beside the peers'."""
    blocks = {"ours": report, **report["peers"]}
    table = Table("Metric", *blocks)
    for metric in RETRIEVAL_METRICS:
        values = [(value_of(b, metric), b["intervals"][metric]) for b in blocks.values()]
        cells = [with_interval(value, own) for value, own in values if value is not None]
        if cells:
            table.add_row(metric, *cells)
    return table


if __name__ == "__main__":
    sys.exit(main())
