"""The answers to a table of questions, each written behind its question as soon as it is there."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from retrieval.records import Answer
from ui.question_table import QuestionTable, answer_cells


def table_file(path: Path) -> TextIO:
    """A new file for a table.

    Raises:
        OSError: it cannot be written.
    """
    # With a byte order mark, without which Excel takes UTF-8 for another encoding.
    return path.open("w", encoding="utf-8-sig", newline="")


def write_answers(table: QuestionTable, answers: Iterable[Answer], file: TextIO) -> Iterator[int]:
    """Write header and rows, each at once, so that an interruption loses none.

    Args:
        answers: in the order of the table's rows; they may end early.

    Yields:
        The number of rows written, after each of them.
    """
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(table.header)
    for done, (row, answer) in enumerate(zip(table.rows, answers, strict=False), 1):
        writer.writerow([*row.cells, *answer_cells(answer)])
        file.flush()
        yield done
