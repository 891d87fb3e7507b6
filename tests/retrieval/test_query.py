"""Names, numbers and units are found as they are typed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from line_documents import chunks, pages, source

from retrieval.catalog import Catalogue
from retrieval.query import question_expression, typed_phrases

# BM25 counts words for nothing that stand in half of the chunks.
FILLING = [f"Sentence number {n} is about something else." for n in range(900, 940)]


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    catalogue = Catalogue(tmp_path / "catalog.sqlite")
    yield catalogue
    catalogue.close()


def best(catalogue: Catalogue, question: str, *lines: str) -> str:
    """The line that a question finds first."""
    text = "\n".join([*lines, *FILLING])
    made = chunks(text)
    catalogue.replace(
        source("a"), "root", "1", pages(text), [(c.text, str(n), c) for n, c in enumerate(made)]
    )
    return catalogue.search(question, 10)[0][0]


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("the IEA-15MW turbine", "IEA-15MW is a turbine design.", "The IEA sees a 15MW turbine."),
        ("NRC CEI agreement", "An agreement with NRC CEI.", "CEI agreement; NRC agreement, CEI."),
        ("a share of 30.8%", "A share of 30.8% was met.", "A share of 30 in 8, a share of 8."),
        ("rendement de 30,8 %", "Un rendement de 30.8%.", "Un rendement de 8, puis 30."),
        ("2.6 GW of wind", "Wind of 2.6GW was built.", "Wind: 2 of 6 GW, 6 GW of wind, 2 sold."),
        ("2.6GW of wind", "Wind of 2.6 GW was built.", "Wind: 2 of 6 parts, wind, wind of 2."),
        ("15 MW of wind", "Wind of 15MW was built.", "Wind of 15 farms, MW of wind."),
        ("the X-57 plane", "The X57 plane flies.", "The plane X flies at 57; a plane."),
        ("CO2 stored", "CO₂ is stored.", "It is stored and stored again."),
        ("CO₂ stored", "CO2 is stored.", "It is stored and stored again."),
        ("CO2 stored", "CO 2 is stored.", "CO is stored 2 times."),
    ],
)
def test_the_exact_string_comes_first(
    catalogue: Catalogue, question: str, right: str, wrong: str
) -> None:
    assert best(catalogue, question, wrong, right) == right


def test_spellings_that_mean_the_same_are_all_asked_for() -> None:
    assert set(typed_phrases("2.6 GW")) == {"2 6", "2 6 gw", "2 6gw"}
    assert set(typed_phrases("IEA-15MW")) == {"iea 15mw", "iea 15 mw", "iea15mw", "15 mw"}


@pytest.mark.parametrize("question", ["Était-il riche ?", "Is low-emissions steel green?", "why"])
def test_a_compound_that_names_nothing_is_left_to_its_words(question: str) -> None:
    assert typed_phrases(question) == []


def test_a_question_without_names_asks_for_its_words_alone() -> None:
    assert question_expression("What is the price of wind?") == '"price" OR "wind"'
