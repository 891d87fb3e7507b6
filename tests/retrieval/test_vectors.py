"""The vectors in a real Chroma folder."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval.vectors import BATCH, VectorStore

EAST, NORTH = (1.0, 0.0), (0.0, 1.0)
NORTH_EAST = (0.6, 0.8)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[VectorStore]:
    store = VectorStore(tmp_path / "chroma")
    yield store
    store.close()


def matrix(*rows: tuple[float, float]) -> NDArray[np.float32]:
    return np.array(rows, dtype=np.float32)


def test_the_nearest_come_first_with_their_cosine(store: VectorStore) -> None:
    store.upsert(["east", "north", "between"], matrix(EAST, NORTH, NORTH_EAST))
    found = store.nearest(matrix(NORTH)[0], 3)
    assert [id_ for id_, _ in found] == ["north", "between", "east"]
    assert [cosine for _, cosine in found] == pytest.approx([1, 0.8, 0], abs=1e-6)


def test_no_more_than_the_limit_are_found(store: VectorStore) -> None:
    store.upsert(["east", "north"], matrix(EAST, NORTH))
    assert [id_ for id_, _ in store.nearest(matrix(EAST)[0], 1)] == ["east"]


def test_a_limit_above_the_count_gives_all(store: VectorStore) -> None:
    store.upsert(["east", "north"], matrix(EAST, NORTH))
    assert len(store.nearest(matrix(EAST)[0], 100)) == 2


def test_an_empty_store_finds_nothing(store: VectorStore) -> None:
    assert store.nearest(matrix(EAST)[0], 5) == []


def test_a_second_upsert_overwrites(store: VectorStore) -> None:
    store.upsert(["a"], matrix(EAST))
    store.upsert(["a"], matrix(NORTH))
    assert store.get(["a"])["a"] == pytest.approx(NORTH)
    assert len(store) == 1


def test_deleted_vectors_are_gone(store: VectorStore) -> None:
    store.upsert(["east", "north"], matrix(EAST, NORTH))
    store.delete(["east"])
    assert store.ids() == {"north"}
    assert [id_ for id_, _ in store.nearest(matrix(EAST)[0], 5)] == ["north"]


def test_deleting_an_unknown_id_is_no_error(store: VectorStore) -> None:
    store.upsert(["east"], matrix(EAST))
    store.delete(["west"])
    assert store.ids() == {"east"}


def test_getting_leaves_out_unknown_ids(store: VectorStore) -> None:
    store.upsert(["east"], matrix(EAST))
    assert store.get(["west", "east"]).keys() == {"east"}


@pytest.mark.parametrize("count", [0, 1, BATCH + 1])
def test_any_number_of_vectors_is_written_read_and_deleted(store: VectorStore, count: int) -> None:
    ids = [f"id-{n}" for n in range(count)]
    store.upsert(ids, np.ones((count, 2), dtype=np.float32))
    assert store.get(ids).keys() == store.ids() == set(ids)
    store.delete(ids)
    assert len(store) == 0


def test_vectors_outlive_the_store(store: VectorStore, tmp_path: Path) -> None:
    store.upsert(["east"], matrix(EAST))
    store.close()
    again = VectorStore(tmp_path / "chroma")
    assert again.ids() == {"east"}
    again.close()


def circle(count: int) -> NDArray[np.float32]:
    """Unit vectors, each a little farther from the east."""
    angles = np.linspace(0, np.pi, count)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


@pytest.mark.parametrize("one_by_one", [0, 1000])
def test_what_counts_is_found_however_far_it_is(
    store: VectorStore, monkeypatch: pytest.MonkeyPatch, one_by_one: int
) -> None:
    monkeypatch.setattr("retrieval.vectors.COMPARED_ONE_BY_ONE", one_by_one)
    store.upsert([f"{n:04}" for n in range(2000)], circle(2000))
    far = {"1997", "1998", "1999"}
    found = store.nearest(matrix(EAST)[0], 10, far)
    assert [id_ for id_, _ in found] == sorted(far)
    assert [cosine for _, cosine in found] == pytest.approx([-1, -1, -1], abs=1e-4)


@pytest.mark.parametrize("one_by_one", [0, 1000])
def test_the_nearest_of_those_that_count_come_first(
    store: VectorStore, monkeypatch: pytest.MonkeyPatch, one_by_one: int
) -> None:
    monkeypatch.setattr("retrieval.vectors.COMPARED_ONE_BY_ONE", one_by_one)
    store.upsert([f"{n:04}" for n in range(900)], circle(900))
    even = {f"{n:04}" for n in range(100, 900, 2)}
    found = [id_ for id_, _ in store.nearest(matrix(EAST)[0], 4, even)]
    assert found == ["0100", "0102", "0104", "0106"]


@pytest.mark.parametrize("one_by_one", [0, 1000])
def test_an_id_without_a_vector_is_left_out(
    store: VectorStore, monkeypatch: pytest.MonkeyPatch, one_by_one: int
) -> None:
    monkeypatch.setattr("retrieval.vectors.COMPARED_ONE_BY_ONE", one_by_one)
    store.upsert(["east", "north"], matrix(EAST, NORTH))
    assert [id_ for id_, _ in store.nearest(matrix(EAST)[0], 5, {"north", "gone"})] == ["north"]
    assert store.nearest(matrix(EAST)[0], 5, set()) == []


def test_among_some_the_nearest_come_first_however_long_they_are(store: VectorStore) -> None:
    store.upsert(["near", "long"], matrix(EAST, (1.2, 1.6)))
    found = store.nearest(matrix(EAST)[0], 2, among=["near", "long"])
    assert [id_ for id_, _ in found] == ["near", "long"]
    assert [cosine for _, cosine in found] == pytest.approx([1, 0.6], abs=1e-6)
