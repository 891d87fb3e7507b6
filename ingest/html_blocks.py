"""Blocks of an HTML tree: the common path of HTML, Markdown and DOCX, which all become HTML."""

import re
from collections.abc import Iterator

from lxml import html as lxml_html

from ingest.blocks import Block, table_rows, tidy
from ingest.nesting import flattened

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_INLINE = set(
    "a abbr b bdi bdo big cite code del dfn em font hi i img ins kbd label mark q ref s samp small "
    "span strike strong sub sup time tt u var wbr".split()
)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*>")
_UNSEEN = {"script", "style", "head", "template", "noscript", "svg"}


def blocks_of_html(markup: str) -> list[Block]:
    """Headings, paragraphs, list items and table rows of HTML, in reading order."""
    # lxml refuses text that declares an encoding, which is decoded already.
    markup = flattened(_DECLARATION.sub("", markup, count=1))
    if not markup.strip():
        return []
    return [block for block in _block_element(lxml_html.fromstring(markup)) if block.text]


def _walk(element: lxml_html.HtmlElement) -> Iterator[Block]:
    """Yield the blocks below an element; text beside child blocks becomes blocks of its own."""
    inline: list[str] = [element.text or ""]
    level = _HEADINGS.get(str(element.tag), 0)
    for child in element:
        if child.tag in _INLINE:
            inline.append(child.text_content())
        elif child.tag == "br":
            # A heading stays one block; elsewhere a break separates lines, as in an address.
            if level:
                inline.append(" ")
            else:
                yield Block(tidy("".join(inline)))
                inline = []
        elif isinstance(child.tag, str) and child.tag not in _UNSEEN:
            yield Block(tidy("".join(inline)), level)
            inline = []
            yield from _block_element(child)
        inline.append(child.tail or "")
    yield Block(tidy("".join(inline)), level)


def _block_element(element: lxml_html.HtmlElement) -> Iterator[Block]:
    if element.tag == "table":
        yield from table_rows(
            [[_cell_text(cell) for cell in row.iter("td", "th")] for row in element.iter("tr")]
        )
    elif element.tag == "pre":
        yield from (Block(tidy(line)) for line in element.text_content().splitlines())
    else:
        yield from _walk(element)


def _cell_text(cell: lxml_html.HtmlElement) -> str:
    """The text of a table cell, with its lines and paragraphs set apart by spaces."""
    return " ".join(block.text for block in _walk(cell))
