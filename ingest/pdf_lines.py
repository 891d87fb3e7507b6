"""The lines of a PDF page as pdfium gives its characters, with place, letters and table cells."""

from dataclasses import dataclass
from itertools import pairwise
from statistics import median, median_low

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.pdf_words import Place, Sheet, Word, around, words_of

MARGIN = 0.15  # share of the page height in which running headers and footers stand
BOLD = 600  # font weight from which letters are bold
# White space between the cells of a table row: in letter sizes, and against the usual space
# between the words of the line, which is wide, too, where a narrow column is justified.
CELL_GAP = 1.2
CELL_GAP_TO_WORD_GAP = 3.0
WORD_GAP = 0.15  # in letter sizes
CELL_SIGN = "; "
# What pdfium gives for a hyphen and the end of its line, where a word is divided.
LINE_END_HYPHENS = "\ufffe\x02"


@dataclass(frozen=True)
class Cell:
    """A part of a line that wide space sets apart."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words."""
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        """Where it begins, in points from the left."""
        return min(word.place.left for word in self.words)

    @property
    def right(self) -> float:
        """Where it ends, in points from the left."""
        return max(word.place.right for word in self.words)


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
        return CELL_SIGN.join(cell.text for cell in self.cells)

    @property
    def is_row(self) -> bool:
        """Whether it is the row of a table."""
        return len(self.cells) > 1


def lines_of(page: pdfium.PdfPage) -> list[Line]:
    """The lines of a page in the order of its content."""
    textpage = page.get_textpage()
    sheet = Sheet.of(page)
    count = textpage.count_chars()
    # One element per character as pdfium counts them, so that boxes can be looked up.
    signs = [chr(pdfium_c.FPDFText_GetUnicode(textpage, i)) for i in range(count)]
    characters = ["-" if sign in LINE_END_HYPHENS else sign for sign in signs]
    ends = [i + 1 for i, sign in enumerate(signs) if sign in "\r\n" + LINE_END_HYPHENS]
    lines = [
        line
        for start, end in pairwise([0, *ends, count])
        if (line := _line(textpage, characters, range(start, end), sheet))
    ]
    textpage.close()
    return lines


def _line(
    textpage: pdfium.PdfTextPage, characters: list[str], indices: range, sheet: Sheet
) -> Line | None:
    visible = [i for i in indices if not characters[i].isspace()]
    if not visible:
        return None
    places = {i: sheet.shown(textpage.get_charbox(i, loose=True)) for i in visible}
    size = median(pdfium_c.FPDFText_GetFontSize(textpage, i) for i in visible)
    is_bold = median(pdfium_c.FPDFText_GetFontWeight(textpage, i) for i in visible) >= BOLD
    size = max(size, median(place.top - place.bottom for place in places.values()) * 0.7)
    starts = [indices.start, *sorted(_cell_starts(places, size)), indices.stop]
    cells = [
        Cell(tuple(words))
        for start, end in pairwise(starts)
        if (words := words_of(characters, range(start, end), places))
    ]
    if not cells:
        return None
    whole = around(places.values())
    in_margin = whole.bottom > sheet.height * (1 - MARGIN) or whole.top < sheet.height * MARGIN
    return Line(tuple(cells), round(size, 1), is_bold, whole.top, whole.bottom, in_margin)


def _cell_starts(places: dict[int, Place], size: float) -> set[int]:
    """Characters with which a new cell of a table row begins."""
    gaps = {b: places[b].left - places[a].right for a, b in pairwise(places)}
    word_gaps = [gap for gap in gaps.values() if gap > WORD_GAP * size]
    if not word_gaps:
        return set()
    usual = median_low(word_gaps)
    return {
        i
        for i, gap in gaps.items()
        if gap > CELL_GAP * size and (gap > CELL_GAP_TO_WORD_GAP * usual or usual > CELL_GAP * size)
    }
