"""HTML pages: the main text without navigation, and the metadata that the page states."""

import trafilatura
from lxml import html as lxml_html

from ingest.blocks import Block, Parsed
from ingest.decode import text_of
from ingest.html_blocks import blocks_of_html
from ingest.nesting import DEEPEST, flattened
from retrieval.errors import ParseError

DEEP = f"its tags are nested over {DEEPEST} deep; it is read without their order"
NARROW_SHARE = 0.5  # of the letters that favouring recall finds
# A date is taken only where the page states one: a date in the text may be an event's.
_STATED_DATES = {"extensive_search": False, "original_date": True}


def parse(content: bytes) -> Parsed:
    """Read an HTML file.

    Raises:
        ParseError: the page has no main text, or its encoding cannot be told.
    """
    return parse_markup(text_of(content))


def parse_markup(markup: str) -> Parsed:
    """Read a page of HTML.

    Raises:
        ParseError: the page has no main text.
    """
    flat = flattened(markup)
    blocks = _main_text(flat)
    if not blocks:
        raise ParseError(
            "No main text was found in this page. If it is drawn by scripts, save it from "
            "the browser as a complete page, or as PDF."
        )
    found = trafilatura.extract_metadata(flat, date_config=_STATED_DATES)
    metadata = {
        "title": found.title or "",
        "publisher": found.sitename or found.author or "",
        "published": found.date or "",
        "language": _language(markup),
        "url": found.url or "",
    }
    warnings = () if flat == markup else (DEEP,)
    return Parsed((tuple(blocks),), metadata, warnings)


def _main_text(markup: str) -> list[Block]:
    """The main text as trafilatura finds it, with or without what stands beside it.

    Favouring recall, it takes bylines, captions and summaries along; not favouring it, it
    now and then loses the text, or falls back on all that the page holds.
    """
    wide, narrow = _extracted(markup, is_wide=True), _extracted(markup, is_wide=False)
    share = sum(len(b.text) for b in narrow) / max(1, sum(len(b.text) for b in wide))
    return narrow if NARROW_SHARE <= share <= 1 or not wide else wide


def _extracted(markup: str, *, is_wide: bool) -> list[Block]:
    found = trafilatura.extract(
        markup,
        output_format="html",
        include_tables=True,
        include_comments=False,
        favor_recall=is_wide,
    )
    return blocks_of_html(found or "")


def _language(markup: str) -> str:
    root = lxml_html.document_fromstring(markup.encode())
    return str(root.get("lang") or "")
