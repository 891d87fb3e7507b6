"""PDF: the text of each page, its lines joined to paragraphs, page furniture removed."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median, median_low

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.blocks import Block, Parsed, tidy
from retrieval.errors import ParseError

MARGIN = 0.15  # share of the page height in which running headers and footers stand
HEADING_RATIO = 1.12  # of a heading's letters to the body's
BOLD = 600  # font weight from which letters are bold
PARAGRAPH_GAP = 0.9  # white space above a new paragraph, in letter sizes
# White space between the cells of a table row: in letter sizes, and against the usual space
# between the words of the line, which is wide, too, where a narrow column is justified.
CELL_GAP = 1.2
CELL_GAP_TO_WORD_GAP = 3.0
WORD_GAP = 0.15  # in letter sizes
_SENTENCE_END = re.compile(r"[.!?:;。][\"'”’»)\]]*$")
_LIST_ITEM = re.compile(r"(?:[•‣▪·–-]|\(?\d{1,2}[.)])\s")
_PAGE_NUMBER = re.compile(
    r"^\W*(?:page|p\.|seite|쪽)?\s*\d+(?:\s*(?:/|of|de|sur|von)\s*\d+)?\W*$", re.I
)
_HYPHEN_END = re.compile(r"(\w)[-\u00ad\u2010]$")


@dataclass(frozen=True)
class _Line:
    text: str
    size: float  # of the letters, in points
    is_bold: bool
    top: float  # in points from the bottom of the page
    bottom: float
    in_margin: bool
    is_row: bool  # of a table


def parse(path: Path) -> Parsed:
    """Read a PDF file.

    Raises:
        ParseError: the file is encrypted or damaged, or no page has text.
    """
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise ParseError(_reason(error)) from error
    try:
        pages = [_lines(page) for page in document]
        metadata = _metadata(document)
    finally:
        document.close()
    if not any(pages):
        raise ParseError(
            "No page holds text; it is probably a scan. Run text recognition over it, for "
            "example `ocrmypdf in.pdf out.pdf`, and put the result in its place."
        )
    furniture = _furniture(pages)
    body = [[line for line in page if not _is_furniture(line, furniture)] for page in pages]
    sizes = _heading_sizes(body)
    return Parsed(tuple(tuple(_blocks(page, sizes)) for page in body), metadata)


def _reason(error: pdfium.PdfiumError) -> str:
    if "password" in str(error).lower():
        return "The PDF is encrypted. Save a copy without a password and put it in its place."
    return "The PDF is damaged and cannot be opened. Export or download it again."


def _metadata(document: pdfium.PdfDocument) -> dict[str, str]:
    info = document.get_metadata_dict(skip_empty=True)
    date = re.match(r"D:(\d{4})(\d{2})(\d{2})", info.get("CreationDate", ""))
    return {
        "title": tidy(info.get("Title", "")),
        "publisher": tidy(info.get("Author", "")),
        "published": "-".join(date.groups()) if date else "",
    }


def _lines(page: pdfium.PdfPage) -> list[_Line]:
    textpage = page.get_textpage()
    height = page.get_height()
    count = textpage.count_chars()
    # One element per character as pdfium counts them, so that boxes can be looked up.
    characters = [chr(pdfium_c.FPDFText_GetUnicode(textpage, i)) for i in range(count)]
    lines: list[_Line] = []
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
) -> _Line | None:
    visible = [i for i in indices if not characters[i].isspace()]
    if not visible:
        return None
    boxes = {i: textpage.get_charbox(i, loose=True) for i in visible}  # left, bottom, right, top
    size = median(pdfium_c.FPDFText_GetFontSize(textpage, i) for i in visible)
    is_bold = median(pdfium_c.FPDFText_GetFontWeight(textpage, i) for i in visible) >= BOLD
    size = max(size, median(top - bottom for _, bottom, _, top in boxes.values()) * 0.7)
    cells = _cell_starts(boxes, size)
    parts = [("; " if i in cells else "") + characters[i] for i in indices]
    top = max(box[3] for box in boxes.values())
    bottom = min(box[1] for box in boxes.values())
    in_margin = bottom > height * (1 - MARGIN) or top < height * MARGIN
    text = tidy("".join(parts))
    if cells:
        text = re.sub(r"\s*;\s+", "; ", text)
    # pdfium marks a hyphen at a line's end with U+FFFE or U+0002, which tidy drops.
    hyphen = "\u00ad" if characters[visible[-1]] in "\ufffe\x02" else ""
    if not text:
        return None
    return _Line(text + hyphen, round(size, 1), is_bold, top, bottom, in_margin, bool(cells))


def _cell_starts(boxes: dict[int, tuple[float, float, float, float]], size: float) -> set[int]:
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


def _furniture(pages: list[list[_Line]]) -> set[str]:
    """Texts, digits masked, that stand in the margins of at least half of the pages."""
    counts = Counter(
        text for page in pages for text in {_masked(line) for line in page if line.in_margin}
    )
    return {text for text, n in counts.items() if n >= 2 and n >= len(pages) / 2}


def _is_furniture(line: _Line, furniture: set[str]) -> bool:
    return line.in_margin and bool(_masked(line) in furniture or _PAGE_NUMBER.match(line.text))


def _masked(line: _Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _heading_sizes(pages: list[list[_Line]]) -> list[float]:
    """Letter sizes clearly larger than the body's, largest first, and last the body's own."""
    lengths: Counter[float] = Counter()
    for page in pages:
        for line in page:
            lengths[line.size] += len(line.text)
    body = lengths.most_common(1)[0][0] if lengths else 0.0
    return [*sorted((size for size in lengths if size > HEADING_RATIO * body), reverse=True), body]


def _blocks(lines: list[_Line], sizes: list[float]) -> Iterator[Block]:
    """Join the lines of a paragraph or heading; a table row stays alone."""
    text, before = "", None
    for line in lines:
        if before is not None and _goes_on(before, line):
            text = _joined(text, line.text)
        else:
            if before is not None:
                yield Block(tidy(text), _level(before, sizes))
            text = line.text
        before = line
    if before is not None:
        yield Block(tidy(text), _level(before, sizes))


def _level(line: _Line, sizes: list[float]) -> int:
    """1 to 6 for a heading, which is larger than the body or a bold line of its own; else 0."""
    if line.size in sizes[:-1]:
        return min(sizes.index(line.size) + 1, 6)
    is_bold_heading = line.is_bold and line.size == sizes[-1] and not line.is_row
    return min(len(sizes), 6) if is_bold_heading else 0


def _goes_on(before: _Line, line: _Line) -> bool:
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


def _joined(text: str, line: str) -> str:
    if text.endswith("\u00ad"):
        return text[:-1] + line
    if _HYPHEN_END.search(text) and line[:1].islower():
        # "low-\ncost" keeps its hyphen only where it cannot be told from a divided word.
        return text[:-1] + line
    return f"{text} {line}"
