"""Small documents, each line of which is a chunk."""

import hashlib
import re

from retrieval.records import Chunk, Page, Source

ROOT = "documents"


def source(name: str, title: str = "") -> Source:
    """The record of a document."""
    return Source(document=name, path=name, format="txt", title=title)


def pages(text: str) -> list[Page]:
    """One page."""
    return [Page(1, text)]


def chunks(text: str, heading: str = "") -> list[Chunk]:
    """A chunk for each line."""
    return [
        Chunk(1, line.start(), line.end(), heading, line.group())
        for line in re.finditer(r"[^\n]+", text)
    ]


def revision(text: str) -> str:
    """The digest of the text."""
    return hashlib.sha256(text.encode()).hexdigest()


def document(name: str, text: str) -> tuple[Source, str, str, list[Page], list[Chunk]]:
    """What ``Library.replace`` takes."""
    return source(name), ROOT, revision(text), pages(text), chunks(text)
