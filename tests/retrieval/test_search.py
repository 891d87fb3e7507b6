"""Hybrid search over a real library."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from line_documents import document

from retrieval import Filters, Library, LibraryRetriever, search
from retrieval.errors import FilterError
from retrieval.search import fuse

DOCUMENTS = {
    "workshop.txt": "The workshop was in Montreal.\nKIER and NRC CEI signed a Letter of Intent.",
    "heat.txt": "Sales of heat pumps fell in 2023.\nGas boilers were cheaper to run.",
    "korean.txt": "차세대전지 기술을 개발하였다.",
}


@pytest.fixture
def filled(library: Library) -> Library:
    """A library of three documents."""
    with library.writer():
        for name, text in DOCUMENTS.items():
            library.replace(*document(name, text))
    return library


def found(library: Library, question: str, limit: int = 10) -> list[str]:
    return [passage.chunk.text for passage in search(library, question, limit)]


def test_scores_are_scaled_weighted_and_added() -> None:
    # lexical scaled: a 1, b 1/3, c 1/9; dense scaled: b 1, d 0; weights 0.6 and 0.4
    fused = fuse({"a": 9.0, "b": 3.0, "c": 1.0}, {"b": 0.8, "d": 0.3}, 0.4)
    assert fused == pytest.approx({"a": 0.6, "b": 0.2 + 0.4, "c": 0.6 / 9, "d": 0.0})


def test_equal_similarities_count_as_the_best() -> None:
    assert fuse({"a": 2.0}, {"b": 0.5, "c": 0.5}, 0.3) == pytest.approx(
        {"a": 0.7, "b": 0.3, "c": 0.3}
    )


def test_words_count_less_where_they_are_trusted_less() -> None:
    # lexical scaled: a 1, b 0.5, times 0.6 × 0.5; dense scaled: a 0, b 1, times 0.4
    fused = fuse({"a": 2.0, "b": 1.0}, {"a": 0.1, "b": 0.5}, 0.4, trust=0.5)
    assert fused == pytest.approx({"a": 0.3, "b": 0.55})


def test_one_word_in_common_does_not_outweigh_the_meaning(library: Library) -> None:
    with library.writer():
        library.replace(*document("a", "The marathon was held in 2024."))
        library.replace(*document("b", "Gas boilers were cheaper to buy."))
    assert found(library, "inexpensive furnaces of 2024")[0] == "Gas boilers were cheaper to buy."


def test_two_empty_lists_fuse_to_nothing() -> None:
    assert fuse({}, {}, 0.5) == {}


def test_the_passage_that_answers_comes_first(filled: Library) -> None:
    assert found(filled, "What did KIER and NRC CEI sign?")[0] == (
        "KIER and NRC CEI signed a Letter of Intent."
    )


def test_a_passage_that_shares_no_word_is_found_by_its_meaning(filled: Library) -> None:
    assert "Gas boilers were cheaper to run." in found(filled, "inexpensive furnaces", limit=2)


def test_a_korean_word_is_found(filled: Library) -> None:
    assert found(filled, "전지", limit=1) == ["차세대전지 기술을 개발하였다."]


@pytest.mark.parametrize(
    ("weight", "first"),
    [(0.0, "The growth of trees."), (1.0, "Solar panels spread quickly.")],
)
def test_the_weight_decides_between_words_and_meaning(
    open_library: Callable[..., Library], weight: float, first: str
) -> None:
    library = open_library(dense_weight=weight)
    with library.writer():
        library.replace(
            *document("a", "Solar panels spread quickly.\nThe growth of trees.\nA bird sang.")
        )
    assert found(library, "photovoltaics growth")[0] == first


def test_a_passage_says_where_it_stands(filled: Library) -> None:
    best = search(filled, "Letter of Intent", 1)[0]
    assert (best.document, best.chunk.page) == ("workshop.txt", 1)
    page = filled.catalogue.pages("workshop.txt")[0]
    assert page.text[best.chunk.start : best.chunk.end] == best.chunk.text


def test_scores_lie_between_0_and_1_and_fall(filled: Library) -> None:
    scores = [passage.score for passage in search(filled, "sales of heat pumps")]
    assert scores == sorted(scores, reverse=True)
    assert 0 <= scores[-1] <= scores[0] <= 1


def test_no_more_than_the_limit_come_back(filled: Library) -> None:
    assert len(found(filled, "the", limit=2)) == 2


@pytest.mark.parametrize("question", ["", "  ", "\n\t"])
def test_a_blank_question_finds_nothing(filled: Library, question: str) -> None:
    assert found(filled, question) == []


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_below_one_finds_nothing(filled: Library, limit: int) -> None:
    assert found(filled, "heat", limit) == []


def test_an_empty_library_finds_nothing(library: Library) -> None:
    assert found(library, "heat") == []


def test_a_vector_that_the_catalogue_does_not_know_is_left_out(filled: Library) -> None:
    filled.vectors.upsert(["left by a crash"], filled.encoder.encode_passages(["heat pumps"]))
    passages = search(filled, "heat pumps")
    assert {p.chunk_id for p in passages} == filled.catalogue.chunk_ids()
    assert passages[0].chunk.text == "Sales of heat pumps fell in 2023."


def test_the_retriever_gives_langchain_documents(filled: Library) -> None:
    (best,) = LibraryRetriever(library=filled, limit=1).invoke("Letter of Intent")
    passage = search(filled, "Letter of Intent", 1)[0]
    assert best.page_content == "KIER and NRC CEI signed a Letter of Intent."
    assert best.id == passage.chunk_id
    assert best.metadata == {
        "document": "workshop.txt",
        "title": "",
        "page": 1,
        "start": 30,
        "end": 73,
        "score": passage.score,
    }


# --- filters ------------------------------------------------------------------------------


@pytest.fixture
def dated(library: Library) -> Library:
    """A library with one document that fits a question and one that does not, by publisher."""
    with library.writer():
        for name, publisher, published, text in (
            ("near.txt", "KIER", "2025-08", "\n".join(f"Heat pumps sold well in {n}." for n in
                                                     range(1800, 1950))),
            ("far.txt", "CEA", "2023", "A bird sang.\nThe choir met on Monday."),
        ):  # fmt: skip
            source, *rest = document(name, text)
            library.replace(replace(source, publisher=publisher, published=published), *rest)
    return library


@pytest.mark.parametrize(
    "filters",
    [
        Filters(publishers=("CEA",)),
        Filters(documents=("far*",)),
        Filters(until="2024"),
        Filters(documents=("far.txt",), since="2023", until="2023-12"),
    ],
)
def test_a_filter_leaves_its_documents_however_far_they_rank(
    dated: Library, filters: Filters
) -> None:
    assert all(p.document == "near.txt" for p in search(dated, "heat pumps", 50))
    passages = search(dated, "heat pumps", 50, filters)
    assert {p.chunk.text for p in passages} == {"A bird sang.", "The choir met on Monday."}


def test_a_filter_holds_for_the_words_too(dated: Library) -> None:
    passages = search(dated, "choir", 10, Filters(publishers=("KIER",)))
    assert {p.document for p in passages} == {"near.txt"}


def test_a_filter_that_nothing_matches_finds_nothing(dated: Library) -> None:
    assert search(dated, "heat", filters=Filters(since="2026")) == []
    assert search(dated, "heat", filters=Filters(publishers=("CEA",), since="2024")) == []


def test_a_filter_by_an_unknown_name_is_refused(dated: Library) -> None:
    with pytest.raises(FilterError, match="Closest: KIER"):
        search(dated, "heat", filters=Filters(publishers=("KEIR",)))


def test_the_retriever_takes_filters(dated: Library) -> None:
    retriever = LibraryRetriever(library=dated, filters=Filters(publishers=("CEA",)))
    assert {d.metadata["document"] for d in retriever.invoke("heat pumps")} == {"far.txt"}


# --- duplicates and diversity -------------------------------------------------------------


def test_reprints_are_one_passage_that_names_the_others(library: Library) -> None:
    release = "KIER and NRC CEI signed a Letter of Intent in Montreal for joint research."
    with library.writer():
        for name, published in (("old.txt", "2025-07-18"), ("new.txt", "2025-07-19")):
            source, *rest = document(name, f"{release}\nMore from {name}.")
            library.replace(replace(source, published=published), *rest)
    best, *others = search(library, "What did KIER and NRC CEI sign?")
    # They fit equally well, so that the newer one is shown.
    assert (best.document, best.duplicates) == ("new.txt", ("old.txt",))
    assert release not in {passage.chunk.text for passage in others}
    assert library.catalogue.count_chunks() == 4


def test_a_question_of_several_names_is_given_several_documents(library: Library) -> None:
    lines = "\n".join(f"KIER and KIST have {n} labs, says KIER." for n in range(100, 120))
    with library.writer():
        library.replace(*document("kier.txt", lines))
        library.replace(*document("kist.txt", "The Seoul institute has laboratories."))
    one = search(library, "How many labs has KIER?", 8)
    several = search(library, "Has KIER or KIST more labs?", 8)
    assert {p.document for p in one} == {"kier.txt"}
    assert {p.document for p in several} == {"kier.txt", "kist.txt"}
