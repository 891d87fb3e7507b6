"""Two columns of text that a PDF file draws line by line across the page, read one by one."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from ingest.pdf_lines import Line

FEWEST_LINES = 5  # that show two columns
FEWEST_LETTERS = 25  # of the usual line of a column; the cells of a table are shorter
FILLED = 0.8  # of the widest line's width that the usual line of a column has at least
SAME_SIZE = 0.6  # points between the letters of lines that belong together


def columns_apart(lines: Sequence[Line]) -> list[Line]:
    """The lines in reading order: where two columns stand side by side, the left one first."""
    ordered: list[Line] = []
    start = 0
    while start < len(lines):
        run, gutter = _run(lines[start:])
        if _are_columns(run):
            ordered += _side(run, gutter, is_left=True) + _side(run, gutter, is_left=False)
            start += len(run)
        else:
            ordered.append(lines[start])
            start += 1
    return ordered


def _run(lines: Sequence[Line]) -> tuple[Sequence[Line], float]:
    """The first lines that one gutter parts, and its middle in points; none if there is none."""
    if len(lines[0].cells) != 2:
        return (), 0.0
    left_end, right_start = lines[0].cells[0].right, lines[0].cells[1].left
    count = 0
    for line in lines:
        middle = (left_end + right_start) / 2
        left = max([left_end, *(cell.right for cell in line.cells if cell.left < middle)])
        right = min([right_start, *(cell.left for cell in line.cells if cell.left >= middle)])
        is_alike = abs(line.size - lines[0].size) <= SAME_SIZE and len(line.cells) <= 2
        if not is_alike or left >= right:
            break
        left_end, right_start = left, right
        count += 1
    return lines[:count], (left_end + right_start) / 2


def _are_columns(run: Sequence[Line]) -> bool:
    """Whether both sides are full lines of text, as those of a table seldom are."""
    pairs = [line.cells for line in run if len(line.cells) == 2]
    if len(pairs) < FEWEST_LINES:
        return False
    for side in zip(*pairs, strict=True):
        widths = [cell.right - cell.left for cell in side]
        letters = median(len(cell.text) for cell in side)
        if letters < FEWEST_LETTERS or median(widths) < FILLED * max(widths):
            return False
    return True


def _side(run: Sequence[Line], gutter: float, *, is_left: bool) -> list[Line]:
    return [
        replace(line, cells=(cell,))
        for line in run
        for cell in line.cells
        if (cell.left < gutter) is is_left
    ]
