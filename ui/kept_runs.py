"""The runs of evaluations that are kept in the library's folder, each in a folder of its own."""

import shutil
import tempfile
from pathlib import Path

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


def downloads(library: Library, name: str) -> list[str]:
    """Copies of the report and the data of a run, which a browser may fetch."""
    folder = library.folder / RUNS / name
    found = (folder / file for file in (REPORT, DATA))
    return [_copy(path) for path in found]


def _copy(path: Path) -> str:
    # Gradio serves no file of a hidden folder, which the library's may be.
    return str(shutil.copy(path, tempfile.mkdtemp(prefix="energychat-")))
