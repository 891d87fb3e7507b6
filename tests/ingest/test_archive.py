"""Zip archives as a source: their members are documents, within bounds."""

import io
import random
import zipfile
from pathlib import Path

import pytest
from packages import packed

from ingest import Patterns, remove_document, sync
from ingest.archive import archived, members, read_member
from ingest.folder import list_folder
from retrieval import Library
from retrieval.errors import FolderError, ParseError

LIMIT = 1_000_000
TEXTS: dict[str, str | bytes] = {
    "workshop.md": "# Workshop\n\nThe fourth workshop was held in Montreal.",
    "sub/heat.txt": "Sales of heat pumps fell in 2023.",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an archive of two documents and one beside it."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "old.zip").write_bytes(packed(TEXTS))
    (folder / "new.md").write_text("The seminar was held in Toronto.")
    return folder


def test_members_are_documents_under_the_archives_name(library: Library, folder: Path) -> None:
    names = ["new.md", "old.zip/sub/heat.txt", "old.zip/workshop.md"]
    assert sync(library, folder).added == names
    assert sync(library, folder).unchanged == 3


def test_an_archive_may_stand_in_place_of_a_folder(library: Library, folder: Path) -> None:
    names = ["old.zip/sub/heat.txt", "old.zip/workshop.md"]
    assert sync(library, folder / "old.zip").added == names
    original = library.catalogue.original("old.zip/workshop.md")
    assert archived(original) == str(TEXTS["workshop.md"]).encode()


def test_a_changed_archive_updates_its_changed_members_only(library: Library, folder: Path) -> None:
    sync(library, folder)
    (folder / "old.zip").write_bytes(packed(TEXTS | {"workshop.md": "It was held in Seoul."}))
    report = sync(library, folder)
    assert (report.updated, report.unchanged) == (["old.zip/workshop.md"], 2)


def test_a_member_that_left_the_archive_leaves_the_library(library: Library, folder: Path) -> None:
    sync(library, folder)
    (folder / "old.zip").write_bytes(packed({"workshop.md": TEXTS["workshop.md"]}))
    assert sync(library, folder).removed == ["old.zip/sub/heat.txt"]


def test_the_documents_of_an_archive_that_became_damaged_stay(
    library: Library, folder: Path
) -> None:
    sync(library, folder)
    (folder / "old.zip").write_bytes(packed(TEXTS)[:100])
    report = sync(library, folder)
    assert (report.removed, report.unchanged) == ([], 1)
    ((name, reason),) = report.failed
    assert name == "old.zip"
    assert reason.startswith("The archive cannot be opened: The file is damaged")


def test_a_damaged_archive_in_place_of_a_folder_is_refused(library: Library, folder: Path) -> None:
    (folder / "old.zip").write_bytes(b"PK")
    with pytest.raises(FolderError, match=r"old\.zip: The archive cannot be opened"):
        sync(library, folder / "old.zip")


@pytest.mark.parametrize("name", ["../out.md", "/etc/out.md", "a/../../out.md", "..\\out.md"])
def test_a_member_whose_path_leads_out_is_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.zip").write_bytes(packed({name: "text", "good.md": "text"}))
    found = dict(members(tmp_path / "a.zip", LIMIT))
    assert found.pop("good.md") == ""
    assert list(found.values()) == ["Its path leads out of the archive. It is not read."]


def test_a_member_with_separators_of_windows_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed({"sub\\a.md": "text"}))
    assert read_member(tmp_path / "a.zip", "sub/a.md") == b"text"


def test_an_encrypted_member_is_reported_and_the_others_are_read(tmp_path: Path) -> None:
    content = bytearray(packed({"secret.md": "text", "open.md": "text"}))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + flags] |= 1  # of the first member
    (tmp_path / "a.zip").write_bytes(content)
    found = dict(members(tmp_path / "a.zip", LIMIT))
    assert found["secret.md"].startswith("The file is encrypted.")
    assert found["open.md"] == ""


def test_an_archive_within_an_archive_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed({"b.zip": packed(TEXTS)}))
    assert members(tmp_path / "a.zip", LIMIT) == [
        ("b.zip", "An archive within an archive is not read. Unpack it.")
    ]


def test_a_bomb_and_a_large_member_are_reported_by_name(tmp_path: Path) -> None:
    large = random.Random(7).randbytes(LIMIT + 1)
    content = packed({"bomb.txt": b"a" * 2 * LIMIT, "large.txt": large, "good.md": "text"})
    (tmp_path / "a.zip").write_bytes(content)
    found = dict(members(tmp_path / "a.zip", 2 * LIMIT))
    assert "looks like a zip bomb" in found["bomb.txt"]
    assert (found["large.txt"], found["good.md"]) == ("", "")
    assert "at most 1 MB are read" in dict(members(tmp_path / "a.zip", LIMIT))["large.txt"]


def test_an_archive_of_too_much_is_refused_in_whole(tmp_path: Path) -> None:
    content = packed({f"{n}.txt": random.Random(n).randbytes(1000) for n in range(50)})
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(ParseError, match=r"would unpack to 0 MB.*ENERGYCHAT_MAX_FILE_MEGABYTES"):
        members(tmp_path / "a.zip", 1000)


def test_a_member_damaged_inside_is_reported_when_it_is_read(tmp_path: Path) -> None:
    content = packed({"a.txt": random.Random(7).randbytes(5000)})
    (tmp_path / "a.zip").write_bytes(content[:1000] + b"\x00" * 50 + content[1050:])
    with pytest.raises(ParseError, match=r"cannot be unpacked.*Make the archive anew"):
        read_member(tmp_path / "a.zip", "a.txt")


def test_hidden_and_foreign_members_are_passed_over(folder: Path) -> None:
    noise = {"__MACOSX/._a.md": "x", ".hidden.md": "x", "a.py": "x"}
    (folder / "old.zip").write_bytes(packed({"a.md": "text", **noise}))
    listing = list_folder(folder)
    assert list(listing.files) == ["new.md", "old.zip/a.md"]
    assert listing.skipped == ["old.zip/a.py"]


def test_a_korean_name_without_its_flag_is_read(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("XXXXXX.md", "text")
    (tmp_path / "a.zip").write_bytes(
        stream.getvalue().replace(b"XXXXXX", "에너지".encode("euc_kr"))
    )
    assert members(tmp_path / "a.zip", LIMIT) == [("에너지.md", "")]
    assert read_member(tmp_path / "a.zip", "에너지.md") == b"text"


# --- patterns -----------------------------------------------------------------------------


def test_patterns_are_kept_with_the_folder(library: Library, folder: Path) -> None:
    chosen = Patterns(("*.md",), ("old.zip/**",))
    assert sync(library, folder, patterns=chosen).added == ["new.md"]
    (folder / "next.md").write_text("The next one.")
    (folder / "next.txt").write_text("The next one.")
    assert sync(library, folder).added == ["next.md"]


def test_what_new_patterns_leave_out_leaves_the_library(library: Library, folder: Path) -> None:
    sync(library, folder)
    report = sync(library, folder, patterns=Patterns(exclude=("*.zip",)))
    assert report.removed == ["old.zip/sub/heat.txt", "old.zip/workshop.md"]
    assert len(sync(library, folder, patterns=Patterns(("*",))).added) == 2


def test_a_member_can_be_removed_by_hand(library: Library, folder: Path) -> None:
    sync(library, folder)
    remove_document(library, "old.zip/workshop.md")
    assert sync(library, folder).added == ["old.zip/workshop.md"]
