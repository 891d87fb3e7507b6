"""Counts of the documents and of the test set. Run ``python corpus/counts.py``."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).resolve().parent


def main() -> None:
    """Print the documents by format and language, the questions by kind, language and split."""
    documents = read_rows(CORPUS / "manifest.jsonl")
    questions = read_rows(CORPUS / "testset.jsonl")
    groups = {
        f"{len(documents)} documents by format": [Path(row["path"]).suffix for row in documents],
        "by language": [row["language"] for row in documents],
        f"{len(questions)} questions by kind": [row["kind"] for row in questions],
        "by language of the question": [row["language"] for row in questions],
        "by formats of the documents with the answer": list(answer_formats(questions)),
        "by split": [row["split"] for row in questions],
    }
    sys.stdout.write("\n".join(table(title, values) for title, values in groups.items()))


def read_rows(file: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def answer_formats(questions: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Each question's formats, every one once; "none" if the corpus does not answer it."""
    for question in questions:
        yield from {Path(name).suffix for name in question["documents"]} or {"none"}


def table(title: str, values: Iterable[str]) -> str:
    """A title and a line for each value, the most frequent first."""
    lines = [f"{count:5}  {value}" for value, count in Counter(values).most_common()]
    return "\n".join([title, *lines, ""])


if __name__ == "__main__":
    main()
