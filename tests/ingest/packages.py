"""Zip containers made by hand: ODT and EPUB files, archives, and bombs."""

import io
import zipfile
from urllib.parse import unquote

ODT_TYPE = "application/vnd.oasis.opendocument.text"
ODT_HEAD = (
    '<office:document-{} xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/">{}</office:document-{}>'
)


def packed(members: dict[str, str | bytes]) -> bytes:
    """A zip container with these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def odt(body: str, meta: str = "", **more: str) -> bytes:
    """An ODT file with a body and metadata in its own XML; further members by name."""
    content = f"<office:body><office:text>{body}</office:text></office:body>"
    return packed(
        {
            "mimetype": ODT_TYPE,
            "content.xml": ODT_HEAD.format("content", content, "content"),
            "meta.xml": ODT_HEAD.format("meta", f"<office:meta>{meta}</office:meta>", "meta"),
            **more,
        }
    )


def epub(chapters: dict[str, str], metadata: str = "", **more: str) -> bytes:
    """An EPUB file with chapters by file name, in reading order; further members by name."""
    items = "".join(
        f'<item id="{n}" href="{name}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="{n}"/>' for n in range(len(chapters)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}</metadata>'
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
    )
    page = (
        '<?xml version="1.0" encoding="utf-8"?>'
        "<html><head><title>x</title></head><body>{}</body></html>"
    )
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "OEBPS/book.opf": package,
            **{f"OEBPS/{unquote(name)}": page.format(body) for name, body in chapters.items()},
            **more,
        }
    )
