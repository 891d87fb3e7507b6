"""Building the index anew, as after a change of the encoder or of the chunk size."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import Patterns, rebuild, sync
from retrieval import Library
from retrieval.errors import FolderError, LibraryBusy


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders of one document each."""
    folders = tmp_path / "first", tmp_path / "second"
    for folder in folders:
        folder.mkdir()
        (folder / f"{folder.name}.txt").write_text(f"The {folder.name} plant delivers heat.")
    return folders


@pytest.fixture
def built(open_library: Callable[..., Library], folders: tuple[Path, Path]) -> Library:
    """A library of both folders, closed."""
    library = open_library()
    for folder in folders:
        sync(library, folder)
    library.close()
    return library


def documents(library: Library) -> list[str]:
    return [stored.source.document for stored in library.catalogue.documents()]


def test_all_folders_are_ingested_anew_with_the_new_setting(
    built: Library, open_library: Callable[..., Library], folders: tuple[Path, Path]
) -> None:
    settings = built.settings.model_copy(update={"chunk_tokens": 64})
    report = rebuild(settings, folders[0])
    assert (report.added, report.embedded, report.chunks) == (["first.txt", "second.txt"], 2, 2)
    library = open_library(chunk_tokens=64)
    assert documents(library) == ["first.txt", "second.txt"]
    assert library.vectors.ids() == library.catalogue.chunk_ids()


def test_a_folder_that_is_gone_is_a_warning(
    built: Library, open_library: Callable[..., Library], folders: tuple[Path, Path]
) -> None:
    folders[1].rename(folders[1].with_name("moved"))
    report = rebuild(built.settings, folders[0])
    assert report.warnings == [f"{folders[1]} is gone; its documents have left the library."]
    assert documents(open_library()) == ["first.txt"]


@pytest.mark.usefixtures("built")
def test_a_missing_folder_keeps_the_old_index(
    open_library: Callable[..., Library], folders: tuple[Path, Path]
) -> None:
    library = open_library()
    with pytest.raises(FolderError):
        rebuild(library.settings, folders[0].with_name("nowhere"))
    assert documents(library) == ["first.txt", "second.txt"]


@pytest.mark.usefixtures("built")
def test_an_index_that_is_being_written_to_is_not_discarded(
    open_library: Callable[..., Library], folders: tuple[Path, Path]
) -> None:
    library = open_library()
    with library.writer(), pytest.raises(LibraryBusy):
        rebuild(library.settings, folders[0])
    assert documents(library) == ["first.txt", "second.txt"]


def test_the_patterns_of_each_folder_are_kept(
    built: Library, open_library: Callable[..., Library], folders: tuple[Path, Path]
) -> None:
    library = open_library()
    (folders[1] / "draft.txt").write_text("A draft.")
    sync(library, folders[1], patterns=Patterns(exclude=("draft*",)))
    library.close()
    rebuild(built.settings, folders[0])
    assert documents(open_library()) == ["first.txt", "second.txt"]
