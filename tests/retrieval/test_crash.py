"""A process is killed between the steps of a write; the next writer mends what it left."""

import signal
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from line_documents import document

from retrieval import Library
from retrieval.records import Chunk

if TYPE_CHECKING:
    from conftest import OtherProcess

NAME = "report.txt"
OLD = "The fourth workshop was held in Montreal.\nThe plant stands in Toronto.\nA shared line."
NEW = "The fifth workshop was held in Seoul.\nA shared line."
SHARED = "Another document of one line."

BEFORE_REPLACING = [
    "before upsert",
    "after upsert",
    "before replace",
    "after _delete_rows",
    "before _raise_generation",
    "after _raise_generation",
]
AFTER_REPLACING = ["after replace", "before delete", "after delete"]
BEFORE_REMOVING = ["before remove", "after _delete_rows", "after _raise_generation"]
AFTER_REMOVING = ["after remove", "before delete", "after delete"]

Crash = Callable[[str, str], Library]


@pytest.fixture
def crash(other_process: "OtherProcess", open_library: Callable[..., Library]) -> Crash:
    """Kills another process at a moment of an action; gives the library as it was left."""

    def crash_(action: str, moment: str) -> Library:
        library = open_library()
        with library.writer():
            library.replace(*document(NAME, OLD))
            library.replace(*document("other.txt", SHARED))
        library.close()
        code = other_process.run(action, library.folder, name=NAME, text=NEW, die=moment)
        assert code == -signal.SIGKILL, f"there was no moment {moment!r}"
        return open_library()

    return crash_


def lines(library: Library) -> list[str]:
    """The text of the document's chunks as search would show them, in order."""
    found = library.catalogue.load(sorted(library.catalogue.chunk_ids(NAME)))
    chunks: list[Chunk] = sorted((chunk for _, chunk in found.values()), key=lambda c: c.start)
    return [chunk.text for chunk in chunks]


def assert_whole_after_sweep(library: Library, text: str) -> None:
    """The document has this text, and each chunk of the library has exactly one vector."""
    assert library.catalogue.chunk_ids() <= library.vectors.ids(), "a chunk lost its vector"
    with library.writer():
        pass
    assert "\n".join(lines(library)) == text
    assert "\n".join(page.text for page in library.catalogue.pages(NAME)) == text
    assert library.vectors.ids() == library.catalogue.chunk_ids()


@pytest.mark.parametrize("moment", BEFORE_REPLACING)
def test_replacing_killed_before_its_commit_leaves_the_old_document(
    crash: Crash, moment: str
) -> None:
    assert_whole_after_sweep(crash("replace", moment), OLD)


@pytest.mark.parametrize("moment", AFTER_REPLACING)
def test_replacing_killed_after_its_commit_leaves_the_new_document(
    crash: Crash, moment: str
) -> None:
    assert_whole_after_sweep(crash("replace", moment), NEW)


@pytest.mark.parametrize("moment", BEFORE_REMOVING)
def test_removing_killed_before_its_commit_leaves_the_document(crash: Crash, moment: str) -> None:
    assert_whole_after_sweep(crash("remove", moment), OLD)


@pytest.mark.parametrize("moment", AFTER_REMOVING)
def test_removing_killed_after_its_commit_leaves_nothing_of_it(crash: Crash, moment: str) -> None:
    assert_whole_after_sweep(crash("remove", moment), "")


def test_vectors_that_a_crash_left_are_not_found(crash: Crash) -> None:
    library = crash("replace", "before replace")
    found = library.catalogue.load([id_ for id_, _ in library.nearest("Where was it held?", 10)])
    assert "The fifth workshop was held in Seoul." not in {c.text for _, c in found.values()}


def test_a_write_that_was_killed_can_be_done_again(
    crash: Crash, other_process: "OtherProcess"
) -> None:
    library = crash("replace", "after replace")
    assert other_process.run("replace", library.folder, name=NAME, text=NEW) == 0
    assert_whole_after_sweep(library, NEW)
