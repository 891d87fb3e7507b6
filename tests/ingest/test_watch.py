"""A real folder is watched: what changes in it is told once it has settled."""

import os
import queue
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from ingest.watch import watch
from retrieval.errors import FolderError

LONG = 20.0  # seconds, for what must come
SHORT = 0.9  # seconds, in which what must not come would have come
DEBOUNCE = 0.4


class Watcher:
    """A watch in a thread of its own."""

    def __init__(self, folder: Path, **options: object) -> None:
        self.stop = threading.Event()
        self._rounds: queue.SimpleQueue[BaseException | None] = queue.SimpleQueue()
        given = {"debounce_seconds": DEBOUNCE, "stop": self.stop} | options
        self.thread = threading.Thread(target=self._run, args=(folder, given), daemon=True)
        self.thread.start()
        self.wait()  # for the beginning

    def _run(self, folder: Path, options: dict[str, object]) -> None:
        for _ in watch(folder, **options):  # type: ignore[arg-type]
            self._rounds.put(None)

    def wait(self) -> None:
        """Wait for a round."""
        self._rounds.get(timeout=LONG)

    def rounds(self) -> int:
        """How many rounds come within a short time."""
        time.sleep(SHORT)
        return self._rounds.qsize()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a document."""
    folder = tmp_path / "documents"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub/old.md").write_text("text")
    # Polling sees that a file is newer only by a second or more.
    os.utime(folder / "sub/old.md", (0, 0))
    return folder


Watching = Callable[..., Watcher]


@pytest.fixture
def watching() -> Iterator[Watching]:
    """Watches folders until the test is over."""
    watchers: list[Watcher] = []

    def watching_(folder: Path, **options: object) -> Watcher:
        watchers.append(Watcher(folder, **options))
        return watchers[-1]

    yield watching_
    for watcher in watchers:
        watcher.stop.set()
        watcher.thread.join()


CHANGES: dict[str, Callable[[Path], object]] = {
    "created": lambda folder: (folder / "new.md").write_text("text"),
    "created in a folder": lambda folder: (folder / "sub/new.pdf").write_text("text"),
    "edited": lambda folder: (folder / "sub/old.md").write_text("other text"),
    "renamed": lambda folder: (folder / "sub/old.md").rename(folder / "new.md"),
    "renamed folder": lambda folder: (folder / "sub").rename(folder / "v1.2"),
    "deleted": lambda folder: (folder / "sub/old.md").unlink(),
    "deleted folder": lambda folder: shutil.rmtree(folder / "sub"),
    "moved in": lambda folder: shutil.move(make(folder.parent / "given"), folder / "given"),
    "manifest": lambda folder: (folder / "manifest.jsonl").write_text("{}"),
}
UNSEEN: dict[str, Callable[[Path], object]] = {
    "hidden file": lambda folder: (folder / ".hidden.md").write_text("text"),
    "hidden folder": lambda folder: make(folder / "sub/.git"),
    "no document": lambda folder: (folder / "program.log").write_text("text"),
    "read": lambda folder: (folder / "sub/old.md").read_text(),
    "outside": lambda folder: make(folder.parent / "others"),
    "library": lambda folder: (folder / "library/a.md").write_text("text"),
}


def make(folder: Path) -> Path:
    folder.mkdir()
    (folder / "a.md").write_text("text")
    return folder


@pytest.mark.parametrize("poll", [False, True], ids=["told", "polled"])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_told_once(
    folder: Path, watching: Watching, change: Callable[[Path], object], poll: bool
) -> None:
    watcher = watching(folder, poll=poll)
    change(folder)
    watcher.wait()
    if not poll:
        assert watcher.rounds() == 0


@pytest.mark.parametrize("change", UNSEEN.values(), ids=UNSEEN)
def test_what_changes_no_document_is_not_told(
    folder: Path, watching: Watching, change: Callable[[Path], object]
) -> None:
    (folder / "library").mkdir()
    watcher = watching(folder, leave_out=folder / "library")
    change(folder)
    assert watcher.rounds() == 0
    CHANGES["created"](folder)
    watcher.wait()


def test_many_changes_at_once_are_few_rounds(folder: Path, watching: Watching) -> None:
    watcher = watching(folder)
    for number in range(200):
        (folder / f"{number}.md").write_text("text")
    watcher.wait()
    # One, and a second if a busy machine held the writing up.
    assert watcher.rounds() <= 1


def test_changes_that_go_on_and_on_are_told_all_the_same(folder: Path, watching: Watching) -> None:
    watcher = watching(folder, debounce_seconds=600.0, longest_wait_seconds=0.3)
    (folder / "new.md").write_text("text")
    time.sleep(0.5)
    (folder / "new.md").write_text("more text")
    watcher.wait()


def test_what_changes_while_the_caller_works_is_told_afterwards(folder: Path) -> None:
    stop = threading.Event()
    rounds = watch(folder, stop=stop, debounce_seconds=DEBOUNCE)
    next(rounds)
    (folder / "new.md").write_text("text")
    time.sleep(SHORT)
    next(rounds)
    stop.set()
    assert list(rounds) == []


def test_a_stop_ends_the_watch(folder: Path) -> None:
    stop = threading.Event()
    stop.set()
    assert list(watch(folder, stop=stop)) == []


def test_a_folder_by_way_of_a_link_is_watched(folder: Path, watching: Watching) -> None:
    (folder.parent / "link").symlink_to(folder)
    watcher = watching(folder.parent / "link")
    CHANGES["edited"](folder)
    watcher.wait()


def test_a_folder_below_a_hidden_one_is_watched(tmp_path: Path, watching: Watching) -> None:
    (tmp_path / ".library").mkdir()
    folder = make(tmp_path / ".library/web")
    watcher = watching(folder)
    CHANGES["created"](folder)
    watcher.wait()


def test_an_archive_is_watched_though_another_takes_its_place(
    tmp_path: Path, watching: Watching
) -> None:
    def zipped(name: str) -> Path:
        with ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("a.md", "text")
        return tmp_path / name

    watcher = watching(zipped("reports.zip"))
    zipped("others.zip")
    assert watcher.rounds() == 0
    for name in ("first", "second"):
        zipped(name).replace(tmp_path / "reports.zip")
        watcher.wait()
        assert watcher.rounds() == 0


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match=r"nowhere/at/all cannot be watched: .*Check that"):
        list(watch(tmp_path / "nowhere/at/all", stop=threading.Event()))
