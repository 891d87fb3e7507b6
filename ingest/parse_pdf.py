"""PDF: the text of each page, its lines joined to paragraphs, page furniture removed."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium

from ingest.blocks import Parsed, tidy
from ingest.columns import columns_apart
from ingest.pdf_furniture import without_furniture
from ingest.pdf_hyphens import words_within
from ingest.pdf_lines import Line, lines_of
from ingest.pdf_paragraphs import heading_sizes, paragraphs
from ingest.pdf_words import PDFIUM, Sheet
from ingest.scans import INSTALL, has_marks, recognised_pages
from ingest.xmp import xmp_fields
from retrieval.errors import ParseError


def parse(content: bytes) -> Parsed:
    """Read a PDF file; pages that are pictures are recognised where tesseract is installed.

    Raises:
        ParseError: the file is encrypted or damaged, or no page has text.
    """
    with PDFIUM:
        document = opened(content)
    try:
        read = list(_pages(document))
        pages = [lines for _, lines, _ in read]
        scans = [n for n, (_, _, is_scan) in enumerate(read) if is_scan]
        recognised, warnings = recognised_pages(document, scans)
        metadata = _metadata(document) | xmp_fields(content)
    finally:
        with PDFIUM:
            document.close()
    if not any(pages) and not recognised:
        raise ParseError(
            f"No page holds text; it is probably a scan. {INSTALL.capitalize()}, or run text "
            "recognition over it, for example `ocrmypdf in.pdf out.pdf`, and put the result in "
            "its place."
        )
    body = without_furniture(pages)
    sizes, known = heading_sizes(body), words_within(body)
    return Parsed(
        tuple(
            recognised.get(n) or tuple(paragraphs(lines, sizes, known, read[n][0]))
            for n, lines in enumerate(body)
        ),
        metadata,
        warnings,
    )


def opened(content: bytes | Path) -> pdfium.PdfDocument:
    """The document, which the caller closes; both while holding PDFIUM.

    Args:
        content: or the file.

    Raises:
        ParseError: the file is encrypted or damaged.
    """
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise ParseError(_reason(error)) from error


def _pages(document: pdfium.PdfDocument) -> Iterator[tuple[Sheet, list[Line], bool]]:
    """The sheet of each page, its lines in reading order, and whether it is a picture of text."""
    for number in range(len(document)):
        # Freed after each page, so that a page can be drawn for a reader meanwhile.
        with PDFIUM:
            page = document[number]
            sheet, lines = Sheet.of(page), columns_apart(lines_of(page))
            is_scan = not lines and has_marks(page)
            page.close()
        yield sheet, lines, is_scan


def _reason(error: pdfium.PdfiumError) -> str:
    if "password" in str(error).lower():
        return "The PDF is encrypted. Save a copy without a password and put it in its place."
    return "The PDF is damaged and cannot be opened. Export or download it again."


def _metadata(document: pdfium.PdfDocument) -> dict[str, str]:
    with PDFIUM:
        info = document.get_metadata_dict(skip_empty=True)
    return {
        "title": tidy(info.get("Title", "")),
        "publisher": tidy(info.get("Author", "")),
        "created": info.get("CreationDate", ""),
    }
