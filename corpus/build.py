"""Builds the corpus: every document that is not Markdown itself, and the manifest.

``sources/NAME.md`` (YAML front matter and CommonMark with tables) becomes
``documents/NAME.html``, ``.txt``, ``.pdf`` or ``.docx``; ``documents/*.md`` are their
own sources. The same sources give the same bytes, and a file that would not change is
not written. Run ``python corpus/build.py``; `README.md` beside it says what it needs.
"""

import io
import json
import re
import textwrap
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import docx
import weasyprint  # type: ignore[import-untyped]
import yaml
from docx.document import Document
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup

CORPUS = Path(__file__).resolve().parent
TEMPLATES = CORPUS / "templates"
MANIFEST_KEYS = (
    "title",
    "publisher",
    "published",
    "language",
    "url",
    "licence",
    "sheet",
)
BLOCKS = ("heading", "paragraph", "bullet_list", "ordered_list", "table")
TEXT_COLUMNS = 80

# Words, outside tags, inside which a line could break: at "-", "/" or Hangul.
BREAKABLE = re.compile(r"[^\s<>]*[-/\uac00-\ud7a3][^\s<>]*(?![^<]*>)")

MARKDOWN = MarkdownIt().enable("table")
PAGES = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
WORDS = yaml.safe_load((TEMPLATES / "words.yaml").read_text(encoding="utf-8"))


class SourceError(Exception):
    """A source file whose front matter cannot be used; the message names the file."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """One source file: its front matter and its Markdown body (without the title)."""

    name: str
    body: str
    title: str
    publisher: str
    published: str
    language: str
    url: str
    licence: str
    sheet: list[int]
    format: str = "md"
    page: str = "plain"
    layout: str = "one-column"
    header: str = ""
    teaser: str = ""
    deck: str = ""

    def __post_init__(self) -> None:
        if self.language not in WORDS:
            raise ValueError(f"{self.language!r} has no words in templates/words.yaml")
        if self.format not in (*WRITERS, "md"):
            raise ValueError(f"{self.format!r} is not one of {', '.join(WRITERS)}, md")

    @property
    def path(self) -> str:
        """The document's path relative to ``corpus/documents``."""
        return f"{self.name}.{self.format}"

    @property
    def date(self) -> str:
        """The publication date in the document's language, "" if not stated."""
        if not self.published:
            return ""
        words, day = WORDS[self.language], self.first_day
        pattern: str = words["dates"][self.published.count("-")]
        month = words["months"][day.month - 1]
        return pattern.format(year=day.year, month=month, day=day.day)

    @property
    def first_day(self) -> datetime:
        """The first day of the publication's day, month or year; 1980 if not stated."""
        year, *rest = map(int, (self.published or "1980").split("-"))
        month, day = (*rest, 1, 1)[:2]
        return datetime(year, month, day)


def read_source(file: Path) -> Source:
    """The source in ``file``.

    Raises:
        SourceError: the front matter is missing, is not YAML, lacks a key or has an
            unknown one.
    """
    try:
        _, head, body = file.read_text(encoding="utf-8").split("---\n", 2)
        return Source(name=file.stem, body=body, **yaml.safe_load(head))
    except (ValueError, TypeError, yaml.YAMLError) as error:
        raise SourceError(f"{file}: mend its front matter: {error}") from error


def html_bytes(source: Source) -> bytes:
    """The HTML page that the template named by ``source.page`` makes."""
    return _page(source, source.page).encode()


def pdf_bytes(source: Source) -> bytes:
    """The PDF report: running header, page numbers, one column or two.

    Words are kept whole at line ends, since a reader of the PDF could not tell a word
    that was broken there from two words.
    """
    head, body = _page(source, "report").split("<body", 1)
    body = BREAKABLE.sub(r'<span class="unbroken">\g<0></span>', body)
    page = weasyprint.HTML(string=f"{head}<body{body}", base_url=f"{TEMPLATES}/")
    pdf: bytes = page.write_pdf()
    return pdf


def _page(source: Source, template: str) -> str:
    body = Markup(MARKDOWN.render(source.body))
    words = WORDS[source.language]
    page = PAGES.get_template(f"{template}.html")
    return page.render(source=source, words=words, date=source.date, body=body)


def txt_bytes(source: Source) -> bytes:
    """Plain text: title, publisher and date, then paragraphs of 80 columns."""
    head = f"{source.title}\n{'=' * len(source.title)}\n\n{_byline(source)}"
    return "\n\n".join([head, *map(_text_block, _blocks(source))]).encode() + b"\n"


def _byline(source: Source) -> str:
    return " · ".join(filter(None, (source.publisher, source.date)))


def _blocks(source: Source) -> list[SyntaxTreeNode]:
    nodes = SyntaxTreeNode(MARKDOWN.parse(source.body)).children
    for node in nodes:
        if node.type not in BLOCKS:
            raise SourceError(f"{source.name}: {source.format} takes no {node.type}")
    return nodes


def _text(node: SyntaxTreeNode) -> str:
    if node.type in ("softbreak", "hardbreak"):
        return " "
    return "".join(map(_text, node.children)) if node.children else node.content


def _text_block(node: SyntaxTreeNode) -> str:
    match node.type:
        case "heading":
            return f"{_text(node)}\n{'-' * len(_text(node))}"
        case "table":
            return _text_table(_rows(node))
        case "bullet_list" | "ordered_list":
            return "\n".join(_fill(item, marker) for marker, item in _items(node))
        case _:
            return _fill(_text(node))


def _fill(text: str, marker: str = "") -> str:
    wrapper = textwrap.TextWrapper(TEXT_COLUMNS, initial_indent=marker)
    wrapper.subsequent_indent = " " * len(marker)
    wrapper.break_long_words = wrapper.break_on_hyphens = False
    return wrapper.fill(text)


def _items(node: SyntaxTreeNode) -> Iterator[tuple[str, str]]:
    for number, item in enumerate(node.children, start=1):
        yield ("- " if node.type == "bullet_list" else f"{number}. "), _text(item)


def _rows(table: SyntaxTreeNode) -> list[list[str]]:
    rows = [row for part in table.children for row in part.children]
    return [[_text(cell) for cell in row.children] for row in rows]


def _text_table(rows: list[list[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def docx_bytes(source: Source) -> bytes:
    """A Word document with heading styles, real tables and core properties."""
    document = docx.Document()
    properties = document.core_properties
    properties.title = source.title
    properties.author = properties.last_modified_by = source.publisher
    properties.created = properties.modified = source.first_day
    properties.language = source.language
    properties.comments = "Written for the energy-research chat corpus from cited facts."
    document.add_paragraph(source.title, style="Title")
    document.add_paragraph(_byline(source), style="Subtitle")
    for node in _blocks(source):
        _add_block(document, node)
    buffer = io.BytesIO()
    document.save(buffer)
    return _with_fixed_dates(buffer.getvalue())


def _add_block(document: Document, node: SyntaxTreeNode) -> None:
    match node.type:
        case "heading":
            document.add_heading(_text(node), level=int(node.tag[1]) - 1)
        case "table":
            _add_table(document, _rows(node))
        case "bullet_list" | "ordered_list":
            style = "List Bullet" if node.type == "bullet_list" else "List Number"
            for _, item in _items(node):
                document.add_paragraph(item, style=style)
        case _:
            document.add_paragraph(_text(node))


def _add_table(document: Document, rows: list[list[str]]) -> None:
    table = document.add_table(len(rows), len(rows[0]), style="Light Grid Accent 1")
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph()


def _with_fixed_dates(archive: bytes) -> bytes:
    """The same zip archive with each entry dated 1980-01-01, so that bytes repeat."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(buffer, "w") as new,
    ):
        for entry in old.namelist():
            new.writestr(zipfile.ZipInfo(entry), old.read(entry), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


WRITERS: dict[str, Callable[[Source], bytes]] = {
    "html": html_bytes,
    "txt": txt_bytes,
    "pdf": pdf_bytes,
    "docx": docx_bytes,
}


def manifest_bytes(sources: list[Source]) -> bytes:
    """One JSON object a line, sorted by path."""
    entries = [
        {"path": source.path, **{key: getattr(source, key) for key in MANIFEST_KEYS}}
        for source in sorted(sources, key=lambda source: source.path)
    ]
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries).encode()


def write_if_changed(file: Path, content: bytes) -> bool:
    """Writes ``content`` and returns True, unless ``file`` already holds it."""
    if file.exists() and file.read_bytes() == content:
        return False
    file.write_bytes(content)
    return True


def build(corpus: Path = CORPUS) -> list[Path]:
    """Builds documents and manifest under ``corpus``; returns the files written.

    Raises:
        SourceError: a source's front matter cannot be used.
    """
    documents = corpus / "documents"
    built = [read_source(file) for file in sorted((corpus / "sources").glob("*.md"))]
    markdown = [read_source(file) for file in sorted(documents.glob("*.md"))]
    files = {documents / each.path: WRITERS[each.format](each) for each in built}
    files[corpus / "manifest.jsonl"] = manifest_bytes(built + markdown)
    return [file for file, content in files.items() if write_if_changed(file, content)]


if __name__ == "__main__":
    for written in build():
        print(written.relative_to(CORPUS))
