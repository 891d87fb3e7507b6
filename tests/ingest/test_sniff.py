"""What a file is by its bytes, whatever it is called."""

import io
import zipfile

import pytest

from ingest.sniff import true_suffix
from retrieval.errors import ParseError

PAGE = b"<!DOCTYPE html>\n<html><body><p>Text.</p></body></html>"
MAIL = b"From: KIER <press@kier.example>\nMIME-Version: 1.0\nContent-Type: text/plain\n\nText."
SAVED = b"From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related\n\n--"


def package(name: str, content: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("named", "content", "true"),
    [
        (".docx", b"%PDF-1.7\n", ".pdf"),
        (".txt", b"%PDF-1.7\n", ".pdf"),
        (".pdf", b"\xef\xbb\xbf \n" + PAGE, ".html"),
        (".txt", PAGE, ".html"),
        (".txt", b"<?xml version='1.0'?>\n" + PAGE, ".html"),
        (".txt", b"<html>", ".html"),
        (".txt", b"{\\rtf1\\ansi Text.}", ".rtf"),
        (".pdf", package("word/document.xml"), ".docx"),
        (".docx", package("ppt/presentation.xml"), ".pptx"),
        (".docx", package("xl/workbook.xml"), ".xlsx"),
        (".xlsm", package("xl/workbook.xml"), ".xlsm"),
        (".docx", package("mimetype", b"application/epub+zip"), ".epub"),
        (".docx", package("mimetype", b"application/vnd.oasis.opendocument.text"), ".odt"),
        (".txt", MAIL, ".eml"),
        (".html", SAVED, ".mhtml"),
    ],
)
def test_the_bytes_go_before_the_name(named: str, content: bytes, true: str) -> None:
    assert true_suffix(named, content) == true


@pytest.mark.parametrize(
    ("named", "content"),
    [
        (".md", b"<html> is the first tag of a page."),
        (".txt", b"A PDF begins with %PDF-1.7 and ends with %%EOF."),
        (".txt", b"From: here\nTo: there\nThe road is long."),
        (".docx", b"PK\x03\x04 and then nothing"),
        (".docx", package("else.xml")),
        (".html", b"<p>Text.</p>"),
        (".eml", MAIL),
    ],
)
def test_else_the_name_counts(named: str, content: bytes) -> None:
    assert true_suffix(named, content) == named


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", r"is empty\. Put text into it"),
        (b"\x89PNG\r\n\x1a\n", r"named \.txt but is a PNG image"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"\x7fELF\x02", "a program"),
        (b"\x1f\x8b\x08", r"an archive \(gzip\)"),
        (b"SQLite format 3\x00", "a database"),
    ],
)
def test_what_cannot_be_read_is_named(content: bytes, reason: str) -> None:
    with pytest.raises(ParseError, match=reason):
        true_suffix(".txt", content)
