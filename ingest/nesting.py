"""HTML nested deeper than its parser follows, made flat so that no text is lost without a word."""

import re

from lxml import html as lxml_html

DEEPEST = 200  # libxml2 stops at 256 and drops what lies below
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b[^>]*>", re.IGNORECASE)
# Tags that have no end, or whose end is often left out, and so do not nest.
_FLAT = set(
    "area base br col embed hr img input link meta param source track wbr p li dt dd option tr td "
    "th thead tbody tfoot colgroup".split()
)
_HEADINGS = {f"h{level}" for level in range(1, 7)}
_KEPT = _HEADINGS | _FLAT - {"td", "th"} | {"html", "head", "body", "title", "script", "style"}
_INLINE = {"a", "b", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u"}


def flattened(markup: str) -> str:
    """The markup itself, or, where it is too deep, with a paragraph for each of its boxes."""
    # Of tags without an end the parser closes many itself, so that its own depth decides.
    if _depth_of_tags(markup) <= DEEPEST or _depth_of_tree(markup) < DEEPEST:
        return markup
    return _TAG.sub(_flat_tag, markup)


def _depth_of_tags(markup: str) -> int:
    depth = deepest = 0
    for closing, name in _TAG.findall(markup):
        if name.lower() not in _FLAT:
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _depth_of_tree(markup: str) -> int:
    deepest, level = 0, [lxml_html.document_fromstring(markup.encode())]
    while level:
        deepest, level = deepest + 1, [child for element in level for child in element]
    return deepest


def _flat_tag(tag: re.Match[str]) -> str:
    name = tag[2].lower()
    if name in _KEPT:
        return tag[0]
    # A paragraph ends where the next begins, so that paragraphs never nest.
    return "" if name in _INLINE else "<p>"
