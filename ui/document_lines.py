"""The text of a page as HTML: headings, paragraphs, and the rows of a table as one. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from retrieval.records import Page
from ui.render import marked

# A row as ingest/blocks.py writes it: "Region: Asia; Added: 421 GW".
_CELL = re.compile(r"(?P<label>[^;:]+): (?P<said>.+?)(?:; (?=[^;:]+: )|$)")
FEWEST_COLUMNS = FEWEST_ROWS = 2  # else it is a sentence with a colon


@dataclass(frozen=True)
class _Line:
    """A line of a page: where it begins, and its cells with their offsets into the page."""

    start: int
    text: str
    level: int = 0
    cells: tuple[tuple[str, int, str], ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(label for label, _, _ in self.cells)


class PageText:
    """Writes a page with the words from ``start`` to ``end`` marked.

    A first line that repeats the ``title`` above it is left out, unless it is what is marked.
    """

    def __init__(self, page: Page, start: int, end: int, title: str = "") -> None:
        lines = list(_lines(page))
        is_said = bool(lines) and lines[0].text == title and not start < min(end, len(title))
        self._lines = lines[1:] if is_said else lines
        self._below = 0 if is_said else 1  # levels of headings: no level may be skipped
        self._start, self._end = start, end
        self._anchor = ' id="cited"'  # stands once in a page

    def html(self) -> str:
        """Its lines, each escaped."""
        parts = []
        for labels, group in groupby(self._lines, key=lambda line: line.labels):
            lines = list(group)
            if labels and len(lines) >= FEWEST_ROWS:
                parts.append(self._table(labels, lines))
            else:
                parts += [self._paragraph(line) for line in lines]
        return "".join(parts)

    def _paragraph(self, line: _Line) -> str:
        tag = f"h{min(max(line.level + self._below, 2), 6)}" if line.level else "p"
        return f"<{tag}>{self._marked(line.text, line.start)}</{tag}>"

    def _table(self, labels: Sequence[str], lines: Sequence[_Line]) -> str:
        head = "".join(f'<th scope="col">{escape(label)}</th>' for label in labels)
        rows = "".join(f"<tr>{self._row(line)}</tr>" for line in lines)
        # What is wider than the page is scrolled, with the keyboard too.
        return (
            f'<div class="wide" tabindex="0"><table><thead><tr>{head}</tr></thead>'
            f"<tbody>{rows}</tbody></table></div>"
        )

    def _row(self, line: _Line) -> str:
        return "".join(f"<td>{self._marked(text, at)}</td>" for _, at, text in line.cells)

    def _marked(self, text: str, at: int) -> str:
        html = marked(text, self._start - at, self._end - at, self._anchor)
        if "<mark" in html:
            self._anchor = ""
        return html


def _lines(page: Page) -> Iterator[_Line]:
    levels = {heading.start: heading.level for heading in page.headings}
    at = 0
    for text in page.text.split("\n"):
        if text:
            level = levels.get(at, 0)
            yield _Line(at, text, level, () if level else tuple(_cells(text, at)))
        at += len(text) + 1


def _cells(text: str, at: int) -> Iterator[tuple[str, int, str]]:
    found = list(_CELL.finditer(text))
    whole = bool(found) and found[0].start() == 0 and found[-1].end() == len(text)
    if not whole or len(found) < FEWEST_COLUMNS:
        return
    for cell in found:
        yield cell["label"].strip(), at + cell.start("said"), cell["said"]
