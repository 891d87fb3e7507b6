"""Score the HTML parser on article-extraction-benchmark, beside trafilatura and a tag-stripper.

Run from the repository's root: `python -m benchmarks.extraction --root FOLDER`, where FOLDER
has ground-truth.json (``articleBody`` by page) and html/, the pages, named as there, each
gzipped. The measure is the benchmark's own: precision and recall of shingles, that is of runs
of four tokens. Source: evaluate.py of scrapinghub/article-extraction-benchmark, MIT licence.
"""

import argparse
import gzip
import json
import logging
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import trafilatura
from rich.console import Console
from rich.table import Table

from benchmarks.tables import with_interval
from evaluation import EvaluationError
from evaluation.statistics import percentile_interval, resample_counts
from evaluation.summary import Json
from ingest.parse import parse_document
from retrieval.errors import EnergyChatError, ParseError
from ui.progress import counted

SHINGLE_TOKENS = 4
METRICS = ("f1", "precision", "recall", "accuracy")
CANNOT_RUN = 2
_TOKEN = re.compile(r"\w+")
_UNSEEN = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")

err = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)


@dataclass(frozen=True)
class PageScore:
    """How a page was extracted; precision is None without tokens given, recall without gold."""

    precision: float | None
    recall: float | None
    is_exact: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a row for each extractor, and return the exit code."""
    logging.basicConfig(level=logging.CRITICAL, stream=sys.stderr)
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction", description=__doc__)
    parser.add_argument("--root", type=Path, required=True, help="folder of the benchmark")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    asked = parser.parse_args(arguments)
    try:
        report = measure(asked.root)
    except EnergyChatError as error:
        err.print(str(error))
        return CANNOT_RUN
    if asked.json:
        sys.stdout.write(json.dumps(report, indent=2) + "\n")
    else:
        Console(soft_wrap=True).print(_table(report))
    return 0


def measure(root: Path) -> Json:
    """The figures by extractor, with 95 % intervals, and ``n``, the number of pages.

    Raises:
        EvaluationError: a file of the benchmark is missing or is none.
    """
    try:
        gold = json.loads((root / "ground-truth.json").read_text(encoding="utf-8"))
        bodies = {name: str(about["articleBody"]) for name, about in gold.items()}
        pages = [(root / "html" / f"{name}.html.gz", body) for name, body in bodies.items()]
        scores: dict[str, list[PageScore]] = {name: [] for name in EXTRACTORS}
        for path, body in counted(err, "Extracting", pages, len(pages)):
            markup = gzip.decompress(path.read_bytes()).decode("utf-8")
            for name, extract in EXTRACTORS.items():
                scores[name].append(score_page(extract(markup), body))
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EvaluationError(
            f"{root} is not article-extraction-benchmark ({error}). "
            "Name the folder with ground-truth.json and html/."
        ) from error
    return {"n": len(pages)} | {name: sum_up(of_pages) for name, of_pages in scores.items()}


def _ours(markup: str) -> str:
    """The text that the library would hold."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "page.html")
        path.write_text(markup, encoding="utf-8")
        try:
            _, pages = parse_document(path, path.name, path.name, {})
        except ParseError:
            return ""
    return "\n".join(page.text for page in pages)


def _trafilatura(markup: str) -> str:
    return trafilatura.extract(markup, include_comments=False) or ""


def _tag_stripper(markup: str) -> str:
    return unescape(_TAG.sub(" ", _UNSEEN.sub(" ", markup)))


EXTRACTORS: dict[str, Callable[[str], str]] = {
    "ours": _ours,
    "trafilatura": _trafilatura,
    "tag-stripper": _tag_stripper,
}


def score_page(given: str, gold: str) -> PageScore:
    """Precision |G ∩ A| / |G| and recall |G ∩ A| / |A| of the multisets of shingles.

    A text of fewer than SHINGLE_TOKENS tokens is one shingle. It is exact when all tokens
    are the same in the same order. Upper and lower case differ.
    """
    ours, theirs = _TOKEN.findall(given), _TOKEN.findall(gold)
    found, wanted = _shingles(ours), _shingles(theirs)
    shared = (found & wanted).total()
    return PageScore(
        shared / found.total() if found else None,
        shared / wanted.total() if wanted else None,
        ours == theirs,
    )


def _shingles(tokens: list[str]) -> Counter[tuple[str, ...]]:
    starts = range(max(1, len(tokens) - SHINGLE_TOKENS + 1)) if tokens else ()
    return Counter(tuple(tokens[i : i + SHINGLE_TOKENS]) for i in starts)


def sum_up(scores: Sequence[PageScore]) -> Json:
    """METRICS and their intervals: means over the pages for which each is defined.

    F1 = 2PR / (P + R) of the mean precision and the mean recall, not a mean over pages.
    """
    values = np.array([[s.precision, s.recall, s.is_exact] for s in scores], dtype=float)
    counts = np.vstack([np.ones(len(scores)), resample_counts(len(scores))])
    with np.errstate(invalid="ignore", divide="ignore"):
        # The first row counts every page once; the others are the resamples.
        means = (counts @ np.nan_to_num(values)) / (counts @ ~np.isnan(values))
        precision, recall, accuracy = means.T
        f1 = 2 * precision * recall / (precision + recall)
    columns = dict(zip(METRICS, (f1, precision, recall, accuracy), strict=True))
    return {name: float(np.nan_to_num(column[0])) for name, column in columns.items()} | {
        "intervals": {name: percentile_interval(column[1:]) for name, column in columns.items()}
    }


def _table(report: Json) -> Table:
    table = Table(f"{report['n']} pages", *METRICS)
    for extractor in EXTRACTORS:
        block = report[extractor]
        cells = (with_interval(block[metric], block["intervals"][metric]) for metric in METRICS)
        table.add_row(extractor, *cells)
    return table


if __name__ == "__main__":
    sys.exit(main())
