"""Keep fetched pages as files of one folder, which is ingested like any other."""

import hashlib
import json
import os
import re
import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from filelock import FileLock

from ingest.manifest import MANIFEST
from ingest.parse import PARSERS
from ingest.web import FetchedPage
from ingest.web_address import WebAddress, web_address
from retrieval.errors import PageNotFetched

WEB = "web"
LONGEST_PART = 50  # letters of a name, of up to four bytes each; a name may have 255 bytes
_HASH_DIGITS = 8
_HASHED = re.compile(rf"-[0-9a-f]{{{_HASH_DIGITS}}}$")
# Hidden, so no documents.
_LOCK = ".lock"
_INCOMING = ".incoming"


def web_folder(library: Path) -> Path:
    """Where the pages lie that are fetched for a library."""
    return library / WEB


def store(page: FetchedPage, folder: Path, today: date | None = None) -> str:
    """Write a page into a folder, and its address and the day into the folder's manifest.

    The same address gives the same file each time, and another address another file.

    Args:
        today: the day it was fetched; None: today's, in UTC.

    Returns:
        Its path relative to the folder, such as ``www.iea.org/reports_heat-pumps.html``.

    Raises:
        PageNotFetched: the folder cannot be written to.
    """
    name = name_of(page)
    try:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        # Two commands that fetch at once would each lose what the other wrote.
        with FileLock(folder / _LOCK):
            entry = {
                "path": name,
                "url": page.url,
                "retrieved": str(today or datetime.now(UTC).date()),
            }
            stale = _enter(folder, entry)
            _replace(folder / name, page.content)
            for path in stale:
                path.unlink(missing_ok=True)
    except OSError as error:
        raise PageNotFetched(
            f"{page.url} was fetched, but cannot be kept in {folder}: {error.strerror or error}. "
            "Make room there, or check its permissions."
        ) from error
    return name


def name_of(page: FetchedPage) -> str:
    """The path of a page's file: a folder for the host, and a name after the path.

    A digest stands at the end of whatever says less than the address does.
    """
    address = web_address(page.url)
    host = address.host if address.is_usual_port else f"{address.host}:{address.port}"
    return f"{_part(host, host)}/{_stem(address, page.suffix)}{page.suffix}"


def _stem(address: WebAddress, suffix: str) -> str:
    path = address.target.partition("?")[0]
    stem = path.strip("/")
    before, dot, last = stem.rpartition(".")
    if f"{dot}{last}".lower() in PARSERS:
        stem = before
    # Of "/a" and "/a.html" one must have the digest, and pages mostly do without a suffix.
    plain = f"/{stem}" if suffix == ".html" else f"/{stem}{suffix}"
    is_whole = plain == address.target and "_" not in stem and stem != "index"
    return _part(unquote(stem).replace("/", "_") or "index", address.target, is_whole=is_whole)


def _part(text: str, meant: str, *, is_whole: bool = True) -> str:
    """A part of a file's name: letters, digits, dots, hyphens and low lines, no dot in front.

    Args:
        meant: what it must tell apart from all else.
        is_whole: whether the text says all of that.
    """
    letters = re.sub(r"[^\w.-]", "-", unicodedata.normalize("NFC", text).lower())
    part = letters[:LONGEST_PART].strip("-.")
    if is_whole and part == text and part.isascii() and not _HASHED.search(part):
        return part
    digest = hashlib.sha256(meant.encode()).hexdigest()[:_HASH_DIGITS]
    return f"{part}-{digest}".lstrip("-")


def _enter(folder: Path, entry: dict[str, str]) -> list[Path]:
    """Put an entry into the manifest in place of the earlier one.

    Returns:
        Files of the same address in another format, which are superseded.
    """
    path = folder / MANIFEST
    # Whatever a hand put there stays, bytes that are no UTF-8 included.
    lines = path.read_bytes().decode(errors="surrogateescape").split("\n") if path.exists() else []
    kept, stale = [], []
    for line in lines:
        row = _row(line)
        is_superseded = row.get("url") == entry["url"]
        if is_superseded and row.get("path") != entry["path"]:
            stale.append(folder / str(row.get("path")))
        elif line.strip() and not is_superseded and row.get("path") != entry["path"]:
            kept.append(line)
    text = "\n".join([*kept, json.dumps(entry, ensure_ascii=False), ""])
    _replace(path, text.encode(errors="surrogateescape"))
    # A manifest that was edited by hand may name anything.
    return [each for each in stale if ".." not in each.parts and each.is_relative_to(folder)]


def _row(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError:
        return {}
    return row if isinstance(row, dict) else {}


def _replace(path: Path, content: bytes) -> None:
    """Write a file so that it is there in whole or as it was; the caller holds the lock."""
    incoming = path.parent / _INCOMING
    with incoming.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    incoming.replace(path)
