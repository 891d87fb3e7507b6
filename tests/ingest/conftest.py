"""What the tests of the ingest share: files in a temporary folder, read by their parser."""

from collections.abc import Callable, Iterator

import pytest
from web_site import Site

from ingest.parse import Document, read_document
from retrieval.records import Page, Source

Read = Callable[..., tuple[Source, list[Page]]]
ReadFile = Callable[..., Document]


@pytest.fixture
def site() -> Iterator[Site]:
    """A web site on loopback."""
    with Site() as site:
        yield site
        site.shutdown()


@pytest.fixture
def read_file() -> ReadFile:
    """Parses the content of a file; gives all that was read."""

    def read_file_(
        name: str, content: str | bytes, metadata: dict[str, str] | None = None
    ) -> Document:
        given = content.encode() if isinstance(content, str) else content
        return read_document(given, name, name, metadata or {})

    return read_file_


@pytest.fixture
def read(read_file: ReadFile) -> Read:
    """Parses a file; gives its record and its pages."""

    def read_(
        name: str, content: str | bytes, metadata: dict[str, str] | None = None
    ) -> tuple[Source, list[Page]]:
        found = read_file(name, content, metadata)
        return found.source, found.pages

    return read_


@pytest.fixture
def lines(read: Read) -> Callable[[str, str | bytes], list[str]]:
    """Parses a file of one page and gives the lines of its text."""

    def lines_(name: str, content: str | bytes) -> list[str]:
        _, (page,) = read(name, content)
        return page.text.split("\n\n")

    return lines_
