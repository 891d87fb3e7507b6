"""The image of a PDF's page, with words marked as with a highlighter."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageChops

from ingest.parse_pdf import opened
from ingest.pdf_lines import lines_of
from ingest.pdf_words import PDFIUM, Sheet
from retrieval.errors import ParseError
from retrieval.records import Box

LONGEST_SIDE = 1400  # pixels
HIGHLIGHT = (255, 226, 110)  # red, green and blue; black letters stay black under it
SAME_LINE = 0.5  # of a box's height that the next one shares with it
WORD_SPACE = 2.0  # heights of a box to the next word of the same run, at most
CHANGED = "The file is not as it was when it was read. `energychat ingest` reads it again."


@dataclass(frozen=True)
class MarkedWord:
    """A word that is marked on a page's image, or the part of it that its box holds."""

    text: str
    box: Box


def page_png(content: bytes | Path, number: int, words: Sequence[MarkedWord]) -> bytes:
    """A page of a PDF as a PNG image of at most LONGEST_SIDE pixels.

    Args:
        content: or the file.
        number: of the page, from 1.
        words: those that are marked, in reading order.

    Raises:
        ParseError: the file is damaged, or is not the one from which the words were read.
        OSError: it cannot be read.
    """
    with PDFIUM:
        document = opened(content)
        try:
            if not 0 < number <= len(document):
                raise ParseError(CHANGED)
            image = _image(document[number - 1], words)
        except pdfium.PdfiumError as error:
            raise ParseError(f"Page {number} cannot be drawn ({error}).") from error
        finally:
            document.close()
    for box in line_runs([word.box for word in words]):
        _highlight(image, box)
    stream = BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def line_runs(boxes: Sequence[Box]) -> list[Box]:
    """One box for all words that follow each other in a line."""
    runs: list[Box] = []
    for box in boxes:
        if runs and _goes_on(runs[-1], box):
            last = runs[-1]
            runs[-1] = replace(
                last,
                end=box.end,
                top=min(last.top, box.top),
                right=max(last.right, box.right),
                bottom=max(last.bottom, box.bottom),
            )
        else:
            runs.append(box)
    return runs


def _goes_on(run: Box, box: Box) -> bool:
    height = min(run.bottom - run.top, box.bottom - box.top)
    shared = min(run.bottom, box.bottom) - max(run.top, box.top)
    return (
        shared > SAME_LINE * height
        and box.right - run.right >= 0
        and (box.left - run.right <= WORD_SPACE * height)
    )


def _image(page: pdfium.PdfPage, words: Sequence[MarkedWord]) -> Image.Image:
    if not _has(page, words):
        raise ParseError(CHANGED)
    scale = LONGEST_SIDE / max(page.get_size())
    return page.render(scale=scale).to_pil().convert("RGB")  # type: ignore[no-any-return]


def _has(page: pdfium.PdfPage, words: Sequence[MarkedWord]) -> bool:
    """Whether at least half of the words stand where their boxes are; so it is for a scan."""
    if not words:
        return True
    sheet = Sheet.of(page)
    found = [
        (word.text, sheet.shares(word.place))
        for line in lines_of(page)
        for cell in line.cells
        for word in cell.words
    ]
    right = sum(any(_is_at(word, text, sides) for text, sides in found) for word in words)
    return not found or 2 * right >= len(words)


def _is_at(word: MarkedWord, text: str, sides: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = sides
    middle, height = (left + right) / 2, (top + bottom) / 2
    box = word.box
    is_there = box.left <= middle <= box.right and box.top <= height <= box.bottom
    return is_there and text.startswith(word.text)


def _highlight(image: Image.Image, box: Box) -> None:
    wide, high = image.size
    place = round(box.left * wide), round(box.top * high)
    corner = round(box.right * wide) + 1, round(box.bottom * high) + 1
    below = image.crop((*place, *corner))
    image.paste(ImageChops.multiply(below, Image.new("RGB", below.size, HIGHLIGHT)), place)
