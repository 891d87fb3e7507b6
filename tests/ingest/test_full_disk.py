"""A disk that fills up while a folder is ingested."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest import sync
from retrieval import Library
from retrieval.errors import LibraryFull
from retrieval.records import Page, Source

SMALL = "1600k"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with little room."""
    place = tmp_path / "small"
    place.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", str(place)]
    try:
        subprocess.run(["mount", *options], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("only root may mount a small file system here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place: Path, left: int) -> Path:
    """Take the room on a disk but for so many bytes."""
    filler = place / "filler"
    filler.write_bytes(bytes(shutil.disk_usage(place).free - left))
    return filler


def test_a_full_disk_stops_the_ingest_and_keeps_what_was_there(
    small_disk: Path, tmp_path: Path, open_library: Callable[..., Library]
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.md").write_text("The fourth workshop was held in Montreal.")
    library = open_library(library=small_disk / "library")
    assert sync(library, folder).added == ["a.md"]
    (folder / "b.md").write_text("The fifth workshop was held in Seoul. " * 40)
    filler = fill(small_disk, left=24_000)  # for the lock, not for the text
    with pytest.raises(LibraryFull, match="make room, and ingest again"):
        sync(library, folder)
    assert [d.source.document for d in library.catalogue.documents()] == ["a.md"]
    filler.unlink()
    report = sync(library, folder)
    assert (report.added, report.unchanged, report.failed) == (["b.md"], 1, [])


def test_a_page_that_does_not_fit_leaves_the_catalogue_as_it_was(
    small_disk: Path, open_library: Callable[..., Library]
) -> None:
    catalogue = open_library(library=small_disk / "library").catalogue
    source = Source("a", "a", "txt", "A")
    catalogue.replace(source, "root", "1", [Page(1, "Small.")], [])
    with pytest.raises(LibraryFull):
        catalogue.replace(source, "root", "2", [Page(1, "Large. " * 400_000)], [])
    assert [page.text for page in catalogue.pages("a")] == ["Small."]
