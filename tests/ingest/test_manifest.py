"""Which files are documents, and what a manifest says of them."""

import json
import os
from pathlib import Path

import pytest

from ingest.manifest import find_documents, read_manifest
from retrieval.errors import FolderError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder of documents."""
    folder = tmp_path / "documents"
    folder.mkdir()
    return folder


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("text")


def test_files_of_known_formats_are_found_in_any_depth(folder: Path) -> None:
    names = ["a.md", "b.markdown", "c.HTML", "d.htm", "e.txt", "f.pdf", "한글/2025/g.docx"]
    write(folder, *names)
    assert list(find_documents(folder)) == names


@pytest.mark.parametrize("name", [".hidden.md", ".git/a.md", "a.py", "manifest.jsonl", "md"])
def test_other_and_hidden_files_are_left_out(folder: Path, name: str) -> None:
    write(folder, name)
    assert find_documents(folder) == {}


def test_a_folder_below_a_hidden_one_can_be_ingested(tmp_path: Path) -> None:
    write(tmp_path / ".cache" / "documents", "a.md")
    assert list(find_documents(tmp_path / ".cache" / "documents")) == ["a.md"]


def test_a_folder_named_like_a_document_is_none(folder: Path) -> None:
    (folder / "a.md").mkdir()
    assert find_documents(folder) == {}


def test_a_missing_folder_is_named_with_a_remedy(folder: Path) -> None:
    with pytest.raises(FolderError, match=r"nowhere is no folder.*energychat ingest FOLDER"):
        find_documents(folder / "nowhere")


def test_a_file_in_place_of_a_folder_is_refused(folder: Path) -> None:
    write(folder, "a.md")
    with pytest.raises(FolderError, match=r"a\.md is no folder"):
        find_documents(folder / "a.md")


def test_bytes_of_a_name_that_are_not_utf8_are_percent_encoded(folder: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.md"))
    path.write_text("text")
    assert find_documents(folder) == {"caf%E9.md": path}


def test_a_manifest_gives_metadata_by_path(folder: Path) -> None:
    row = {"path": "a.md", "title": "Title", "published": 2025, "url": "", "licence": "MIT"}
    (folder / "manifest.jsonl").write_text(json.dumps(row))
    assert read_manifest(folder) == ({"a.md": {"title": "Title", "published": "2025"}}, [])


def test_a_manifest_may_lie_one_level_above(folder: Path) -> None:
    (folder.parent / "manifest.jsonl").write_text('{"path": "a.md", "title": "Title"}')
    assert read_manifest(folder)[0] == {"a.md": {"title": "Title"}}


def test_a_manifest_beside_the_documents_goes_first(folder: Path) -> None:
    (folder.parent / "manifest.jsonl").write_text('{"path": "a.md", "title": "Above"}')
    (folder / "manifest.jsonl").write_text('{"path": "a.md", "title": "Beside"}')
    assert read_manifest(folder)[0] == {"a.md": {"title": "Beside"}}


def test_no_manifest_is_no_problem(folder: Path) -> None:
    assert read_manifest(folder) == ({}, [])


@pytest.mark.parametrize("bad", ["{not json", '["a.md"]', '"a.md"', "7", '{"title": "no path"}'])
def test_a_bad_line_is_named_and_the_others_count(folder: Path, bad: str) -> None:
    good = '{"path": "a.md", "title": "Title"}'
    (folder / "manifest.jsonl").write_text(f"{good}\n\n{bad}\n")
    entries, (problem,) = read_manifest(folder)
    assert entries == {"a.md": {"title": "Title"}}
    assert problem.endswith("line 3: not a JSON object with a path; it is left out.")


def test_invisible_characters_in_a_manifest_are_dropped(folder: Path) -> None:
    (folder / "manifest.jsonl").write_text('{"path": "a.md", "title": "Two\\nlines \\ud800"}')
    assert read_manifest(folder)[0] == {"a.md": {"title": "Two lines ?"}}


def test_bytes_that_are_not_utf8_spoil_only_their_own_line(folder: Path) -> None:
    lines = b'{"path": "caf\xe9.md", "title": "T"}\n{"path": "b.md", "title": "B"}'
    (folder / "manifest.jsonl").write_bytes(lines)
    assert read_manifest(folder)[0]["b.md"] == {"title": "B"}
