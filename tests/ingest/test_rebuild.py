"""Building the index anew, as after a change of the encoder or of the chunk size."""

import signal
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ingest import Patterns, SyncProgress, rebuild, sync
from retrieval import Library, search
from retrieval.embedding import Encoder
from retrieval.errors import FolderError, IndexMismatch, LibraryBusy

if TYPE_CHECKING:
    from conftest import OtherProcess


@pytest.fixture(autouse=True)
def loaded_encoder(monkeypatch: pytest.MonkeyPatch, encoder: Encoder) -> None:
    """Loading another one takes seconds."""
    monkeypatch.setattr("retrieval.index.Encoder", lambda _: encoder)


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


def test_the_old_index_serves_until_the_new_one_takes_its_place(
    built: Library, open_library: Callable[..., Library], folders: tuple[Path, Path]
) -> None:
    reader = open_library()
    (folders[0] / "new.txt").write_text("The new plant delivers power.")
    seen: list[str] = []

    def ask(_: SyncProgress) -> None:
        reader.refresh_if_stale()
        seen.extend(passage.document for passage in search(reader, "Which plant delivers power?"))

    rebuild(built.settings, progress=ask)
    assert set(seen) == {"first.txt", "second.txt"}
    reader.refresh_if_stale()
    assert search(reader, "Which plant delivers power?")[0].document == "new.txt"


def test_a_reader_with_the_old_settings_is_told_to_start_anew(
    built: Library, open_library: Callable[..., Library]
) -> None:
    reader = open_library()
    rebuild(built.settings.model_copy(update={"chunk_tokens": 64}))
    with pytest.raises(IndexMismatch, match="chunk_tokens '64' \\(now '160'\\)"):
        reader.refresh_if_stale()


def test_a_stopped_rebuild_leaves_the_old_index_and_goes_on_the_next_time(
    built: Library, open_library: Callable[..., Library]
) -> None:
    done: list[SyncProgress] = []
    settings = built.settings.model_copy(update={"chunk_tokens": 64})
    report = rebuild(
        settings, progress=done.append, stop=lambda: any(each.outcome for each in done)
    )
    assert (report.stopped, report.added) == (True, ["first.txt"])
    assert documents(open_library()) == ["first.txt", "second.txt"]
    assert rebuild(settings).added == ["second.txt"]
    assert documents(open_library(chunk_tokens=64)) == ["first.txt", "second.txt"]


def test_the_folder_of_the_old_vectors_goes(built: Library) -> None:
    for _ in range(2):
        rebuild(built.settings)
    left = sorted(path.name for path in built.folder.iterdir() if path.is_dir())
    assert len(left) == 1


def test_history_and_corrections_stay(
    built: Library, open_library: Callable[..., Library], folders: tuple[Path, Path]
) -> None:
    library = open_library()
    library.state.correct(folders[0], "first.txt", {"title": "The true title"})
    library.close()
    rebuild(built.settings)
    library = open_library()
    assert library.catalogue.source("first.txt").title == "The true title"
    assert len(library.state.ingests()) == 4


@pytest.mark.usefixtures("built")
def test_only_the_texts_of_the_old_index_are_embedded_anew(
    built: Library, open_library: Callable[..., Library], folders: tuple[Path, Path]
) -> None:
    (folders[0] / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    library = open_library()
    before = sync(library, folders[0])
    library.close()
    (folders[0] / "new.txt").write_text("Not read by this rebuild.")
    settings = built.settings.model_copy(update={"chunk_tokens": 64})
    report = rebuild(settings, embed_only=True)
    assert (report.updated, report.embedded) == (["first.txt", "second.txt"], 2)
    library = open_library(chunk_tokens=64)
    assert library.vectors.ids() == library.catalogue.chunk_ids()
    after = sync(library, folders[0])
    assert (after.added, after.unchanged, after.failed) == (["new.txt"], 1, before.failed)


def test_texts_of_another_version_are_not_taken_over(
    built: Library, open_library: Callable[..., Library]
) -> None:
    library = open_library()
    library.catalogue.set_meta({"schema": "1"})
    library.close()
    with pytest.raises(IndexMismatch, match="`energychat rebuild` without `--embed-only`"):
        rebuild(built.settings, embed_only=True)


@pytest.mark.parametrize("moment", ["before become", "after become"])
def test_a_rebuild_killed_at_the_swap_leaves_one_whole_index(
    built: Library,
    open_library: Callable[..., Library],
    other_process: "OtherProcess",
    moment: str,
) -> None:
    code = other_process.run("rebuild", built.folder, die=moment)
    assert code == -signal.SIGKILL
    for _ in range(2):
        library = open_library()
        with library.writer():
            pass
        assert documents(library) == ["first.txt", "second.txt"]
        assert library.vectors.ids() == library.catalogue.chunk_ids()
        library.close()
        rebuild(built.settings)
