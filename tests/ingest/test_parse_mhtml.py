"""Web pages saved as one file."""

from collections.abc import Callable
from email.message import EmailMessage

import pytest

from retrieval.errors import ParseError
from retrieval.records import Page, Source

Read = Callable[..., tuple[Source, list[Page]]]

PARAGRAPH = "The heat pumps of the city of Ely sold better in 2024 than in any year before. " * 4
PAGE = f"""<html lang="en"><head><title>Heat pumps in Ely</title></head><body>
<nav>Home Search</nav><article><h1>Heat pumps in Ely</h1><p>{PARAGRAPH}</p></article>
</body></html>"""


def saved(page: str, charset: str = "utf-8") -> bytes:
    """A page as Chromium saves it, with a picture beside it."""
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://example.org/ely"
    message["Subject"] = "Heat pumps in Ely"
    message["Date"] = "Fri, 04 Jul 2025 09:30:00 -0000"
    message.set_content(page, subtype="html", charset=charset, cte="quoted-printable")
    message.add_related(b"\x89PNG", "image", "png", cid="<a@mhtml.blink>")
    return message.as_bytes()


@pytest.mark.parametrize("charset", ["utf-8", "euc-kr"])
def test_the_page_is_read_with_its_address(read: Read, charset: str) -> None:
    source, (page,) = read("a.mhtml", saved(PAGE, charset))
    assert page.text == f"Heat pumps in Ely\n\n{PARAGRAPH.strip()}"
    assert source == Source(
        "a.mhtml",
        "a.mhtml",
        "mhtml",
        "Heat pumps in Ely",
        published="2025-07-04",
        language="en",
        url="https://example.org/ely",
    )


def test_a_file_without_a_page_is_refused_with_a_remedy(read: Read) -> None:
    message = EmailMessage()
    message["Subject"] = "Nothing"
    message.set_content("Text.")
    with pytest.raises(ParseError, match=r"holds no web page\. Save the page"):
        read("a.mhtml", message.as_bytes())
