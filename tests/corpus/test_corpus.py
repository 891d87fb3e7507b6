"""The documents that ship: the manifest lists them, and they say what their sources say."""

import json
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import frontmatter
import pytest

from ingest.folder import list_folder
from retrieval.records import Page

CORPUS = Path(__file__).parents[2] / "corpus"
DOCUMENTS = list_folder(CORPUS / "documents").files
SOURCES = sorted((CORPUS / "sources").glob("*.md"))
MANIFEST: list[dict[str, Any]] = [
    json.loads(line)
    for line in (CORPUS / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
]
KEYS = ["path", "title", "publisher", "published", "language", "url", "licence", "sheet"]
SHEETS = set(range(59))
FORMATS = {".md": 15, ".html": 12, ".pdf": 8, ".txt": 6, ".docx": 6}


def words(text: str) -> Counter[str]:
    """How often each word occurs, whatever stands between the words."""
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFC", text)))


def is_date(text: str) -> bool:
    """Whether a text is a day, a month or a year in ISO 8601."""
    first_day = text + "-01-01"[len(text) - len("2025") :]
    return date.fromisoformat(first_day).isoformat().startswith(text)


def test_the_manifest_lists_every_document_and_no_other() -> None:
    assert [entry["path"] for entry in MANIFEST] == list(DOCUMENTS)


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: str(entry["path"]))
def test_an_entry_of_the_manifest_is_complete(entry: dict[str, Any]) -> None:
    assert list(entry) == KEYS
    assert entry["title"]
    assert entry["publisher"]
    assert entry["licence"] == "Apache-2.0"
    assert entry["language"] in {"en", "ko", "fr", "de"}
    assert entry["published"] == "" or is_date(entry["published"])
    assert entry["url"] == "" or entry["url"].startswith(("http://", "https://"))


def test_every_fact_sheet_is_used() -> None:
    assert {sheet for entry in MANIFEST for sheet in entry["sheet"]} == SHEETS


def test_the_table_of_the_sheets_names_the_documents_that_use_each() -> None:
    table = (CORPUS / "sheets.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| (.*) \|$", table, re.MULTILINE)
    named = {int(sheet): set(re.findall(r"\(documents/(.*?)\)", links)) for sheet, links in rows}
    assert named == {
        sheet: {entry["path"] for entry in MANIFEST if sheet in entry["sheet"]} for sheet in SHEETS
    }


def test_the_formats_are_there_in_their_numbers() -> None:
    assert Counter(Path(name).suffix for name in DOCUMENTS) == FORMATS


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_parses_to_pages_with_text(name: str, pages: dict[str, list[Page]]) -> None:
    assert all(page.text for page in pages[name])


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: str(source.stem))
def test_a_built_document_says_what_its_source_says(
    source: Path, pages: dict[str, list[Page]]
) -> None:
    head, body = frontmatter.parse(source.read_text(encoding="utf-8"))
    built = " ".join(page.text for page in pages[f"{source.stem}.{head['format']}"])
    said = re.sub(r"^\d+\. ", "", body, flags=re.MULTILINE)  # a page numbers its lists itself
    assert words(said) - words(built) == Counter()


def test_the_command_that_the_readme_names_counts_documents_and_questions() -> None:
    command = "python corpus/counts.py"
    assert command in (CORPUS / "README.md").read_text(encoding="utf-8")
    done = subprocess.run(
        [sys.executable, *command.split()[1:]],
        cwd=CORPUS.parent,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    lines = done.stdout.splitlines()
    assert f"{len(DOCUMENTS)} documents by format" in lines
    assert {f"{count:5}  {suffix}" for suffix, count in FORMATS.items()} <= set(lines)
