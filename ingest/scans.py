"""Pages of a PDF file that are pictures: found, and recognised where tesseract is installed."""

import pypdfium2 as pdfium

from ingest import ocr
from ingest.blocks import Block
from ingest.pdf_words import PDFIUM
from retrieval.errors import ParseError

INSTALL = "install tesseract to read them"


def has_marks(page: pdfium.PdfPage) -> bool:
    """Whether anything is drawn on a page: one without text that is empty is no scan."""
    return any(True for _ in page.get_objects(max_depth=1))


def recognised_pages(
    document: pdfium.PdfDocument, scans: list[int]
) -> tuple[dict[int, tuple[Block, ...]], tuple[str, ...]]:
    """The text of scanned pages by index, and a warning that names the pages without text."""
    if not ocr.languages():
        reason = f"no text in {_page_list(scans)}; {INSTALL}"
        return {}, ((reason,) if scans else ())
    found: dict[int, tuple[Block, ...]] = {}
    failures: list[str] = []
    for index in scans:
        with PDFIUM:
            page = document[index]
            image = page.render(scale=ocr.DOTS_PER_INCH / 72, grayscale=True).to_pil()
            page.close()
        try:
            found[index] = ocr.recognise(image)
        except ParseError as error:
            failures.append(f"{_page_list([index])}: {error}".rstrip("."))
    read = [index for index in scans if any(block.text for block in found.get(index, ()))]
    empty = [index for index in scans if index in found and index not in read]
    if read:
        failures.append(f"{_page_list(read)} read by text recognition, which errs now and then")
    if empty:
        failures.append(f"no text in {_page_list(empty)}")
    return {index: found[index] for index in read}, tuple(failures)


def _page_list(indices: list[int]) -> str:
    """ "page 3", "pages 3 to 9" or "pages 3 to 5, 8" for page indices from 0."""
    runs: list[list[int]] = []
    for number in (index + 1 for index in indices):
        if runs and runs[-1][-1] == number - 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    named = ", ".join(" to ".join(map(str, run)) for run in runs)
    return f"page{'s' if len(indices) > 1 else ''} {named}"
