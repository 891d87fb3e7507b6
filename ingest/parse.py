"""From a file to a cleaned document: the parser for its format, then the cleaning."""

from collections.abc import Callable
from pathlib import Path

from ingest import parse_docx, parse_html, parse_markdown, parse_pdf, parse_text
from ingest.blocks import Parsed, assemble, tidy
from ingest.clean import clean
from retrieval.errors import ParseError
from retrieval.records import Page, Source

# Raise it when a parser, the cleaning or the chunking changes: all files are then read anew.
PARSER_VERSION = "1"
LONGEST_TITLE = 200

PARSERS: dict[str, Callable[[Path], Parsed]] = {
    ".md": parse_markdown.parse,
    ".markdown": parse_markdown.parse,
    ".html": parse_html.parse,
    ".htm": parse_html.parse,
    ".txt": parse_text.parse,
    ".pdf": parse_pdf.parse,
    ".docx": parse_docx.parse,
}


def parse_document(
    path: Path, document: str, name: str, metadata: dict[str, str]
) -> tuple[Source, list[Page]]:
    """Read a file.

    Args:
        document: its id.
        name: its path relative to its root.
        metadata: what a manifest says, which goes before what the file says.

    Raises:
        ParseError: the file cannot be read as its format, or holds no text.
        OSError: the file cannot be read at all.
    """
    suffix = path.suffix.lower()
    parsed = _parse(path, suffix)
    pages = [assemble(number, clean(blocks)) for number, blocks in enumerate(parsed.pages, 1)]
    if not any(page.text for page in pages):
        raise ParseError("The file holds no text. Put text into it, or take it out of the folder.")
    known = {key: tidy(value) for key, value in parsed.metadata.items() if value} | metadata
    title = known.get("title") or _first_line(pages) or name
    source = Source(
        document=document,
        path=name,
        format=suffix.removeprefix("."),
        title=title[:LONGEST_TITLE],
        publisher=known.get("publisher", ""),
        published=known.get("published", ""),
        language=known.get("language", ""),
        url=known.get("url", ""),
    )
    return source, pages


def _parse(path: Path, suffix: str) -> Parsed:
    try:
        return PARSERS[suffix](path)
    except (ParseError, OSError):
        raise
    except Exception as error:  # whatever a library makes of a broken file, the rest goes on
        raise ParseError(
            f"The file cannot be read as {suffix} ({type(error).__name__}: {error}). "
            "Open it in its own program and save it anew."
        ) from error


def _first_line(pages: list[Page]) -> str:
    return next(line for page in pages for line in page.text.split("\n") if line)
