"""Which files of a folder are documents, and what is said of the others."""

import os
from pathlib import Path

import pytest

from ingest.file import File
from ingest.folder import Listing, list_folder
from retrieval.errors import FolderError, ParseError


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


def failed(listing: Listing) -> list[tuple[str, str]]:
    """Path and the first sentence of the reason of each that failed."""
    return [(name, reason.split(". ")[0]) for name, reason in listing.failed]


def test_files_of_known_formats_are_found_in_any_depth(folder: Path) -> None:
    names = ["a.md", "b.markdown", "c.HTML", "d.htm", "e.txt", "f.pdf", "한글/2025/g.docx"]
    write(folder, *names)
    assert list(list_folder(folder).files) == names


@pytest.mark.parametrize("name", [".hidden.md", ".git/a.md", "manifest.jsonl"])
def test_hidden_files_and_manifests_are_left_out(folder: Path, name: str) -> None:
    write(folder, name)
    assert list_folder(folder) == Listing()


def test_files_of_other_formats_are_named(folder: Path) -> None:
    write(folder, "a.py", "md", "sub/b.png", "c.md")
    listing = list_folder(folder)
    assert (listing.skipped, list(listing.files)) == (["a.py", "md", "sub/b.png"], ["c.md"])


def test_a_folder_below_a_hidden_one_can_be_ingested(tmp_path: Path) -> None:
    write(tmp_path / ".cache" / "documents", "a.md")
    assert list(list_folder(tmp_path / ".cache" / "documents").files) == ["a.md"]


def test_a_folder_named_like_a_document_is_none(folder: Path) -> None:
    (folder / "a.md").mkdir()
    assert list_folder(folder) == Listing()


def test_a_pipe_named_like_a_document_is_none(folder: Path) -> None:
    os.mkfifo(folder / "a.md")
    assert list_folder(folder) == Listing()


def test_a_missing_folder_is_named_with_a_remedy(folder: Path) -> None:
    with pytest.raises(FolderError, match=r"nowhere is not there.*energychat ingest FOLDER"):
        list_folder(folder / "nowhere")


def test_a_document_in_place_of_a_folder_is_listed_alone(folder: Path) -> None:
    write(folder, "a.md")
    write(folder, "b.md")
    assert list(list_folder(folder / "a.md").files) == ["a.md"]


def test_a_file_of_another_format_in_place_of_a_folder_is_refused(folder: Path) -> None:
    write(folder, "a.png")
    with pytest.raises(FolderError, match=r"a\.png is of a format that is not read.*\.pdf"):
        list_folder(folder / "a.png")


# --- names --------------------------------------------------------------------------------


def test_bytes_of_a_name_that_are_not_utf8_are_percent_encoded(folder: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.md"))
    path.write_text("text")
    assert list_folder(folder).files == {"caf%E9.md": File(path)}


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("two\nlines.md", "two%0Alines.md"),
        ("bell\x07.md", "bell%07.md"),
        ("a\u202efdp.md", "a%E2%80%AEfdp.md"),
        ("⚡ energy 🔋.md", "⚡ energy 🔋.md"),
        ("에너지.md", "에너지.md"),
        ("طاقة.md", "طاقة.md"),
        ("100%.md", "100%.md"),
    ],
)
def test_what_cannot_be_shown_on_a_line_is_percent_encoded(
    folder: Path, name: str, stored: str
) -> None:
    write(folder, name)
    assert list_folder(folder).files == {stored: File(folder / name)}


def test_of_two_names_that_become_one_the_second_is_reported(folder: Path) -> None:
    write(folder, "caf%E9.md")
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.md")).write_text("text")
    listing = list_folder(folder)
    assert list(listing.files) == ["caf%E9.md"]
    assert failed(listing) == [
        ("caf%E9.md", "Another file has the same name once written in UTF-8.")
    ]


# --- links --------------------------------------------------------------------------------


def test_a_link_to_a_file_within_is_followed(folder: Path) -> None:
    write(folder, "a.md")
    (folder / "b.md").symlink_to("a.md")
    assert list(list_folder(folder).files) == ["a.md", "b.md"]


def test_a_link_to_a_folder_within_is_not_listed_twice(folder: Path) -> None:
    write(folder, "sub/a.md")
    (folder / "again").symlink_to("sub")
    assert list_folder(folder) == Listing(files={"sub/a.md": File(folder / "sub/a.md")})


def test_a_circle_of_folders_ends(folder: Path) -> None:
    write(folder, "sub/a.md")
    (folder / "sub/up").symlink_to(folder)
    assert list(list_folder(folder).files) == ["sub/a.md"]


@pytest.mark.parametrize("target", ["../outside.md", "../outside"])
def test_a_link_out_of_the_folder_is_reported_and_not_followed(folder: Path, target: str) -> None:
    write(folder, "a.md")
    write(folder.parent, "outside.md", "outside/b.md")
    (folder / "link.md").symlink_to(target)
    listing = list_folder(folder)
    assert list(listing.files) == ["a.md"]
    assert failed(listing) == [("link.md", "The link leads out of the folder and is not followed")]


@pytest.mark.parametrize("target", ["nothing.md", "link.md"])
def test_a_link_to_nothing_or_itself_is_reported(folder: Path, target: str) -> None:
    write(folder, "a.md")
    (folder / "link.md").symlink_to(target)
    listing = list_folder(folder)
    assert list(listing.files) == ["a.md"]
    assert failed(listing) == [("link.md", "The link leads nowhere, or in a circle")]


# --- reading ------------------------------------------------------------------------------


def test_a_file_is_read_in_whole(folder: Path) -> None:
    write(folder, "a.md")
    assert File(folder / "a.md").read(4) == b"text"


def test_a_file_beyond_the_limit_is_not_read_and_the_setting_is_named(folder: Path) -> None:
    with (folder / "a.txt").open("wb") as stream:
        stream.truncate(200_000_000)
    with pytest.raises(ParseError, match=r"200\.0 MB; at most 50 MB.*ENERGYCHAT_MAX_FILE_MEGABY"):
        File(folder / "a.txt").read(50_000_000)


def test_a_file_that_grows_while_it_is_read_is_left_for_the_next_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "a.md")
    path, sizes = folder / "a.md", []
    fstat = os.fstat

    def growing(number: int) -> os.stat_result:
        with path.open("a") as stream:
            stream.write("more")
        sizes.append(fstat(number).st_size)
        return fstat(number)

    monkeypatch.setattr(os, "fstat", growing)
    with pytest.raises(ParseError, match=r"is being written to\. The next ingest"):
        File(path).read(1000)
