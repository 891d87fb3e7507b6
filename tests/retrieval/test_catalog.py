"""The catalogue: documents, pages and chunks in one SQLite file."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from line_documents import chunks, pages, source

from retrieval.catalog import Catalogue
from retrieval.errors import UnknownDocument
from retrieval.records import Box, Chunk, Heading, Page, Source

FIRST = "The workshop was held in Montreal.\nThe plant delivers heat."
SECOND = "The workshop was held in Seoul."


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    catalogue = Catalogue(tmp_path / "catalog.sqlite")
    yield catalogue
    catalogue.close()


def write(catalogue: Catalogue, name: str, text: str, title: str = "", heading: str = "") -> None:
    """Store a document whose chunk ids are ``name:0``, ``name:1`` and so on."""
    rows = [
        (f"{name}:{n}", f"digest of {chunk.text}", chunk)
        for n, chunk in enumerate(chunks(text, heading))
    ]
    catalogue.replace(source(name, title), "root", "revision", pages(text), rows)


def found(catalogue: Catalogue, question: str, limit: int = 10) -> list[str]:
    return [id_ for id_, _ in catalogue.search(question, limit)]


def test_a_document_is_stored_with_all_that_is_known_of_it(catalogue: Catalogue) -> None:
    about = Source("a.pdf", "a.pdf", "pdf", "Title", "KIER", "2025-08", "ko", "https://kier.re.kr")
    catalogue.replace(about, "docs", "1f", pages(FIRST), [("a:0", "d", chunks(FIRST)[0])])
    (stored,) = catalogue.documents()
    assert stored.source == catalogue.source("a.pdf") == about
    assert (stored.root, stored.revision, stored.pages, stored.chunks) == ("docs", "1f", 1, 1)


def test_pages_come_back_in_order_with_their_headings(catalogue: Catalogue) -> None:
    stored = [Page(1, "Heat\n\nText 🔋", (Heading(0, 1, "Heat"),)), Page(2, ""), Page(10, "End")]
    catalogue.replace(source("a"), "root", "1", list(reversed(stored)), [])
    assert catalogue.pages("a") == stored


def test_boxes_come_back_to_the_hundredth_of_a_point(catalogue: Catalogue) -> None:
    boxes = (Box(0, 4, 0.1, 0.25, 0.333333, 0.5), Box(70_000, 70_007, 0.0, 0.0, 1.0, 1.0))
    catalogue.replace(source("a"), "root", "1", [Page(1, "Heat"), Page(2, "", (), boxes)], [])
    assert catalogue.boxes("a", 1) == ()
    assert [(box.start, box.end) for box in catalogue.boxes("a", 2)] == [(0, 4), (70_000, 70_007)]
    first, last = catalogue.boxes("a", 2)
    assert (first.left, first.top, first.right, first.bottom) == pytest.approx(
        (0.1, 0.25, 0.333333, 0.5), abs=1e-5
    )
    assert last == boxes[1]
    assert catalogue.pages("a")[1].boxes == ()


def test_boxes_leave_with_their_document(catalogue: Catalogue) -> None:
    page = Page(1, "Heat", (), (Box(0, 4, 0.1, 0.2, 0.3, 0.4),))
    catalogue.replace(source("a"), "root", "1", [page], [])
    catalogue.replace(source("b"), "root", "1", [page], [])
    catalogue.replace(source("a"), "root", "2", [Page(1, "Heat")], [])
    assert catalogue.boxes("a", 1) == ()
    catalogue.remove("b")
    assert catalogue.boxes("b", 1) == ()


def test_the_text_of_a_chunk_is_cut_from_its_page_by_characters(catalogue: Catalogue) -> None:
    text = "🔋 전지 é. Second sentence 🔋."
    chunk = Chunk(1, 8, len(text), "Heat > Pumps", text[8:])
    catalogue.replace(source("a"), "root", "1", pages(text), [("a:0", "d", chunk)])
    assert catalogue.load(["a:0"]) == {"a:0": (source("a"), chunk)}


def test_loading_leaves_out_unknown_ids(catalogue: Catalogue) -> None:
    write(catalogue, "a", FIRST)
    assert catalogue.load(["a:1", "a:2", "b:0"]).keys() == {"a:1"}


def test_replacing_drops_the_earlier_text(catalogue: Catalogue) -> None:
    write(catalogue, "a", FIRST)
    write(catalogue, "a", SECOND)
    assert found(catalogue, "Montreal heat") == []
    assert catalogue.chunk_ids() == {"a:0"}
    assert catalogue.pages("a") == pages(SECOND)


def test_replacing_leaves_other_documents_alone(catalogue: Catalogue) -> None:
    write(catalogue, "a", FIRST)
    write(catalogue, "b", SECOND)
    write(catalogue, "a", "Nothing.")
    assert found(catalogue, "Seoul") == ["b:0"]


def test_a_replacement_that_fails_leaves_the_old_document_whole(catalogue: Catalogue) -> None:
    write(catalogue, "a", FIRST)
    twice = [("same id", "d", chunk) for chunk in chunks(FIRST)]
    with pytest.raises(sqlite3.IntegrityError):
        catalogue.replace(source("a"), "root", "2", pages(FIRST), twice)
    assert catalogue.chunk_ids() == {"a:0", "a:1"}
    assert found(catalogue, "Montreal") == ["a:0"]


def test_a_removed_document_is_gone_from_every_table(catalogue: Catalogue) -> None:
    write(catalogue, "a", FIRST)
    catalogue.remove("a")
    assert catalogue.documents() == catalogue.pages("a") == found(catalogue, "Montreal") == []
    assert catalogue.count_chunks() == 0


def test_each_commit_raises_the_generation(catalogue: Catalogue) -> None:
    before = catalogue.generation
    write(catalogue, "a", FIRST)
    catalogue.remove("a")
    assert catalogue.generation == before + 2


def test_an_unknown_document_is_named_with_the_command_that_lists_all(
    catalogue: Catalogue,
) -> None:
    with pytest.raises(UnknownDocument, match=r"'no\.md'.*energychat documents"):
        catalogue.source("no.md")


def test_documents_of_one_root_are_listed_alone(catalogue: Catalogue) -> None:
    write(catalogue, "a", FIRST)
    catalogue.replace(source("b"), "other", "1", pages(SECOND), [])
    assert [d.source.document for d in catalogue.documents("other")] == ["b"]


def test_the_chunk_with_the_rarer_word_comes_first(catalogue: Catalogue) -> None:
    write(catalogue, "a", FIRST)
    write(catalogue, "b", SECOND)
    assert found(catalogue, "workshop in Seoul") == ["b:0", "a:0"]


def test_a_search_gives_no_more_than_its_limit(catalogue: Catalogue) -> None:
    write(catalogue, "a", FIRST)
    write(catalogue, "b", SECOND)
    assert found(catalogue, "workshop Seoul", limit=1) == ["b:0"]


def test_scores_are_above_zero_and_fall(catalogue: Catalogue) -> None:
    write(catalogue, "a", FIRST)
    write(catalogue, "b", SECOND)
    write(catalogue, "c", "Nothing of the kind.\nNor here.")
    scores = [score for _, score in catalogue.search("workshop Seoul", 10)]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0


def test_a_word_of_the_title_or_a_heading_finds_the_chunk(catalogue: Catalogue) -> None:
    write(catalogue, "a", "The cost fell.", title="Perovskite roadmap", heading="Tandem cells")
    assert found(catalogue, "perovskite") == found(catalogue, "tandem") == ["a:0"]


def test_a_korean_title_finds_the_chunk(catalogue: Catalogue) -> None:
    write(catalogue, "a", "The cost fell.", title="차세대전지 기술")
    assert found(catalogue, "전지") == ["a:0"]


def test_the_frequency_counts_chunks(catalogue: Catalogue) -> None:
    write(catalogue, "a", FIRST)
    write(catalogue, "b", f"{SECOND}\n전지 기술")
    assert [catalogue.frequency(term) for term in ("workshop", "전지", "wind", "?")] == [2, 1, 0, 0]


def test_a_digest_leads_to_a_chunk_that_has_it(catalogue: Catalogue) -> None:
    write(catalogue, "a", SECOND)
    write(catalogue, "b", SECOND)
    assert catalogue.ids_by_digest([f"digest of {SECOND}", "none"]) == {
        f"digest of {SECOND}": "a:0"
    }


def test_a_failure_is_forgotten_when_its_file_is_replaced(catalogue: Catalogue) -> None:
    catalogue.set_failure("root", "a", "1", "damaged")
    catalogue.set_failure("root", "b", "1", "damaged")
    write(catalogue, "a", FIRST)
    assert catalogue.failures("root") == {"b": ("1", "damaged")}


def test_a_failure_belongs_to_its_root(catalogue: Catalogue) -> None:
    catalogue.set_failure("root", "a", "1", "damaged")
    assert catalogue.failures("other") == {}


def test_what_is_stored_outlives_the_process(catalogue: Catalogue, tmp_path: Path) -> None:
    write(catalogue, "a", FIRST)
    catalogue.close()
    again = Catalogue(tmp_path / "catalog.sqlite")
    assert found(again, "Montreal") == ["a:0"]
    again.close()


def test_a_reader_sees_no_half_of_a_replacement(catalogue: Catalogue, tmp_path: Path) -> None:
    write(catalogue, "a", FIRST)
    reader = Catalogue(tmp_path / "catalog.sqlite")
    with pytest.raises(RuntimeError), catalogue._transaction() as db:
        db.execute("DELETE FROM chunks")
        assert reader.count_chunks() == 2
        raise RuntimeError
    reader.close()
