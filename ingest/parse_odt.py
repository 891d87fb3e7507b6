"""OpenDocument text (ODT): a zip container with the text in content.xml."""

from collections.abc import Iterator

from lxml import etree

from ingest.blocks import Block, Parsed, table_rows, tidy
from ingest.package import open_package
from retrieval.errors import ParseError

_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_TEXT, _TABLE, _OFFICE = (f"{{{_SPACES[name]}}}" for name in ("text", "table", "office"))
# What a reader does not see, deleted text among it; notes are read where they are called.
_UNSEEN = {
    f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_OFFICE}forms", f"{_TEXT}sequence-decls",
    f"{_TEXT}note-citation", f"{_TEXT}table-of-content",
}  # fmt: skip
_AS_SPACE = {f"{_TEXT}{name}" for name in ("s", "tab", "line-break")}
_FIELDS = {
    "title": "dc:title", "publisher": "dc:creator", "created": "meta:creation-date",
    "language": "dc:language",
}  # fmt: skip


def parse(content: bytes) -> Parsed:
    """Read an ODT file with its headings, lists and tables.

    Raises:
        ParseError: the file is encrypted or damaged.
    """
    with open_package(content) as package:
        names = package.namelist()
        if "META-INF/manifest.xml" in names and b"encryption-data" in package.read(
            "META-INF/manifest.xml"
        ):
            raise ParseError(
                "The file is encrypted. Save a copy without a password and put it in its place."
            )
        body = etree.fromstring(package.read("content.xml")).find(".//office:text", _SPACES)
        about = etree.fromstring(package.read("meta.xml")) if "meta.xml" in names else None
    blocks = [] if body is None else [block for block in _blocks(body) if block.text]
    metadata = {}
    if about is not None:
        metadata = {
            field: about.findtext(f".//{tag}", "", _SPACES) for field, tag in _FIELDS.items()
        }
    return Parsed((tuple(blocks),), metadata)


def _blocks(element: etree._Element) -> Iterator[Block]:
    for child in element:
        if child.tag in _UNSEEN:
            continue
        if child.tag == f"{_TEXT}h":
            level = int(child.get(f"{_TEXT}outline-level", "1"))
            yield Block(_text(child), max(1, min(level, 6)))
        elif child.tag == f"{_TEXT}p":
            yield Block(_text(child))
        elif child.tag == f"{_TABLE}table":
            yield from table_rows([_cells(row) for row in child.iter(f"{_TABLE}table-row")])
        else:
            yield from _blocks(child)


def _cells(row: etree._Element) -> list[str]:
    """The cells of a row; an empty one that is repeated stands for as many."""
    cells: list[str] = []
    for cell in row:
        if cell.tag in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
            text = " ".join(_text(paragraph) for paragraph in cell.iter(f"{_TEXT}p"))
            # A whole sheet's width may be stated as repeated; no table in a text is that wide.
            cells += [text] * min(int(cell.get(f"{_TABLE}number-columns-repeated", "1")), 100)
    return cells


def _text(element: etree._Element) -> str:
    return tidy("".join(_pieces(element)))


def _pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag in _AS_SPACE:
            yield " "
        elif child.tag == f"{_TEXT}note":
            yield f" [{_text(child)}] "
        elif child.tag not in _UNSEEN:
            yield from _pieces(child)
        yield child.tail or ""
