"""Web pages that a browser saved as one file (MHTML)."""

from email.message import EmailMessage

from ingest.blocks import Parsed
from ingest.parse_eml import header, part_text, read_mail
from ingest.parse_html import parse_markup
from retrieval.errors import ParseError


def parse(content: bytes) -> Parsed:
    """Read the page of an MHTML file; frames within it are left out.

    Raises:
        ParseError: the file holds no page, or the page no main text.
    """
    mail = read_mail(content)
    pages = [part for part in mail.walk() if part.get_content_type() == "text/html"]
    if not pages or not isinstance(pages[0], EmailMessage):
        raise ParseError(
            "The file holds no web page. Save the page from the browser anew, as a single file."
        )
    found = parse_markup(part_text(pages[0]))
    address = header(mail, "Snapshot-Content-Location") or header(pages[0], "Content-Location")
    stated = {key: value for key, value in found.metadata.items() if value}
    saved = {"title": header(mail, "Subject"), "created": header(mail, "Date"), "url": address}
    return Parsed(found.pages, saved | stated, found.warnings)
