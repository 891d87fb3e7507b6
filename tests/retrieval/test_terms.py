"""Words for the lexical index: any text of a user makes a valid query."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from line_documents import chunks, pages, source

from retrieval.catalog import Catalogue
from retrieval.terms import bigrams, content_terms, match_expression, stem, words

HARMLESS_TEXT = "IEA-15MW: what is LCOE? 12% (storage, \"pumped\" 'hydro' AND NEAR * ^ col:umn"
# Letters with which people write the languages of the corpus.
WRITTEN = "abcxyzABC 0123 -'’.,%()éèçàùœÉäöüåøñ 전지기술연구원의 、。"


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    catalogue = Catalogue(tmp_path_factory.mktemp("terms") / "catalog.sqlite")
    write(catalogue, "fixed.txt", HARMLESS_TEXT)
    yield catalogue
    catalogue.close()


def write(catalogue: Catalogue, name: str, line: str) -> None:
    """Store a document of one chunk, whose id is its name."""
    (chunk,) = chunks(line)
    catalogue.replace(source(name), "root", "1", pages(line), [(name, "digest", chunk)])


def found(catalogue: Catalogue, question: str) -> list[str]:
    return [id_ for id_, _ in catalogue.search(question, 10)]


@given(st.text(st.characters()))  # lone surrogates among them
def test_any_text_makes_a_valid_query(catalogue: Catalogue, text: str) -> None:
    assert set(found(catalogue, text)) <= {"fixed.txt", "any.txt"}


@pytest.mark.parametrize(
    "question",
    [
        "IEA-15MW",
        "what is LCOE?",
        "12%",
        "(storage",
        '"pumped',
        "hydro'",
        "AND",
        "col:umn",
        "NEAR(",
    ],
)
def test_the_signs_of_a_question_do_not_hide_its_words(catalogue: Catalogue, question: str) -> None:
    assert "fixed.txt" in found(catalogue, question)


@given(line=st.text(st.sampled_from(WRITTEN), min_size=1).filter(words))
def test_a_text_is_found_by_its_own_words(catalogue: Catalogue, line: str) -> None:
    write(catalogue, "any.txt", line)
    assert "any.txt" in found(catalogue, line)


@pytest.mark.parametrize("sign", ["CO₂", "H₂O", "Straße", "㎿", "ﬁnal", "½"])
def test_a_word_with_a_special_sign_is_found_as_it_is_written(
    catalogue: Catalogue, sign: str
) -> None:
    write(catalogue, "any.txt", f"about {sign} here")
    assert "any.txt" in found(catalogue, sign)


def test_a_subscript_is_found_when_typed_as_a_plain_digit(catalogue: Catalogue) -> None:
    write(catalogue, "any.txt", "The plant stores CO₂ below ground.")
    assert "any.txt" in found(catalogue, "CO2")


def test_a_korean_word_of_two_characters_is_found_with_its_particle(catalogue: Catalogue) -> None:
    write(catalogue, "any.txt", "차세대전지를 개발하였다")
    assert found(catalogue, "전지는?") == ["any.txt"]


@pytest.mark.parametrize(("text", "question"), [("énergie éolienne", "eolienne"), ("cout", "coût")])
def test_accents_do_not_matter(catalogue: Catalogue, text: str, question: str) -> None:
    write(catalogue, "any.txt", text)
    assert found(catalogue, question) == ["any.txt"]


@pytest.mark.parametrize("text", ["", "  \n", "?! —", "\ud800", "🔋"])
def test_a_text_without_words_makes_an_empty_query(text: str) -> None:
    assert match_expression(text) == ""


def test_stop_words_are_left_out_of_a_query() -> None:
    assert match_expression("What is the LCOE of wind?") == '"lcoe" OR "wind"'


def test_a_query_of_stop_words_alone_keeps_them() -> None:
    assert match_expression("to be") == '"to" OR "be"'


def test_a_word_is_asked_for_once() -> None:
    assert match_expression("wind Wind WIND") == '"wind"'


@pytest.mark.parametrize(
    ("text", "pairs"),
    [("에너지", ["에너", "너지"]), ("전", ["전"]), ("KIER의 전지", ["의", "전지"])],
)
def test_korean_runs_become_overlapping_pairs(text: str, pairs: list[str]) -> None:
    assert bigrams(text) == pairs


def test_content_terms_are_distinct_stems_in_order() -> None:
    assert content_terms("Which batteries and which battery 전지?") == ["batteri", "전지"]


def test_plural_and_singular_share_a_stem() -> None:
    assert stem("batteries") == stem("battery")


@pytest.mark.parametrize(("text", "folded"), [("15 ㎿", ["15", "mw"]), ("CO₂", ["co2"])])
def test_a_special_sign_reads_like_its_plain_letters(text: str, folded: list[str]) -> None:
    assert words(text) == folded
