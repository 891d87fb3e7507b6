"""EPUB books made by hand."""

from collections.abc import Callable

import pytest
from packages import epub, packed

from retrieval.errors import ParseError
from retrieval.records import Heading, Page, Source

Read = Callable[..., tuple[Source, list[Page]]]

META = (
    "<dc:title>The book</dc:title><dc:creator>A. Author</dc:creator>"
    "<dc:publisher>KIER</dc:publisher><dc:date>2025-07-04</dc:date><dc:language>ko</dc:language>"
)
CHAPTERS = {"z.xhtml": "<h1>One</h1><p>First &amp; best.</p>", "a%20b.xhtml": "<p>Second.</p>"}


def test_the_package_gives_the_metadata(read: Read) -> None:
    source, _ = read("a.epub", epub(CHAPTERS, META))
    assert source == Source("a.epub", "a.epub", "epub", "The book", "KIER", "2025-07-04", "ko")


def test_each_chapter_of_the_reading_order_is_a_page(read: Read) -> None:
    book = epub({"z.xhtml": CHAPTERS["z.xhtml"], "a.xhtml": "<p>Second.</p>"})
    _, pages = read("a.epub", book)
    assert pages == [
        Page(1, "One\n\nFirst & best.", (Heading(0, 1, "One"),)),
        Page(2, "Second."),
    ]


def test_a_book_with_scrambled_fonts_alone_is_read(read: Read) -> None:
    locks = (
        '<encryption xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>'
        '<enc:EncryptionMethod Algorithm="{}"/></enc:EncryptedData></encryption>'
    )
    fonts = locks.format("http://www.idpf.org/2008/embedding")
    _, (page, _) = read("a.epub", epub(CHAPTERS, **{"META-INF/encryption.xml": fonts}))
    assert page.text.startswith("One")
    text = locks.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")
    with pytest.raises(ParseError, match="locked by rights management"):
        read("a.epub", epub(CHAPTERS, **{"META-INF/encryption.xml": text}))


def test_a_book_without_a_package_is_refused_with_a_remedy(read: Read) -> None:
    with pytest.raises(ParseError, match=r"container\.xml is missing\. Download it again"):
        read("a.epub", packed({"mimetype": "application/epub+zip"}))
