"""A library: its writer lock, its sweep, and what its readers see."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest
from line_documents import ROOT, chunks, document, pages, source

from retrieval import Library, search
from retrieval.errors import IndexMismatch, LibraryBusy, UnknownDocument
from retrieval.settings import DEFAULT_MODEL

if TYPE_CHECKING:
    from conftest import OtherProcess

TEXT = "The workshop was held in Montreal.\nThe plant delivers heat."
OTHER_TEXT = "The workshop was held in Seoul.\nThe plant delivers heat."


def write(library: Library, name: str, text: str) -> int:
    """The number of chunks that had to be embedded."""
    with library.writer():
        return library.replace(*document(name, text))


def sweep(library: Library) -> None:
    with library.writer():
        pass


def texts(library: Library, question: str) -> list[str]:
    return [passage.chunk.text for passage in search(library, question)]


# --- writing ------------------------------------------------------------------------------


def test_each_chunk_gets_the_vector_of_its_input(library: Library) -> None:
    write(library, "a", TEXT)
    (id_,) = [p.chunk_id for p in search(library, "Montreal", 1)]
    expected = library.encoder.encode_passages(["The workshop was held in Montreal."])[0]
    assert library.vectors.get([id_])[id_] == pytest.approx(expected, abs=1e-2)


def test_only_new_chunks_are_embedded(library: Library) -> None:
    assert [write(library, "a", TEXT), write(library, "a", OTHER_TEXT)] == [2, 1]


def test_the_vector_of_another_document_with_the_same_text_is_reused(library: Library) -> None:
    write(library, "a", TEXT)
    assert write(library, "b", TEXT) == 0
    assert len(library.vectors) == 4


def test_a_line_that_a_document_repeats_is_embedded_once(library: Library) -> None:
    assert write(library, "a", "Same line.\nSame line.") == 1
    assert len(library.vectors) == 2


def test_a_reused_vector_is_the_right_one(library: Library) -> None:
    write(library, "a", TEXT)
    write(library, "a", f"New beginning.\n{TEXT}")
    assert texts(library, "Which plant delivers heat?")[0] == "The plant delivers heat."


def test_another_title_embeds_the_chunks_anew(library: Library) -> None:
    write(library, "a", TEXT)
    with library.writer():
        embedded = library.replace(source("a", "Title"), ROOT, "2", pages(TEXT), chunks(TEXT))
    assert embedded == 2


def test_replacing_leaves_no_vector_of_the_old_text(library: Library) -> None:
    write(library, "a", TEXT)
    write(library, "a", "One line.")
    assert library.vectors.ids() == library.catalogue.chunk_ids()


def test_writing_the_same_revision_again_changes_nothing(library: Library) -> None:
    write(library, "a", TEXT)
    before = library.catalogue.chunk_ids()
    write(library, "a", TEXT)
    assert library.vectors.ids() == library.catalogue.chunk_ids() == before


def test_progress_counts_the_chunks_to_embed(library: Library) -> None:
    write(library, "a", "Known line.")
    text = "\n".join(["Known line.", *(f"Line number {n}." for n in range(40))])
    steps: list[tuple[int, int]] = []
    with library.writer():
        library.replace(*document("a", text), lambda done, total: steps.append((done, total)))
    assert steps == [(32, 40), (40, 40)]


def test_a_removed_document_leaves_neither_chunk_nor_vector(library: Library) -> None:
    write(library, "a", TEXT)
    write(library, "b", OTHER_TEXT)
    with library.writer():
        library.remove("a")
    assert (
        library.vectors.ids() == library.catalogue.chunk_ids() == library.catalogue.chunk_ids("b")
    )


def test_removing_an_unknown_document_says_so(library: Library) -> None:
    with library.writer(), pytest.raises(UnknownDocument, match="nowhere"):
        library.remove("nowhere")


# --- sweep --------------------------------------------------------------------------------


def test_the_sweep_deletes_vectors_that_no_chunk_owns(library: Library) -> None:
    write(library, "a", TEXT)
    library.vectors.upsert(["orphan"], np.ones((1, library.encoder.dimension), dtype=np.float32))
    sweep(library)
    assert library.vectors.ids() == library.catalogue.chunk_ids()


def test_the_sweep_embeds_chunks_that_have_no_vector(library: Library) -> None:
    write(library, "a", TEXT)
    before = library.vectors.get(sorted(library.vectors.ids()))
    library.vectors.delete([sorted(before)[0]])
    sweep(library)
    after = library.vectors.get(sorted(library.vectors.ids()))
    assert after.keys() == before.keys()
    for id_, vector in before.items():
        assert after[id_] == pytest.approx(vector, abs=1e-2)


# --- the writer lock ----------------------------------------------------------------------


def test_a_second_writer_is_told_which_process_writes(
    other_process: "OtherProcess", library: Library
) -> None:
    pid = other_process.hold_lock(library.folder)
    with pytest.raises(LibraryBusy, match=f"process {pid}, since .* try again"):
        sweep(library)
    other_process.kill(pid)


def test_the_lock_of_a_killed_writer_is_free(
    other_process: "OtherProcess", library: Library
) -> None:
    other_process.kill(other_process.hold_lock(library.folder))
    write(library, "a", TEXT)
    assert len(library.vectors) == 2


def test_reading_goes_on_while_another_process_holds_the_lock(
    other_process: "OtherProcess", library: Library
) -> None:
    write(library, "a", TEXT)
    pid = other_process.hold_lock(library.folder)
    assert texts(library, "heat")[0] == "The plant delivers heat."
    other_process.kill(pid)


def test_a_second_writer_in_the_same_process_is_refused(
    open_library: Callable[..., Library],
) -> None:
    first, second = open_library(), open_library()
    with first.writer(), pytest.raises(LibraryBusy, match=f"process {os.getpid()}, "):
        sweep(second)


def test_the_lock_is_free_after_an_error(library: Library) -> None:
    with pytest.raises(RuntimeError), library.writer():
        raise RuntimeError
    assert write(library, "a", TEXT) == 2


# --- readers ------------------------------------------------------------------------------


def test_a_reader_sees_what_another_process_replaced(
    other_process: "OtherProcess", library: Library
) -> None:
    write(library, "a", TEXT)
    assert texts(library, "Where was the workshop held?")[0] == "The workshop was held in Montreal."
    assert other_process.run("replace", library.folder, name="a", text=OTHER_TEXT) == 0
    assert set(texts(library, "Where was the workshop held?")) == set(OTHER_TEXT.split("\n"))
    assert {id_ for id_, _ in library.nearest("workshop", 9)} == library.catalogue.chunk_ids()


def test_a_reader_sees_what_another_process_removed(
    other_process: "OtherProcess", library: Library
) -> None:
    write(library, "a", TEXT)
    texts(library, "workshop")
    assert other_process.run("remove", library.folder, name="a") == 0
    assert texts(library, "workshop") == []
    assert library.nearest("workshop", 9) == []


def test_a_reader_sees_what_another_library_of_its_process_replaced(
    open_library: Callable[..., Library],
) -> None:
    reader, writer = open_library(), open_library()
    write(writer, "a", TEXT)
    assert len(texts(reader, "workshop")) == 2
    write(writer, "a", OTHER_TEXT)
    assert texts(reader, "workshop in Seoul")[0] == "The workshop was held in Seoul."


def test_a_library_outlives_its_process(open_library: Callable[..., Library]) -> None:
    first = open_library()
    write(first, "a", TEXT)
    first.close()
    assert texts(open_library(), "Montreal")[0] == "The workshop was held in Montreal."


# --- settings -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("chunk_tokens", 100, "chunk_tokens '160' [(]now '100'[)]"),
        ("embedding_model", "/models/e5", f"embedding_model '{DEFAULT_MODEL}' [(]now '/models/e5'"),
    ],
)
def test_a_library_built_with_other_settings_is_refused(
    open_library: Callable[..., Library], setting: str, value: object, said: str
) -> None:
    write(open_library(), "a", TEXT)
    with pytest.raises(IndexMismatch, match=f"{said}.*energychat rebuild"):
        open_library(**{setting: value})


def test_an_encoder_of_another_dimension_is_refused(
    open_library: Callable[..., Library],
) -> None:
    library = open_library()
    write(library, "a", TEXT)
    library.catalogue.set_meta({"dimension": "768"})  # as another model of that name left it
    with pytest.raises(IndexMismatch, match=r"768 numbers.*makes 384.*energychat rebuild"):
        search(library, "heat")


def test_settings_that_do_not_shape_the_index_may_change(
    open_library: Callable[..., Library],
) -> None:
    write(open_library(), "a", TEXT)
    assert texts(open_library(dense_weight=1.0, port=1), "heat")[0] == "The plant delivers heat."


def test_a_library_of_another_schema_is_to_be_rebuilt(
    open_library: Callable[..., Library],
) -> None:
    library = open_library()
    write(library, "a", TEXT)
    library.catalogue.set_meta({"schema": "1"})
    with pytest.raises(IndexMismatch, match=r"schema '1'.*Build it anew with `energychat rebuild"):
        open_library()
