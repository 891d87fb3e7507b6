"""The lines of a PDF page joined to paragraphs, headings and table rows, with their boxes."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.blocks import Block
from ingest.pdf_hyphens import joined
from ingest.pdf_lines import CELL_SIGN, Line
from ingest.pdf_words import Sheet, Word
from retrieval.records import Box
from retrieval.sentences import ITEM_SIGNS

HEADING_RATIO = 1.12  # of a heading's letters to the body's
PARAGRAPH_GAP = 0.9  # white space above a new paragraph, in letter sizes
_SENTENCE_END = re.compile(r"[.!?:;。][\"'”’»)\]]*$")
_LIST_ITEM = re.compile(rf"(?:[{ITEM_SIGNS}]|\(?\d{{1,2}}[.)])\s")


@dataclass
class _Text:
    """A block as it grows; ``boxes`` are those of its words."""

    sheet: Sheet
    text: str = ""
    boxes: list[Box] = field(default_factory=list)

    def add(self, line: Line, known: frozenset[str]) -> None:
        """Go on with a line."""
        if self.text:
            self.text = joined(self.text, line.text, known)
            self._keep_within()
        for position, cell in enumerate(line.cells):
            self.text += CELL_SIGN if position else ""
            for number, word in enumerate(cell.words):
                self.text += " " if number else ""
                self._add_word(word)

    def _add_word(self, word: Word) -> None:
        start = len(self.text)
        self.text += word.text
        self.boxes.append(Box(start, len(self.text), *self.sheet.shares(word.place)))

    def _keep_within(self) -> None:
        """A hyphen that was taken away is no longer part of its word's box."""
        last, length = self.boxes[-1], len(self.text)
        if last.end > length:
            self.boxes[-1] = replace(last, end=length)


def heading_sizes(pages: Sequence[Sequence[Line]]) -> list[float]:
    """Letter sizes clearly larger than the body's, largest first, and last the body's own."""
    lengths: Counter[float] = Counter()
    for page in pages:
        for line in page:
            lengths[line.size] += len(line.text)
    body = lengths.most_common(1)[0][0] if lengths else 0.0
    return [*sorted((size for size in lengths if size > HEADING_RATIO * body), reverse=True), body]


def paragraphs(
    lines: Sequence[Line], sizes: list[float], known: frozenset[str], sheet: Sheet
) -> Iterator[Block]:
    """Join the lines of a paragraph or heading; a table row stays alone.

    Args:
        sizes: what :func:`heading_sizes` gives.
        known: the words of the document that no end of a line divides.
        sheet: the page as it is shown, whose shares the boxes are.
    """
    growing, before = _Text(sheet), None
    for line in lines:
        if before is not None and not _goes_on(before, line):
            yield Block(growing.text, _level(before, sizes), tuple(growing.boxes))
            growing = _Text(sheet)
        growing.add(line, known)
        before = line
    if before is not None:
        yield Block(growing.text, _level(before, sizes), tuple(growing.boxes))


def _level(line: Line, sizes: list[float]) -> int:
    """1 to 6 for a heading, which is larger than the body or a bold line of its own; else 0."""
    if line.size in sizes[:-1]:
        return min(sizes.index(line.size) + 1, 6)
    is_bold_heading = line.is_bold and line.size == sizes[-1] and not line.is_row
    return min(len(sizes), 6) if is_bold_heading else 0


def _goes_on(before: Line, line: Line) -> bool:
    if before.is_row or line.is_row or before.is_bold != line.is_bold:
        return False
    if abs(before.size - line.size) > 0.6 or _LIST_ITEM.match(line.text):
        return False
    gap = before.bottom - line.top
    is_new_column = line.top > before.top
    if is_new_column or gap > PARAGRAPH_GAP * line.size:
        # A paragraph may run on in the next column, never across a gap.
        return is_new_column and not _SENTENCE_END.search(before.text)
    return True
