"""Text recognition with tesseract, where it is installed."""

import csv
import subprocess
from functools import cache
from io import BytesIO, StringIO
from itertools import groupby

from PIL import Image

from ingest.blocks import Block, tidy
from retrieval.errors import ParseError
from retrieval.records import Box

LANGUAGES = ("eng", "fra", "deu", "kor")  # that are asked for, as far as they are installed
DOTS_PER_INCH = 300  # what tesseract's own documentation advises
SECONDS_PER_PAGE = 120


@cache
def languages() -> str:
    """The installed languages in tesseract's form, such as "eng+kor"; empty without tesseract."""
    try:
        listed = _tesseract(["--list-langs"], b"").decode(errors="replace").split()
    except (OSError, ParseError):
        return ""
    return "+".join(language for language in LANGUAGES if language in listed)


def recognise(image: Image.Image) -> tuple[Block, ...]:
    """The paragraphs on the image of a page.

    Raises:
        ParseError: tesseract fails, or takes over two minutes.
    """
    stream = BytesIO()
    image.save(stream, "PNG")
    options = ["stdin", "stdout", "-l", languages(), "--dpi", str(DOTS_PER_INCH), "tsv"]
    found = _tesseract(options, stream.getvalue()).decode(errors="replace")
    rows = csv.DictReader(StringIO(found), delimiter="\t", quoting=csv.QUOTE_NONE)
    by_paragraph = groupby(
        (row for row in rows if tidy(row["text"] or "")),
        lambda row: (row["block_num"], row["par_num"]),
    )
    return tuple(_paragraph(list(words), image.size) for _, words in by_paragraph)


def _paragraph(words: list[dict[str, str]], size: tuple[int, int]) -> Block:
    """A block of words as tesseract's table has them, their places in pixels."""
    text, boxes = "", []
    for word in words:
        text += " " if text else ""
        start = len(text)
        text += tidy(word["text"])
        left, top, wide, high = (int(word[side]) for side in ("left", "top", "width", "height"))
        sides = left / size[0], top / size[1], (left + wide) / size[0], (top + high) / size[1]
        boxes.append(Box(start, len(text), *sides))
    return Block(text, boxes=tuple(boxes))


def _tesseract(options: list[str], given: bytes) -> bytes:
    try:
        done = subprocess.run(
            ["tesseract", *options],
            input=given,
            capture_output=True,
            timeout=SECONDS_PER_PAGE,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise ParseError(f"tesseract took over {SECONDS_PER_PAGE} s for a page.") from error
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode(errors="replace").strip()
        raise ParseError(f"tesseract cannot read a page: {reason[-200:]}") from error
    return done.stdout
