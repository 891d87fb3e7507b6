"""Text recognition with tesseract, where it is installed."""

import subprocess
from functools import cache
from io import BytesIO

from PIL import Image

from ingest.blocks import Block
from ingest.parse_text import paragraphs
from retrieval.errors import ParseError

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
    options = ["stdin", "stdout", "-l", languages(), "--dpi", str(DOTS_PER_INCH)]
    return paragraphs(_tesseract(options, stream.getvalue()).decode(errors="replace"))


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
