"""What the tests of the corpus share: its documents, each parsed once."""

from pathlib import Path

import pytest

from ingest.folder import list_folder
from ingest.manifest import read_manifest
from ingest.parse import parse_document
from retrieval.records import Page

FOLDER = Path(__file__).parents[2] / "corpus" / "documents"


@pytest.fixture(scope="session")
def pages() -> dict[str, list[Page]]:
    """The parsed pages of each document, by its path in ``corpus/documents``."""
    entries, problems = read_manifest(FOLDER)
    assert not problems
    return {
        name: parse_document(file.path, name, name, entries[name])[1]
        for name, file in list_folder(FOLDER).files.items()
    }
