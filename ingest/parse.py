"""From the bytes of a file to a cleaned document: the parser for its format, then the cleaning."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from ingest import (
    parse_csv,
    parse_docx,
    parse_eml,
    parse_epub,
    parse_html,
    parse_jsonl,
    parse_markdown,
    parse_mhtml,
    parse_odt,
    parse_pdf,
    parse_pptx,
    parse_rtf,
    parse_text,
    parse_xlsx,
)
from ingest.blocks import Parsed, assemble
from ingest.clean import clean
from ingest.language import detect
from ingest.metadata import settled, title_of_name
from ingest.package import check_package
from ingest.sniff import PACKED, true_suffix
from retrieval.errors import ParseError
from retrieval.records import Page, Source
from retrieval.settings import Settings

# Raise it when a parser, the cleaning or the chunking changes: all files are then read anew.
PARSER_VERSION = "3"
LONGEST_TITLE = 200
MEGABYTE = 1_000_000

PARSERS: dict[str, Callable[[bytes], Parsed]] = {
    ".md": parse_markdown.parse,
    ".markdown": parse_markdown.parse,
    ".html": parse_html.parse,
    ".htm": parse_html.parse,
    ".xhtml": parse_html.parse,
    ".txt": parse_text.parse,
    ".text": parse_text.parse,
    ".pdf": parse_pdf.parse,
    ".docx": parse_docx.parse,
    ".pptx": parse_pptx.parse,
    ".xlsx": parse_xlsx.parse,
    ".xlsm": parse_xlsx.parse,
    ".csv": parse_csv.parse,
    ".tsv": parse_csv.parse,
    ".jsonl": parse_jsonl.parse,
    ".mhtml": parse_mhtml.parse,
    ".mht": parse_mhtml.parse,
    ".eml": parse_eml.parse,
    ".epub": parse_epub.parse,
    ".rtf": parse_rtf.parse,
    ".odt": parse_odt.parse,
}
# Tables: their rows may rightly be alike, and their first row is no title.
TABLES = frozenset({".xlsx", ".xlsm", ".csv", ".tsv", ".jsonl"})


@dataclass(frozen=True)
class Document:
    """A file as it was read, and what is to be said of it: "no text in pages 3 to 9"."""

    source: Source
    pages: list[Page]
    warnings: tuple[str, ...] = ()


def parse_document(
    path: Path, document: str, name: str, metadata: dict[str, str]
) -> tuple[Source, list[Page]]:
    """Read a file of any size, see :func:`read_document`.

    Raises:
        ParseError: the file cannot be read as its format, or holds no text.
        OSError: the file cannot be read at all.
    """
    read = read_document(path.read_bytes(), document, name, metadata)
    return read.source, read.pages


def read_document(
    content: bytes,
    document: str,
    name: str,
    metadata: dict[str, str],
    most_bytes: int = Settings.model_fields["max_file_megabytes"].default * MEGABYTE,
) -> Document:
    """Read the bytes of a file.

    Args:
        document: its id.
        name: its path relative to its root, whose suffix tells the format where the bytes do not.
        metadata: what a manifest says, which goes before what the file says.
        most_bytes: what one file may have; a packed one may unpack to four times as much.

    Raises:
        ParseError: the file cannot be read as its format, or holds no text.
    """
    suffix = PurePosixPath(name).suffix.lower()
    true = true_suffix(suffix, content)
    if true in PACKED:
        check_package(content, most_bytes)
    try:
        read = _read(content, document, name, metadata, true)
    except ParseError:
        raise
    except Exception as error:  # whatever a library makes of a broken file, the rest goes on
        raise ParseError(
            f"The file cannot be read as {true} ({type(error).__name__}: {error}). "
            "Open it in its own program and save it anew."
        ) from error
    if _alike(suffix, true):
        return read
    warning = f"it is named {suffix} but is {true}, and is read as that"
    return replace(read, warnings=(warning, *read.warnings))


def _read(
    content: bytes, document: str, name: str, metadata: dict[str, str], suffix: str
) -> Document:
    parsed = PARSERS[suffix](content)
    tidied = (lambda blocks: blocks) if suffix in TABLES else clean
    pages = [assemble(number, tidied(blocks)) for number, blocks in enumerate(parsed.pages, 1)]
    if not any(page.text for page in pages):
        raise ParseError("The file holds no text. Put text into it, or take it out of the folder.")
    fields, warnings = settled(metadata, parsed.metadata, name)
    title = fields.get("title") or (title_of_name(name) if suffix in TABLES else _first_line(pages))
    source = Source(
        document=document,
        path=name,
        format=suffix.removeprefix("."),
        title=title[:LONGEST_TITLE],
        publisher=fields.get("publisher", ""),
        published=fields["published"],
        language=fields["language"] or detect(_beginning(pages)),
        url=fields["url"],
    )
    return Document(source, pages, (*warnings, *parsed.warnings))


def _alike(named: str, true: str) -> bool:
    """Whether two suffixes name one format."""
    return named == true or PARSERS[named] is PARSERS[true]


def _first_line(pages: list[Page]) -> str:
    return next(line for page in pages for line in page.text.split("\n") if line)


def _beginning(pages: list[Page]) -> str:
    """The first pages' text, enough of it to tell the language."""
    return "\n".join(page.text[:2000] for page in pages[:5])
