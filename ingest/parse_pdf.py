"""PDF: the text of each page, its lines joined to paragraphs, page furniture removed."""

import re
from collections import Counter
from collections.abc import Iterator

import pypdfium2 as pdfium

from ingest.blocks import Block, Parsed, tidy
from ingest.columns import columns_apart
from ingest.pdf_lines import SOFT_HYPHEN, Line, lines_of
from ingest.scans import INSTALL, has_marks, recognised_pages
from ingest.xmp import xmp_fields
from retrieval.errors import ParseError

HEADING_RATIO = 1.12  # of a heading's letters to the body's
SAME_PLACE = 2.0  # points
PARAGRAPH_GAP = 0.9  # white space above a new paragraph, in letter sizes
_SENTENCE_END = re.compile(r"[.!?:;。][\"'”’»)\]]*$")
_LIST_ITEM = re.compile(r"(?:[•‣▪·–-]|\(?\d{1,2}[.)])\s")
_PAGE_NUMBER = re.compile(
    r"^\W*(?:(?:page|p\.|seite|쪽)?\s*\d+(?:\s*(?:/|of|de|sur|von)\s*\d+)?|[ivxl]{1,7})\W*$",
    re.I,
)
_HYPHEN_END = re.compile(r"(\w)[-\u00ad\u2010]$")


def parse(content: bytes) -> Parsed:
    """Read a PDF file; pages that are pictures are recognised where tesseract is installed.

    Raises:
        ParseError: the file is encrypted or damaged, or no page has text.
    """
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise ParseError(_reason(error)) from error
    try:
        pages = [columns_apart(lines_of(page)) for page in document]
        scans = [n for n, lines in enumerate(pages) if not lines and has_marks(document[n])]
        recognised, warnings = recognised_pages(document, scans)
        metadata = _metadata(document) | xmp_fields(content)
    finally:
        document.close()
    if not any(pages) and not recognised:
        raise ParseError(
            f"No page holds text; it is probably a scan. {INSTALL.capitalize()}, or run text "
            "recognition over it, for example `ocrmypdf in.pdf out.pdf`, and put the result in "
            "its place."
        )
    furniture = _furniture(pages)
    body = [[line for line in page if not _is_furniture(line, furniture)] for page in pages]
    sizes = _heading_sizes(body)
    return Parsed(
        tuple(recognised.get(n) or tuple(_blocks(page, sizes)) for n, page in enumerate(body)),
        metadata,
        warnings,
    )


def _reason(error: pdfium.PdfiumError) -> str:
    if "password" in str(error).lower():
        return "The PDF is encrypted. Save a copy without a password and put it in its place."
    return "The PDF is damaged and cannot be opened. Export or download it again."


def _metadata(document: pdfium.PdfDocument) -> dict[str, str]:
    info = document.get_metadata_dict(skip_empty=True)
    return {
        "title": tidy(info.get("Title", "")),
        "publisher": tidy(info.get("Author", "")),
        "created": info.get("CreationDate", ""),
    }


def _furniture(pages: list[list[Line]]) -> set[str]:
    """Texts, digits masked, that stand in the margins of page after page.

    That is on half of the pages, or in the same place of three that are next to each other or
    next but one, as a chapter's title is.
    """
    places: dict[str, list[tuple[int, Line]]] = {}
    for number, page in enumerate(pages):
        for text, line in {_masked(line): line for line in page if line.in_margin}.items():
            places.setdefault(text, []).append((number, line))
    return {
        text
        for text, found in places.items()
        if (len(found) >= 2 and len(found) >= len(pages) / 2) or _runs_on(found)
    }


def _runs_on(found: list[tuple[int, Line]]) -> bool:
    """Whether three in a row are at most two pages apart and at the same height."""
    return any(
        max(second[0] - first[0], third[0] - second[0]) <= 2
        and max(abs(line.top - first[1].top) for _, line in (second, third)) < SAME_PLACE
        and not first[1].is_row
        for first, second, third in zip(found, found[1:], found[2:], strict=False)
    )


def _is_furniture(line: Line, furniture: set[str]) -> bool:
    return line.in_margin and bool(_masked(line) in furniture or _PAGE_NUMBER.match(line.text))


def _masked(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _heading_sizes(pages: list[list[Line]]) -> list[float]:
    """Letter sizes clearly larger than the body's, largest first, and last the body's own."""
    lengths: Counter[float] = Counter()
    for page in pages:
        for line in page:
            lengths[line.size] += len(line.text)
    body = lengths.most_common(1)[0][0] if lengths else 0.0
    return [*sorted((size for size in lengths if size > HEADING_RATIO * body), reverse=True), body]


def _blocks(lines: list[Line], sizes: list[float]) -> Iterator[Block]:
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


def _joined(text: str, line: str) -> str:
    if text.endswith(SOFT_HYPHEN):
        return text[:-1] + line
    if _HYPHEN_END.search(text) and line[:1].islower():
        # "low-\ncost" keeps its hyphen only where it cannot be told from a divided word.
        return text[:-1] + line
    return f"{text} {line}"
