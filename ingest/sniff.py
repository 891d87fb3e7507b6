"""What a file really is: its first bytes go before its name."""

import re
import zipfile
from io import BytesIO

from retrieval.errors import ParseError

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_BY_PART = {
    "word/document.xml": ".docx",
    "ppt/presentation.xml": ".pptx",
    "xl/workbook.xml": ".xlsx",
}
_BY_TYPE = {
    b"application/epub+zip": ".epub",
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.text-template": ".odt",
}
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL_START = re.compile(
    rb"(?:Return-Path|Received|Delivered-To|From|To|Subject|Date|Message-ID|MIME-Version|"
    rb"Snapshot-Content-Location): ",
    re.IGNORECASE,
)
_MAIL_TYPE = re.compile(rb"^MIME-Version: ", re.IGNORECASE | re.MULTILINE)
_RELATED = re.compile(rb"^Content-Type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_HEAD_BYTES = 4096
# What is not read, and how it begins.
_FOREIGN = {
    b"\x89PNG\r\n": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"II*\x00": "a TIFF image",
    b"MM\x00*": "a TIFF image",
    b"RIFF": "a sound, image or film (RIFF)",
    b"ID3": "a sound (MP3)",
    b"\x7fELF": "a program",
    b"\x1f\x8b": "an archive (gzip)",
    b"BZh": "an archive (bzip2)",
    b"\xfd7zXZ": "an archive (xz)",
    b"7z\xbc\xaf": "an archive (7z)",
    b"Rar!\x1a": "an archive (rar)",
    b"SQLite format 3\x00": "a database (SQLite)",
}
_PLAIN = {".txt", ".md", ".markdown", ".csv", ".tsv", ".jsonl"}
PACKED = frozenset({".docx", ".pptx", ".xlsx", ".xlsm", ".odt", ".epub"})
# Streams of Microsoft's old container, which name the program that wrote it.
_OLE_STREAMS = {
    "EncryptedPackage": "encrypted. Save a copy without a password and put it in its place",
    "WordDocument": "an old Word document. Save it as .docx",
    "PowerPoint Document": "an old PowerPoint file. Save it as .pptx",
    "Workbook": "an old Excel workbook. Save it as .xlsx",
    "__properties_version1.0": "an Outlook message. Save it as .eml",
}


def true_suffix(suffix: str, content: bytes) -> str:
    """The suffix of the format that the bytes show, else the one of the name.

    Args:
        suffix: of the file's name, in lower case with its dot.

    Raises:
        ParseError: the file is empty, or of a format that cannot be read.
    """
    if not content:
        raise ParseError("The file is empty. Put text into it, or take it out of the folder.")
    foreign = next((kind for start, kind in _FOREIGN.items() if content.startswith(start)), None)
    if foreign:
        raise ParseError(
            f"The file is named {suffix} but is {foreign}, which is not read. "
            "Give it its right name, or take it out of the folder."
        )
    if content.startswith(_OLE):
        raise ParseError(_ole_reason(content))
    head = content[:_HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    found = _by_signature(head, content) or _by_text(head, suffix) or suffix
    return suffix if (suffix, found) == (".xlsm", ".xlsx") else found


def _by_signature(head: bytes, content: bytes) -> str:
    if head.startswith(b"%PDF-"):
        return ".pdf"
    if head.startswith(b"{\\rtf"):
        return ".rtf"
    return _of_package(content) if content.startswith(_ZIP) else ""


def _of_package(content: bytes) -> str:
    """The format of a zip container by what lies in it; empty for a damaged or another one."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            names = set(package.namelist())
            for part, suffix in _BY_PART.items():
                if part in names:
                    return suffix
            if "mimetype" in names and package.getinfo("mimetype").file_size < _HEAD_BYTES:
                return _BY_TYPE.get(package.read("mimetype").strip(), "")
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        return ""
    return ""


def _by_text(head: bytes, suffix: str) -> str:
    """HTML pages and mails that bear another name, such as an error page called report.pdf."""
    if suffix in {".html", ".htm", ".txt"} and _MAIL_START.match(head) and _MAIL_TYPE.search(head):
        return ".mhtml" if _RELATED.search(head) else ".eml"
    is_other = suffix == ".txt" or suffix not in _PLAIN | {".html", ".htm", ".eml", ".mhtml"}
    return ".html" if is_other and suffix != ".mht" and _HTML.match(head) else ""


def _ole_reason(content: bytes) -> str:
    for stream, reason in _OLE_STREAMS.items():
        if stream.encode("utf-16-le") in content:
            return f"The file is {reason}."
    return (
        "The file is of an old format of Microsoft Office, or encrypted. Open it in its own "
        "program and save it in today's format without a password."
    )
