"""The lines of a PDF page as pdfium gives its characters, with place, letters and table cells."""

from dataclasses import dataclass
from itertools import pairwise
from statistics import median, median_low

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.blocks import tidy

MARGIN = 0.15  # share of the page height in which running headers and footers stand
BOLD = 600  # font weight from which letters are bold
# White space between the cells of a table row: in letter sizes, and against the usual space
# between the words of the line, which is wide, too, where a narrow column is justified.
CELL_GAP = 1.2
CELL_GAP_TO_WORD_GAP = 3.0
WORD_GAP = 0.15  # in letter sizes
SOFT_HYPHEN = "\u00ad"
Box = tuple[float, float, float, float]  # left, bottom, right, top, in points


@dataclass(frozen=True)
class Cell:
    """A part of a line that wide space sets apart; from left to right in points.

    A soft hyphen at the end stands for a word that is divided there.
    """

    text: str
    left: float
    right: float


@dataclass(frozen=True)
class Line:
    """A line of a page; ``size`` of the letters in points, places in points from the bottom."""

    cells: tuple[Cell, ...]
    size: float
    is_bold: bool
    top: float
    bottom: float
    in_margin: bool

    @property
    def text(self) -> str:
        """The words, those of the cells of a table row set apart."""
        *others, last = self.cells
        return "; ".join([*(cell.text.rstrip(SOFT_HYPHEN) for cell in others), last.text])

    @property
    def is_row(self) -> bool:
        """Whether it is the row of a table."""
        return len(self.cells) > 1


def lines_of(page: pdfium.PdfPage) -> list[Line]:
    """The lines of a page in the order of its content."""
    textpage = page.get_textpage()
    height = page.get_height()
    count = textpage.count_chars()
    # One element per character as pdfium counts them, so that boxes can be looked up.
    characters = [chr(pdfium_c.FPDFText_GetUnicode(textpage, i)) for i in range(count)]
    lines: list[Line] = []
    start = 0
    for i in range(count + 1):
        if i == count or characters[i] in "\r\n":
            if line := _line(textpage, characters, range(start, i), height):
                lines.append(line)
            start = i + 1
    textpage.close()
    return lines


def _line(
    textpage: pdfium.PdfTextPage, characters: list[str], indices: range, height: float
) -> Line | None:
    visible = [i for i in indices if not characters[i].isspace()]
    if not visible:
        return None
    boxes = {i: textpage.get_charbox(i, loose=True) for i in visible}
    size = median(pdfium_c.FPDFText_GetFontSize(textpage, i) for i in visible)
    is_bold = median(pdfium_c.FPDFText_GetFontWeight(textpage, i) for i in visible) >= BOLD
    size = max(size, median(top - bottom for _, bottom, _, top in boxes.values()) * 0.7)
    starts = [indices.start, *sorted(_cell_starts(boxes, size)), indices.stop]
    cells = [
        cell for start, end in pairwise(starts) if (cell := _cell(characters, start, end, boxes))
    ]
    if not cells:
        return None
    top = max(box[3] for box in boxes.values())
    bottom = min(box[1] for box in boxes.values())
    in_margin = bottom > height * (1 - MARGIN) or top < height * MARGIN
    return Line(tuple(cells), round(size, 1), is_bold, top, bottom, in_margin)


def _cell(characters: list[str], start: int, end: int, boxes: dict[int, Box]) -> Cell | None:
    visible = [i for i in range(start, end) if i in boxes]
    text = tidy("".join(characters[start:end]))
    if not text:
        return None
    # pdfium marks a hyphen at a line's end with U+FFFE or U+0002, which tidy drops.
    hyphen = SOFT_HYPHEN if characters[visible[-1]] in "\ufffe\x02" else ""
    left, right = min(boxes[i][0] for i in visible), max(boxes[i][2] for i in visible)
    return Cell(text + hyphen, left, right)


def _cell_starts(boxes: dict[int, Box], size: float) -> set[int]:
    """Characters with which a new cell of a table row begins."""
    visible = list(boxes)
    gaps = {b: boxes[b][0] - boxes[a][2] for a, b in pairwise(visible)}
    word_gaps = [gap for gap in gaps.values() if gap > WORD_GAP * size]
    if not word_gaps:
        return set()
    usual = median_low(word_gaps)
    return {
        i
        for i, gap in gaps.items()
        if gap > CELL_GAP * size and (gap > CELL_GAP_TO_WORD_GAP * usual or usual > CELL_GAP * size)
    }
