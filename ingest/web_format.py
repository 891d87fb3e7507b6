"""Which format a fetched page has, and its text in UTF-8."""

import codecs
from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from ingest.parse import PARSERS
from ingest.sniff import true_suffix
from retrieval.errors import PageNotFetched, ParseError

_OFFICE = "application/vnd.openxmlformats-officedocument."
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/x-pdf": ".pdf",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
    "text/csv": ".csv",
    "application/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/jsonl": ".jsonl",
    "application/jsonlines": ".jsonl",
    "application/x-jsonlines": ".jsonl",
    "application/x-ndjson": ".jsonl",
    "application/epub+zip": ".epub",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    f"{_OFFICE}wordprocessingml.document": ".docx",
    f"{_OFFICE}presentationml.presentation": ".pptx",
    f"{_OFFICE}spreadsheetml.sheet": ".xlsx",
}
_TEXT = "text/plain"
# Types that say nothing of the format: the address and the bytes tell it.
_GENERIC = frozenset(
    {
        "",
        _TEXT,
        "application/octet-stream",
        "binary/octet-stream",
        "application/download",
        "application/x-download",
        "application/force-download",
        "application/zip",
        "application/x-zip-compressed",
    }
)
_TEXT_SUFFIXES = frozenset({".html", ".txt", ".md", ".markdown", ".csv", ".tsv", ".jsonl"})
# What browsers take these names for: the larger set of letters that pages really use.
# Source: WHATWG's Encoding Standard, section 4.2.
_ENCODINGS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "ksc5601": "cp949",
    "windows-949": "cp949",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
# Python has these under names of encodings; the first two take time with the square of the size.
_NO_ENCODINGS = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape"})


def content_type(header: str) -> tuple[str, str]:
    """The media type and the encoding out of a header Content-Type, each "" if not stated."""
    message = Message()
    message["Content-Type"] = header
    is_stated = "/" in header.partition(";")[0]
    charset = message.get_param("charset", "")
    # As a tuple it is in the extended form of RFC 2231, which no server sends here.
    charset = charset.strip().lower() if isinstance(charset, str) else ""
    return message.get_content_type() if is_stated else "", charset


def check_media_type(media_type: str) -> None:
    """Refuse what is of no use before it is read.

    Raises:
        PageNotFetched: no document that is read is ever sent as that; the message is a reason
            that is to stand behind the address.
    """
    if media_type not in _SUFFIXES and media_type not in _GENERIC:
        raise _unreadable(f"it is sent as {media_type[:60]}")


def suffix_of(url: str, media_type: str, content: bytes) -> str:
    """The suffix of a format that is read.

    The bytes go before the media type, and that before the address.

    Raises:
        PageNotFetched: the content is empty, or of no format that is read; the message is a
            reason that is to stand behind the address.
    """
    if not content:
        raise PageNotFetched("it is empty. Check the address.")
    suffix = _SUFFIXES.get(media_type, "") or PurePosixPath(unquote(urlsplit(url).path)).suffix
    suffix = suffix.lower()
    if suffix not in PARSERS:
        suffix = ".txt" if media_type == _TEXT else ""
    try:
        true = true_suffix(suffix, content)
    except ParseError as error:
        raise _unreadable(str(error).split(". ")[0].rstrip(".")) from error
    if true not in PARSERS:
        raise _unreadable("neither its type nor its address says what it is")
    return ".html" if PARSERS[true] is PARSERS[".html"] else true


def _unreadable(reason: str) -> PageNotFetched:
    return PageNotFetched(
        f"{reason}. Web pages, PDF, text, tables and documents of office "
        "programs are read; save it as one of these, and ingest the file."
    )


def in_utf8(content: bytes, suffix: str, charset: str) -> bytes:
    """Text in UTF-8 where its encoding was stated beside it; all else as it is.

    The mark at its beginning says so to whoever reads the file. What is not in the stated
    encoding is left as it is, too: the parsers find out.
    """
    if suffix not in _TEXT_SUFFIXES or not charset or _is_utf8(content):
        return content
    try:
        encoding = codecs.lookup(_ENCODINGS.get(charset, charset)).name
        return (
            content if encoding in _NO_ENCODINGS else content.decode(encoding).encode("utf-8-sig")
        )
    except (ValueError, LookupError):
        return content


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
