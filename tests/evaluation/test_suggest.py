"""Questions drafted from a document."""

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import GoldQuestion, suggest
from evaluation.suggest import LANGUAGES, language_of
from ingest.parse import parse_document
from retrieval.records import Heading, Page, Source

CORPUS = Path(__file__).parents[2] / "corpus" / "documents"
DOCUMENTS = [
    "irena-capacity-2025-03.html",
    "us-doe-programmes-2026.pdf",
    "hydrogen-korea-2025.pdf",
    "korea-11th-power-plan-draft-2024-05.md",
    "cea-solaire-hydrogene-2026.pdf",
    "northvolt-quebec-2025.html",
]


@cache
def parsed(document: str) -> tuple[Source, list[Page]]:
    return parse_document(CORPUS / document, document, document, {})


def drafted(text: str, language: str = "en") -> list[tuple[str, str]]:
    """The questions to a text with their first answers."""
    source = Source("d.txt", "d.txt", "text", "Title", language=language)
    return [(draft.question, draft.answers[0]) for draft in suggest(source, [Page(1, text)])]


def drafts_of(document: str) -> list[GoldQuestion]:
    return suggest(*parsed(document))


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        (
            "585 GW of renewable capacity was added in 2024.",
            "How much renewable capacity was added in 2024?",
            "585 GW",
        ),
        (
            "Renewables made up 92.5% of all new power capacity in 2024.",
            "What percentage of all new power capacity in 2024 did renewables make up?",
            "92.5%",
        ),
        (
            "In 2025, storage packs cost USD 70/kWh, which is 45% less than one year earlier.",
            "How much do storage packs cost in 2025?",
            "USD 70/kWh",
        ),
        (
            "Project Cypress may receive up to USD 550 million.",
            "How much money may Project Cypress receive?",
            "up to USD 550 million",
        ),
        (
            "The Institute of Fusion (IOF), which operates the tokamak KSTAR, announced the result "
            "on 22 November 2021.",
            "When did the Institute of Fusion announce the result?",
            "22 November 2021",
        ),
        (
            "The workshop of KIER was held in Montreal.",
            "Where was the workshop of KIER held?",
            "Montreal",
        ),
        (
            "KIER signed a cooperation agreement with the NRC.",
            "What did KIER sign with the NRC?",
            "a cooperation agreement",
        ),
        ("Venkat Srinivasan is the director of LENS.", "Who is the director of LENS?", None),
        (
            "The Levelised Cost of Electricity (LCOE) matters.",
            "What does LCOE stand for?",
            "Levelised Cost of Electricity",
        ),
    ],
)
def test_an_english_sentence_makes_a_question(
    sentence: str, question: str, answer: str | None
) -> None:
    assert (question, answer or "Venkat Srinivasan") in drafted(sentence)


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        (
            "Le Liten a été créé par le CEA en 2004.",
            "Quand est-ce que le Liten a été créé par le CEA ?",
            "2004",
        ),
        (
            "Ultium CAM est une coentreprise de GM et de POSCO Future M.",
            "Qu'est-ce qu'Ultium CAM ?",
            "une coentreprise de GM et de POSCO Future M",
        ),
        (
            "Le projet Northvolt coûte plus de 600 millions de dollars.",
            "Combien est-ce que le projet Northvolt coûte ?",
            "plus de 600 millions de dollars",
        ),
        (
            "La puissance de chauffage de WEST était de 2 MW.",
            "Quelle était la puissance de chauffage de WEST ?",
            "2 MW",
        ),
    ],
)
def test_a_french_sentence_makes_a_french_question(
    sentence: str, question: str, answer: str
) -> None:
    assert drafted(sentence, "fr") == [(question, answer)]


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        (
            "글로벌 TOP 사업의 예산은 1,000억 원이다.",
            "글로벌 TOP 사업의 예산은 얼마인가?",
            "1,000억 원",
        ),
        (
            "암모니아의 저장 밀도는 액화수소의 1.7배다.",
            "암모니아의 저장 밀도는 액화수소의 몇 배인가?",
            "1.7배",
        ),
        (
            "기계연은 2025년 9월 29일 성과를 발표했다.",
            "기계연은 언제 성과를 발표했는가?",
            "2025년 9월 29일",
        ),
        (
            "제4회 배터리 워크숍이 몬트리올에서 열렸다.",
            "제4회 배터리 워크숍이 어디에서 열렸는가?",
            "몬트리올",
        ),
        (
            "실무안에는 대형 원전 3기가 들어 있다.",
            "실무안에는 대형 원전 몇 기가 들어 있는가?",
            "3기",
        ),
        (
            "이 연구원에는 에너지연이 5 MW를 공급한다.",
            "",
            "",
        ),
    ],
)
def test_a_korean_sentence_makes_a_korean_question(
    sentence: str, question: str, answer: str
) -> None:
    assert drafted(sentence, "ko") == ([(question, answer)] if question else [])


@pytest.mark.parametrize(
    "sentence",
    [
        "It stands in Daejeon and was built in 2007.",
        "The plant employs 200 people in Iceland.",
        "However, this value of 5 GW was not reached in 2024.",
        "Technology: Solar PV; Added in 2024 (GW): 451.9",
        "Was KSTAR built in 2007?",
        "The two partners opened their centre on Wednesday in Montreal.",
        "Of these, 12 GW came from China.",
    ],
)
def test_what_needs_another_sentence_is_not_asked_for(sentence: str) -> None:
    assert drafted(sentence) == []


def test_a_heading_is_no_gold_sentence() -> None:
    text = "KIER was founded in 1977.\n\nKIER was founded in 1980."
    heading = Heading(0, 1, "KIER was founded in 1977.")
    drafts = suggest(Source("d", "d", "text", "T", language="en"), [Page(1, text, (heading,))])
    assert [draft.answers for draft in drafts] == [("1980",)]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_answer_stands_in_its_sentence_and_that_in_the_document(document: str) -> None:
    source, pages = parsed(document)
    drafts = suggest(source, pages)
    assert len(drafts) >= 4
    for draft in drafts:
        (passage,) = draft.passages
        assert any(passage in page.text for page in pages)
        assert draft.answers
        assert all(answer in passage for answer in draft.answers)
        assert all(answer not in draft.question for answer in draft.answers)
        assert draft.documents == (document,)
        assert draft.language == language_of(source, pages)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_two_drafts_are_of_one_sentence_or_alike(document: str) -> None:
    drafts = drafts_of(document)
    assert len({draft.passages for draft in drafts}) == len(drafts)
    assert len({draft.question for draft in drafts}) == len(drafts)


@pytest.mark.parametrize(
    ("document", "ends"),
    [(DOCUMENTS[0], r"\S\?"), (DOCUMENTS[2], r"[가까]\?"), (DOCUMENTS[4], r"\S \?")],
)
def test_a_question_ends_as_one_of_its_language(document: str, ends: str) -> None:
    assert all(re.search(ends + "$", draft.question) for draft in drafts_of(document))


def test_a_limit_gives_the_best() -> None:
    source, pages = parsed(DOCUMENTS[0])
    assert suggest(source, pages, 2) == suggest(source, pages, 10)[:2]


def test_the_drafts_are_spread_over_the_document() -> None:
    source, pages = parsed("us-doe-programmes-2026.pdf")
    drafts = suggest(source, pages)
    numbers = {page.number for page in pages for d in drafts if d.passages[0] in page.text}
    assert len(numbers) >= 3


def test_acronyms_are_a_small_part() -> None:
    names = [f"{one}lpha {two}eta" for one in "ABC" for two in "DEF"]
    text = " ".join(f"The {name} ({name[0]}{name[6]}) is open." for name in names)
    assert len(drafted(text)) == 3


def test_the_language_is_guessed_where_the_source_has_none() -> None:
    assert drafted("Le Liten a été créé par le CEA en 2004.", "")[0][0].startswith("Quand")
    assert drafted("작업은 2025년 9월 29일 시작됐다.", "") == [
        ("작업은 언제 시작됐는가?", "2025년 9월 29일")
    ]


def test_a_language_without_rules_gives_nothing() -> None:
    assert drafted("KIER wurde 1977 in Daejeon gegründet. KIER was founded in 1977.", "de") == []


WORDS = st.sampled_from(
    """The the KIER solar capacity of 585 GW was is reached grew by 12% in 2024 , . 약 5년 기관은
    했다. 이다. 원 2025년 8월 Le la est a été de 30 % millions d' à ( ) signed has to and which
    – $ ; :
    """.split()
)
ANY_TEXT = st.text() | st.lists(WORDS, max_size=25).map(lambda words: f"{' '.join(words)}.")


@given(ANY_TEXT, st.sampled_from([*LANGUAGES, ""]))
def test_any_text_makes_drafts_that_hold_or_none(text: str, language: str) -> None:
    source = Source("d.txt", "d.txt", "text", "Title", language=language)
    for draft in suggest(source, [Page(1, text)]):
        assert draft.passages[0] in text
        assert all(answer in draft.passages[0] for answer in draft.answers)
        assert draft.question.endswith("?")
