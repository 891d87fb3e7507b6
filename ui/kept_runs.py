"""The runs of evaluations that are kept in the library's folder, each in a folder of its own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from evaluation import EvaluationError, Run, read_run, write_run
from retrieval.index import Library

RUNS = "evaluations"  # folder in the library's
REPORT, DATA = "report.html", "run.json"
CHOOSE = "Choose an earlier run first."


def earlier_runs(library: Library) -> list[str]:
    """The names of the runs, the latest first."""
    found = (library.folder / RUNS).glob(f"*/{DATA}")
    return sorted((path.parent.name for path in found), reverse=True)


def keep_run(library: Library, run: Run, page: str) -> str:
    """Write run and report into a folder named by the time and the test set; its name."""
    settings = run.report["settings"]
    when = settings["measured"][:19].replace(":", "-").replace("T", " ")
    name = f"{when} {settings['test_set']}"
    folder = library.folder / RUNS / name
    folder.mkdir(parents=True, exist_ok=True)
    write_run(folder / DATA, run)
    (folder / REPORT).write_text(page, encoding="utf-8")
    return name


def kept_run(library: Library, name: str) -> Run:
    """An earlier run.

    Raises:
        EvaluationError: there is none of that name, or it is of another version.
    """
    # Only names that are there: the value comes from the page.
    if name not in earlier_runs(library):
        raise EvaluationError(CHOOSE)
    return read_run(library.folder / RUNS / name / DATA)


@contextmanager
def downloads(library: Library, name: str) -> Iterator[list[str]]:
    """Copies of the report and the data of a run, to be offered to a browser."""
    kept = library.folder / RUNS / name
    # Gradio takes no file of a hidden folder, which the library's may be, and keeps what it offers.
    with TemporaryDirectory(prefix="energychat-") as folder:
        yield [shutil.copy(kept / file, folder) for file in (REPORT, DATA)]
