"""What became of the sources of an answer since, over a real library that is ingested again."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ingest import sync
from retrieval import Library
from retrieval.assistant import Assistant
from retrieval.changes import as_of_now
from retrieval.records import Answer, SourceChange

QUOTE = "The tokamak WEST held its plasma for 1,337 seconds in February 2025."
QUESTION = "How long did WEST hold its plasma?"
Again = Callable[[], Answer]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "papers"
    made.mkdir()
    (made / "plasma.txt").write_text(QUOTE)
    (made / "other.txt").write_text("The laboratory NREL is in Golden, Colorado.")
    return made


@pytest.fixture
def answer(library: Library, folder: Path) -> Answer:
    """An answer that quotes the library's document."""
    sync(library, folder)
    given = Assistant(library).ask(QUESTION)
    assert [citation.quote for citation in given.citations] == [QUOTE]
    return given


@pytest.fixture
def again(library: Library, folder: Path, answer: Answer) -> Again:
    """Ingests the folder again, and gives the answer as it is to be shown then."""
    asked = datetime.now(UTC).isoformat()

    def ingest_and_see() -> Answer:
        sync(library, folder, allow_mass_removal=True)
        return as_of_now(library, answer, asked)

    return ingest_and_see


def change(answer: Answer) -> SourceChange | None:
    assert [citation.quote for citation in answer.citations] == [QUOTE]
    return answer.citations[0].passage.change


def test_nothing_is_said_of_a_document_that_stayed(again: Again, answer: Answer) -> None:
    assert again() == answer


def test_a_changed_document_is_dated_and_the_words_are_found(again: Again, folder: Path) -> None:
    (folder / "plasma.txt").write_text(f"A new beginning.\n\n{QUOTE}")
    seen = change(again())
    start = len("A new beginning.\n\n")
    assert seen == SourceChange(
        date.today().isoformat(), is_gone=False, place=(1, start, start + len(QUOTE))
    )


def test_words_that_are_gone_have_no_place(again: Again, folder: Path) -> None:
    (folder / "plasma.txt").write_text(QUOTE.replace("1,337", "1,400"))
    assert change(again()) == SourceChange(date.today().isoformat(), is_gone=False)


def test_a_document_that_left_the_library_is_gone(again: Again, folder: Path) -> None:
    (folder / "plasma.txt").unlink()
    assert change(again()) == SourceChange(date.today().isoformat(), is_gone=True)


def test_a_document_that_moved_is_named_anew(again: Again, folder: Path) -> None:
    (folder / "plasma.txt").rename(folder / "west.txt")
    seen = again()
    assert change(seen) is None
    assert seen.citations[0].source.document == "west.txt"


def test_the_closest_passages_are_told_of_too(again: Again, folder: Path) -> None:
    (folder / "plasma.txt").unlink()
    gone = [p.document for p in again().passages if p.change and p.change.is_gone]
    assert gone == ["plasma.txt"]


def test_a_reprint_that_is_gone_is_no_longer_named(library: Library, folder: Path) -> None:
    (folder / "reprint.txt").write_text(QUOTE)
    sync(library, folder)
    given = Assistant(library).ask(QUESTION)
    (also,) = given.citations[0].passage.duplicates
    (folder / also).unlink()
    sync(library, folder)
    seen = as_of_now(library, given, datetime.now(UTC).isoformat())
    assert seen.citations[0].passage.duplicates == ()


def test_a_change_that_no_ingest_tells_has_no_date(library: Library, answer: Answer) -> None:
    with library.writer():
        library.remove("plasma.txt")
    assert change(as_of_now(library, answer, "2999-01-01T00:00:00+00:00")) == SourceChange(
        "", is_gone=True
    )
