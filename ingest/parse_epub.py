"""EPUB books: each chapter of the reading order is a page."""

import posixpath
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from ingest.blocks import Parsed
from ingest.decode import text_of
from ingest.html_blocks import blocks_of_html
from ingest.package import open_package
from retrieval.errors import ParseError

_SPACES = {
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "enc": "http://www.w3.org/2001/04/xmlenc#",
}
_FONT_SCRAMBLING = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_DAMAGED = "The file is no EPUB book that can be opened: {} is missing. Download it again."


def parse(content: bytes) -> Parsed:
    """Read an EPUB file of version 2 or 3.

    Raises:
        ParseError: the book is damaged, or locked by rights management.
    """
    with open_package(content) as book:
        if _is_locked(book):
            raise ParseError("The book is locked by rights management (DRM) and cannot be read.")
        container = _xml(book, "META-INF/container.xml")
        root = container.find(".//c:rootfile", _SPACES)
        path = root.get("full-path", "") if root is not None else ""
        package = _xml(book, path)
        pages = tuple(
            tuple(blocks_of_html(text_of(book.read(name))))
            for name in _chapters(book, package, path)
        )
    return Parsed(pages, _metadata(package))


def _is_locked(book: zipfile.ZipFile) -> bool:
    """Whether more than fonts is encrypted."""
    if "META-INF/encryption.xml" not in book.namelist():
        return False
    methods = _xml(book, "META-INF/encryption.xml").iterfind(".//enc:EncryptionMethod", _SPACES)
    return any(method.get("Algorithm") not in _FONT_SCRAMBLING for method in methods)


def _xml(book: zipfile.ZipFile, name: str) -> etree._Element:
    try:
        return etree.fromstring(book.read(name))
    except (KeyError, etree.XMLSyntaxError) as error:
        raise ParseError(_DAMAGED.format(name or "its package file")) from error


def _chapters(book: zipfile.ZipFile, package: etree._Element, path: str) -> Iterator[str]:
    """The names of the chapters' files in reading order; the table of contents is none."""
    items = {item.get("id"): item for item in package.iterfind(".//opf:manifest/opf:item", _SPACES)}
    names = set(book.namelist())
    for reference in package.iterfind(".//opf:spine/opf:itemref", _SPACES):
        item = items.get(reference.get("idref"))
        if item is None or "nav" in item.get("properties", "").split():
            continue
        if "html" not in item.get("media-type", ""):
            continue
        name = posixpath.normpath(
            posixpath.join(posixpath.dirname(path), unquote(item.get("href", "")))
        )
        if name in names:
            yield name


def _metadata(package: etree._Element) -> dict[str, str]:
    def first(name: str) -> str:
        return str(package.findtext(f".//dc:{name}", "", _SPACES))

    return {
        "title": first("title"),
        "publisher": first("publisher") or first("creator"),
        "published": first("date"),
        "language": first("language"),
    }
