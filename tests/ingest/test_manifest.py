"""What a manifest says of documents."""

import json
from pathlib import Path

import pytest

from ingest.manifest import read_manifest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder of documents."""
    folder = tmp_path / "documents"
    folder.mkdir()
    return folder


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


def test_a_manifest_in_a_folder_below_goes_before_those_above(folder: Path) -> None:
    (folder / "sub").mkdir()
    above = [{"path": f"{name}.md", "title": "Above"} for name in ("sub/a", "sub/b")]
    (folder / "manifest.jsonl").write_text("\n".join(map(json.dumps, above)))
    (folder / "sub/manifest.jsonl").write_text('{"path": "a.md", "title": "Below"}')
    assert read_manifest(folder, ["sub"])[0] == {
        "sub/a.md": {"title": "Below"},
        "sub/b.md": {"title": "Above"},
    }
