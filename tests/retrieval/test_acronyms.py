"""Acronyms: what a text defines, and what a question then finds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from line_documents import chunks, pages, source

from retrieval.acronyms import Acronym, find_acronyms
from retrieval.catalog import Catalogue
from retrieval.lexical import other_names

KIER = "The Korea Institute of Energy Research (KIER) is in Daejeon."
# Signs that make definitions, so that hypothesis comes upon many of them.
DEFINING = "(（)） ABCabc 19.,;·-'\"한국연구원이하 de l’énergie\n"


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    catalogue = Catalogue(tmp_path / "catalog.sqlite")
    yield catalogue
    catalogue.close()


def write(catalogue: Catalogue, name: str, text: str) -> None:
    rows = [(f"{name}:{n}", "digest", chunk) for n, chunk in enumerate(chunks(text))]
    catalogue.replace(source(name), "root", "revision", pages(text), rows)


def names(catalogue: Catalogue, question: str) -> set[str]:
    return {name for group in other_names(catalogue._rows, question) for name in group.others}


def found(catalogue: Catalogue, question: str) -> list[str]:
    return [id_ for id_, _ in catalogue.search(question, 10)]


# --- definitions --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        (KIER, "KIER", "Korea Institute of Energy Research"),
        ("a Letter of Intent (LOI) was", "LOI", "Letter of Intent"),
        ("KIER (Korea Institute of Energy Research) is", "KIER",
         "Korea Institute of Energy Research"),
        ("of the National Research Council of Canada's Clean Energy Innovation Center (NRC CEI)",
         "NRC CEI", "National Research Council of Canada's Clean Energy Innovation Center"),
        ("Natural Resources Canada (NRCan)", "NRCan", "Natural Resources Canada"),
        ("small modular reactors (SMRs)", "SMR", "small modular reactors"),
        ("12 kilowatt-hours (kWh)", "kWh", "kilowatt-hours"),
        ("the Frontier Observatory for Research in Geothermal Energy (FORGE)", "FORGE",
         "Frontier Observatory for Research in Geothermal Energy"),
        # The last p of "Equipment" would end the search too soon.
        ("with Personal Protective Equipment (PPE)", "PPE", "Personal Protective Equipment"),
        ("the International Energy Agency (hereinafter “IEA”)", "IEA",
         "International Energy Agency"),
        ("Le Commissariat à l'énergie atomique et aux énergies alternatives (CEA) a", "CEA",
         "Commissariat à l'énergie atomique et aux énergies alternatives"),
        ("le Réseau de transport d’électricité (RTE)", "RTE",
         "Réseau de transport d’électricité"),
        ("한국에너지기술연구원(KIER)은", "KIER", "한국에너지기술연구원"),
        ("한국에너지기술연구원(KIER, 원장 김종남)", "KIER", "한국에너지기술연구원"),
        ("KIER(한국에너지기술연구원)은", "KIER", "한국에너지기술연구원"),
        ("한국에너지기술연구원(이하 에너지연)은", "에너지연", "한국에너지기술연구원"),
        ("캐나다 국립연구위원회(NRC)와", "NRC", "국립연구위원회"),
        ("미국의 체스 협회(USCF)", "USCF", "체스 협회"),
        ("공동연구를 위한 양해각서(MOU)", "MOU", "양해각서"),
        ("지구 방위 기구(GDI, Global Defence Initiative)", "GDI", "Global Defence Initiative"),
    ],
)  # fmt: skip
def test_a_definition_is_found(text: str, short: str, long: str) -> None:
    assert Acronym(short, long) in find_acronyms(text)


@pytest.mark.parametrize(
    "text",
    [
        "The pump (in Ely) works.",
        "The plant (2025) works.",
        "It cost more (see Table 3).",
        "The price rose (USD 115).",
        "Prices fell everywhere (IEA).",
        "It asked the International Energy Agency. Markets everywhere (IEA) rose.",
        "NRC CEI (NRC CEI) is",
        "여러 기관(18개 산학연)",
        "(LOI)",
    ],
)
def test_a_parenthesis_that_defines_nothing_gives_nothing(text: str) -> None:
    assert find_acronyms(text) == set()


def test_a_note_beside_a_korean_acronym_is_no_name() -> None:
    assert {a.long for a in find_acronyms("한국에너지기술연구원(KIER, 원장 김종남)")} == {
        "한국에너지기술연구원"
    }


@given(st.text(st.sampled_from(DEFINING), max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert all(a.short in text and a.long in text and a.key for a in find_acronyms(text))


# --- the catalogue ------------------------------------------------------------------------


def test_the_acronym_leads_to_the_long_form_and_back(catalogue: Catalogue) -> None:
    write(catalogue, "a", KIER)
    assert names(catalogue, "Where is KIER?") == {"Korea Institute of Energy Research"}
    assert names(catalogue, "Where is the Korea Institute of Energy Research?") == {"KIER"}


def test_a_korean_name_leads_to_the_english_one_by_their_acronym(catalogue: Catalogue) -> None:
    write(catalogue, "a", KIER)
    write(catalogue, "b", "한국에너지기술연구원(에너지연, KIER)은 대전에 있다.")
    assert names(catalogue, "에너지연은 어디에 있나?") == {
        "KIER",
        "한국에너지기술연구원",
        "Korea Institute of Energy Research",
    }


def test_a_korean_long_form_is_known_with_its_particle_and_other_spaces(
    catalogue: Catalogue,
) -> None:
    write(catalogue, "a", "한국에너지기술연구원(KIER)은 대전에 있다.")
    assert names(catalogue, "한국 에너지 기술연구원에서는?") == {"KIER"}


@pytest.mark.parametrize("question", ["기계연구의 성과", "새로운기계연 소식"])
def test_a_korean_acronym_inside_another_word_is_none(catalogue: Catalogue, question: str) -> None:
    write(catalogue, "a", "한국기계연구원(기계연, KIMM)은 대전에 있다.")
    assert names(catalogue, question) == set()


def test_several_long_forms_are_all_looked_for(catalogue: Catalogue) -> None:
    write(catalogue, "a", "Commissariat à l'énergie atomique (CEA)")
    write(catalogue, "b", "India's Central Electricity Authority (CEA)")
    assert len(names(catalogue, "CEA")) == 2


@pytest.mark.parametrize("question", ["Tell us more", "who can do it?", "Us", "kier"])
def test_a_word_in_another_case_is_no_acronym(catalogue: Catalogue, question: str) -> None:
    write(catalogue, "a", f"United States (US)\nWorld Health Organization (WHO)\n{KIER}")
    write(catalogue, "b", "Information Technology (IT)\nCell Area Network (CAN)")
    assert names(catalogue, question) == set()


def test_an_acronym_that_is_a_common_word_is_known_in_its_own_case(catalogue: Catalogue) -> None:
    write(catalogue, "a", "the World Health Organization (WHO)")
    assert names(catalogue, "What did the WHO say?") == {"World Health Organization"}
    # As a word it stands in every second text, and would find nothing in particular.
    assert names(catalogue, "What did the World Health Organization say?") == set()


def test_the_plural_of_a_long_form_is_known(catalogue: Catalogue) -> None:
    write(catalogue, "a", "small modular reactors (SMRs)")
    assert names(catalogue, "the price of a small modular reactor") == {"SMR"}
    assert names(catalogue, "Are SMRs cheap?") == {"small modular reactors"}


def test_a_document_takes_its_acronyms_along(catalogue: Catalogue) -> None:
    write(catalogue, "a", KIER)
    write(catalogue, "b", KIER)
    catalogue.remove("a")
    assert names(catalogue, "KIER") == {"Korea Institute of Energy Research"}
    write(catalogue, "b", "Nothing of the kind.")
    assert names(catalogue, "KIER") == set()


def test_a_text_that_has_the_long_form_alone_is_found_by_the_acronym(
    catalogue: Catalogue,
) -> None:
    write(catalogue, "definition", KIER)
    write(catalogue, "long", "The Korea Institute of Energy Research opened a pilot plant.")
    write(catalogue, "other", "The institute of plant research sold energy to Korea.")
    assert set(found(catalogue, "KIER")) == {"definition:0", "long:0"}


def test_a_text_that_has_the_acronym_alone_is_found_by_the_long_form(
    catalogue: Catalogue,
) -> None:
    write(catalogue, "definition", KIER)
    write(catalogue, "short", "KIER opened a pilot plant.")
    assert "short:0" in found(catalogue, "Korea Institute of Energy Research")


def test_the_other_name_does_not_swamp_the_words_that_were_asked(catalogue: Catalogue) -> None:
    write(catalogue, "definition", KIER)
    write(catalogue, "asked", "KIER signed a memorandum on hydrogen with North Dakota.")
    write(catalogue, "named", "Korea Institute of Energy Research: annual report, preface.")
    best, *_ = found(catalogue, "Which memorandum on hydrogen did KIER sign with North Dakota?")
    assert best == "asked:0"


def test_a_text_that_has_both_names_does_not_score_twice(catalogue: Catalogue) -> None:
    for n in range(8):
        write(catalogue, f"filling {n}", f"Plant number {n} makes heat.")
    write(catalogue, "plain", f"{KIER}\n한국에너지기술연구원은 KIER라고도 한다.")
    write(catalogue, "other", "한국에너지기술연구원(KIER)은 대전에 있다.")
    expanded = dict(catalogue.search("KIER", 10))
    assert names(catalogue, "KIER")
    with catalogue._transaction() as db:
        db.execute("DELETE FROM acronyms")
    assert not names(catalogue, "KIER")
    # All of them have the acronym, so that the other names add nothing.
    assert dict(catalogue.search("KIER", 10)) == pytest.approx(expanded)
