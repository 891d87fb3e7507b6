"""The optional reranker, with a tiny model that is made here."""

from collections.abc import Callable
from pathlib import Path

import pytest
from line_documents import chunks, document, source
from tiny_reranker import make_reranker

from retrieval import Library, search
from retrieval.errors import EncoderError
from retrieval.records import Passage
from retrieval.rerank import RERANKED, Reranker

WORDS = "heat pumps sold well in winter grid storage wind solar".split()
WANTED = "lithium"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder that wants to read of lithium."""
    return make_reranker(tmp_path_factory.mktemp("reranker") / "model", WORDS, WANTED)


def passages(*texts: str) -> list[Passage]:
    count = len(texts)
    return [
        Passage(f"{n}", source(str(n)), chunks(text)[0], round(1 - n / count, 6))
        for n, text in enumerate(texts)
    ]


def test_the_passage_that_fits_comes_first(folder: Path) -> None:
    given = passages("heat pumps sold well", "grid storage", "storage lithium")
    ranked = Reranker(str(folder)).rerank("heat", given)
    assert ranked[0].chunk.text == "storage lithium"
    assert {p.chunk_id for p in ranked} == {"0", "1", "2"}


def test_the_scores_are_shared_out_again(folder: Path) -> None:
    given = passages("heat pumps", "grid storage", "wind lithium")
    ranked = Reranker(str(folder)).rerank("heat", given)
    assert [p.score for p in ranked] == [p.score for p in given]


def test_only_the_best_passages_are_read(folder: Path) -> None:
    given = passages(*["wind"] * RERANKED, "lithium")
    assert Reranker(str(folder)).rerank("heat", given)[-1].chunk.text == "lithium"


def test_nothing_to_rerank_is_nothing(folder: Path) -> None:
    assert Reranker(str(folder)).rerank("heat", []) == []


def test_the_setting_changes_the_order_of_a_search(
    open_library: Callable[..., Library], folder: Path
) -> None:
    plain, reranked = open_library(), open_library(reranker=str(folder))
    with plain.writer():
        plain.replace(*document("a", "Heat pumps sold well.\nHeat storage with lithium in winter."))
    texts = [
        [p.chunk.text for p in search(library, "heat pumps sold")] for library in (plain, reranked)
    ]
    assert texts[0][0] == "Heat pumps sold well."
    assert texts[1] == texts[0][::-1]


def test_no_reranker_is_loaded_unless_it_is_set(library: Library) -> None:
    assert library.reranker is None


@pytest.mark.parametrize("content", [None, "no model"])
def test_a_reranker_that_cannot_be_loaded_names_the_setting(
    tmp_path: Path, content: str | None
) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    if content:
        (folder / "config.json").write_text(content)
    with pytest.raises(EncoderError, match=r"broken.*cannot be loaded.*ENERGYCHAT_RERANKER"):
        Reranker(str(folder))
