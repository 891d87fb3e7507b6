"""Mails: headers as metadata, the text or HTML body, attachments by name."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default
from email.utils import parseaddr

from ingest.blocks import Block, Parsed, tidy
from ingest.decode import text_of
from ingest.html_blocks import blocks_of_html
from ingest.parse_text import paragraphs
from retrieval.errors import ParseError

_SHOWN = ("From", "To", "Cc", "Date")


def parse(content: bytes) -> Parsed:
    """Read an EML file.

    Raises:
        ParseError: it has neither headers nor a body.
    """
    mail = read_mail(content)
    headers = "; ".join(f"{name}: {value}" for name in _SHOWN if (value := header(mail, name)))
    blocks = [Block(header(mail, "Subject"), 1), Block(headers), *_body(mail)]
    attached = [tidy(part.get_filename() or part.get_content_type()) for part in _attachments(mail)]
    if attached:
        blocks.append(Block(f"Attachments: {', '.join(attached)}"))
    name, address = parseaddr(header(mail, "From"))
    warning = "its attachments are named, not read; save them beside it to have them read"
    return Parsed(
        (tuple(blocks),),
        {
            "title": header(mail, "Subject"),
            "publisher": name or address,
            "published": header(mail, "Date"),
            "language": header(mail, "Content-Language").split(",")[0],
        },
        (warning,) if attached else (),
    )


def read_mail(content: bytes) -> EmailMessage:
    """The parts of a mail or of a saved web page.

    Raises:
        ParseError: it has neither headers nor a body.
    """
    mail = message_from_bytes(content.lstrip(), policy=default)
    if not isinstance(mail, EmailMessage) or not mail.keys():
        raise ParseError("The file is no mail: it has no headers. Save it from the mail program.")
    return mail


def header(mail: EmailMessage, name: str) -> str:
    """A header in plain words; empty where it is missing or broken."""
    try:
        return tidy(str(mail.get(name, "")))
    except (ValueError, IndexError, AttributeError):  # the library trips over some broken ones
        return ""


def part_text(part: MIMEPart) -> str:
    """The text of a part in the encoding that it declares, or that its bytes show."""
    payload = part.get_payload(decode=True)
    return text_of(payload, part.get_content_charset("")) if isinstance(payload, bytes) else ""


def _body(mail: EmailMessage) -> Iterator[Block]:
    part = mail.get_body(("plain", "html"))
    if part is None:
        return
    text = part_text(part)
    if part.get_content_subtype() == "html":
        yield from blocks_of_html(text)
    else:
        yield from paragraphs(text)


def _attachments(mail: EmailMessage) -> Iterator[EmailMessage]:
    for part in mail.walk():
        if part.get_content_disposition() == "attachment" and isinstance(part, EmailMessage):
            yield part
