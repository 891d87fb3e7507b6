"""Word documents."""

import io
import zipfile

import docx
from docx.document import Document

from corpus.body import Block, Heading, List, Paragraph, Table, read_blocks
from corpus.source import Source


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
    document.add_paragraph(source.byline, style="Subtitle")
    for block in read_blocks(source):
        _add(document, block)
    buffer = io.BytesIO()
    document.save(buffer)
    return _with_fixed_dates(buffer.getvalue())


def _add(document: Document, block: Block) -> None:
    match block:
        case Heading():
            document.add_heading(block.text, level=block.level)
        case Paragraph():
            document.add_paragraph(block.text)
        case List():
            style = "List Number" if block.is_numbered else "List Bullet"
            for item in block.items:
                document.add_paragraph(item, style=style)
        case Table():
            _add_table(document, block.rows)


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
