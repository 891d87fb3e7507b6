"""The topics of documents, found by their words in a real catalogue."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.catalog import Catalogue
from retrieval.records import Chunk, Page, Source
from retrieval.terms import phrase_expression
from retrieval.topics import TOPICS, topics_of

DULL = "The meeting was opened at nine."


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    opened = Catalogue(tmp_path / "catalog.sqlite")
    yield opened
    opened.close()


def add(catalogue: Catalogue, title: str, *passages: str, name: str = "a.md") -> None:
    """Write a document with a passage a chunk."""
    text = "\n".join(passages)
    starts = [text.index(passage) for passage in passages]
    chunks = [
        (f"{name}:{n}", f"{name}:{n}", Chunk(1, start, start + len(passage), "", passage))
        for n, (start, passage) in enumerate(zip(starts, passages, strict=True))
    ]
    source = Source(name, name, "md", title)
    catalogue.replace(source, "root", "revision", [Page(1, text)], chunks)


@pytest.mark.parametrize(
    ("title", "topics"),
    [
        ("Snapshot of global PV markets", ("Solar",)),
        ("Floating offshore wind: mooring loads in storms", ("Wind",)),
        ("Proton exchange membrane electrolyzers", ("Hydrogen",)),
        ("Vanadium flow batteries in practice", ("Batteries and storage",)),
        ("Status of small modular reactors", ("Nuclear and fusion",)),
        ("Pumped hydro as seasonal reserve", ("Hydropower and marine",)),
        ("Cost of post-combustion CO2 capture", ("Carbon capture",)),
        ("해상풍력 단지 조성 현황과 과제", ("Wind",)),
        ("고체산화물 연료전지의 내구성", ("Hydrogen",)),
        ("전력망의 안정화", ("Grids",)),
        ("2050 탄소중립 시나리오", ("Climate",)),
        ("Le parc éolien en mer de Saint-Nazaire", ("Wind",)),
        ("Méthanisation et injection de biométhane", ("Bioenergy",)),
        ("Bornes de recharge : 150 000 points", ("Transport",)),
        ("LES ÉNERGIES SOLAIRES", ("Solar",)),
        ("Minutes of the spring meeting", ()),
        ("According to plan, the heat of the day was oiled", ("Oil, gas and coal",)),
        ("According to the wind, the heat was in the building", ()),
        ("연구원 신임 원장 취임", ()),
    ],
)
def test_a_title_names_topics_in_each_language(
    catalogue: Catalogue, title: str, topics: tuple[str, ...]
) -> None:
    add(catalogue, title, DULL)
    assert topics_of(catalogue).get("a.md", ()) == topics


def test_a_topic_is_one_that_a_third_of_the_passages_name(catalogue: Catalogue) -> None:
    dull = [f"{DULL} {n}" for n in range(4)]
    add(catalogue, "", "Solar cells.", "Wind farms.", *dull, name="a.md")
    add(catalogue, "", "Solar cells.", "Solar roofs.", "Wind farms.", *dull[:3], name="b.md")
    assert topics_of(catalogue) == {"b.md": ("Solar",)}


def test_the_topic_of_most_passages_comes_first(catalogue: Catalogue) -> None:
    add(catalogue, "", "Coal is mined.", "Coal and tidal power.")
    assert topics_of(catalogue) == {"a.md": ("Oil, gas and coal", "Hydropower and marine")}


def test_a_word_counts_once_however_often_a_passage_has_it(catalogue: Catalogue) -> None:
    add(catalogue, "", "Coal, coal, coal and lignite coal.", *(f"{DULL} {n}" for n in range(3)))
    assert topics_of(catalogue) == {}


def test_what_is_written_later_is_seen(catalogue: Catalogue) -> None:
    add(catalogue, "Coal", DULL)
    assert topics_of(catalogue) == {"a.md": ("Oil, gas and coal",)}
    add(catalogue, "Geothermal wells", DULL)
    add(catalogue, "Tokamak", DULL, name="b.md")
    assert topics_of(catalogue) == {"a.md": ("Geothermal",), "b.md": ("Nuclear and fusion",)}


def test_no_word_belongs_to_two_topics() -> None:
    phrases = Counter(
        phrase_expression(phrase) for words in TOPICS.values() for phrase in words.split(", ")
    )
    assert [phrase for phrase, count in phrases.items() if count > 1] == []


@pytest.mark.parametrize(
    ("phrase", "expression"),
    [
        ("heat pump", '"heat pump"'),
        ("Pompe à chaleur", '"pompe a chaleur"'),
        ("appel d'offres", '"appel d offres"'),
        ("태양광", 'bigrams : "태양 양광"'),
    ],
)
def test_a_phrase_is_found_with_its_words_in_a_row(phrase: str, expression: str) -> None:
    assert phrase_expression(phrase) == expression
