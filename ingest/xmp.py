"""Metadata that a PDF file carries as XMP, a piece of XML between its objects."""

import re

from lxml import etree

from ingest.blocks import tidy

_PACKET = re.compile(rb"<x:xmpmeta\b.*?</x:xmpmeta>", re.DOTALL)
_SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}
_FIELDS = {
    "title": ("dc:title",),
    "publisher": ("dc:publisher", "dc:creator"),
    "published": ("prism:publicationDate", "prism:coverDate"),
    "language": ("dc:language",),
    "created": ("xmp:CreateDate", "dc:date"),
}


def xmp_fields(content: bytes) -> dict[str, str]:
    """Our metadata out of the last packet, which is the document's; empty if it is compressed."""
    packets = _PACKET.findall(content)
    if not packets:
        return {}
    try:
        root = etree.fromstring(packets[-1])
    except (etree.XMLSyntaxError, ValueError):
        return {}
    return {
        field: value
        for field, names in _FIELDS.items()
        if (value := next(filter(None, (_value(root, name) for name in names)), ""))
    }


def _value(root: etree._Element, name: str) -> str:
    """The text of an element, of the items of its list, or of the attribute of that name."""
    prefix, local = name.split(":")
    element = root.find(f".//{name}", _SPACES)
    if element is not None:
        items = element.findall(".//rdf:li", _SPACES) or [element]
        if element.find("rdf:Alt", _SPACES) is not None:
            items = items[:1]  # the same in other languages
        return ", ".join(filter(None, (tidy("".join(item.itertext())) for item in items)))
    description = root.find(f".//*[@{{{_SPACES[prefix]}}}{local}]")
    return "" if description is None else tidy(description.get(f"{{{_SPACES[prefix]}}}{local}"))
