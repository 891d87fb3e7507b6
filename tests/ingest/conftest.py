"""What the tests of the ingest share: files in a temporary folder, read by their parser."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.parse import parse_document
from retrieval.records import Page, Source

Read = Callable[..., tuple[Source, list[Page]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Writes a file and parses it; gives its record and its pages."""

    def read_(
        name: str, content: str | bytes, metadata: dict[str, str] | None = None
    ) -> tuple[Source, list[Page]]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return parse_document(path, name, name, metadata or {})

    return read_


@pytest.fixture
def lines(read: Read) -> Callable[[str, str | bytes], list[str]]:
    """Writes a file of one page and gives the lines of its text."""

    def lines_(name: str, content: str | bytes) -> list[str]:
        _, (page,) = read(name, content)
        return page.text.split("\n\n")

    return lines_
