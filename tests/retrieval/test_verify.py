"""What the verifier lets pass, and what it strikes out."""

import json
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from retrieval.embedding import Encoder
from retrieval.verify import check

KEPT_SET = Path(__file__).with_name("verification.jsonl")
SOURCE = (
    "Energy Department renames NREL (2025-12-02)\n"
    "The Korea Institute of Energy Research (KIER) signed a letter of intent with NRC CEI on "
    "4 August 2025 in Montreal. The plant produces 1,200 tonnes of hydrogen a year and did not "
    "receive any subsidy. Sales of heat pumps rose by 9 % to 980,000 units."
)


@pytest.mark.parametrize(
    "sentence",
    [
        "KIER signed a letter of intent with NRC CEI in Montreal.",
        "On 2025-08-04 the Korea Institute of Energy Research signed a letter of intent.",
        "The plant produces 1.2 thousand tonnes of hydrogen a year.",
        "Heat pump sales rose by 9 percent.",
        "The plant did not receive a subsidy.",
        "Here is what the documents say:",
    ],
)
def test_what_the_source_says_is_supported(encoder: Encoder, sentence: str) -> None:
    support = check(sentence, [SOURCE], encoder)
    assert support.is_supported, support.problem
    assert support.problem == ""
    assert 0 <= support.similarity <= 1


@pytest.mark.parametrize(
    "sentence",
    [
        "The plant produces 1,300 tonnes of hydrogen a year.",
        "The plant produces 1,200 kilograms of hydrogen a year.",
        "KIER signed a letter of intent with NRC CEI on 4 September 2025.",
        "KITECH signed a letter of intent with NRC CEI in Montreal.",
        "The plant received a subsidy.",
        "Sales of heat pumps fell by 9 %.",
    ],
)
def test_what_the_source_does_not_say_is_struck_out_with_its_reason(
    encoder: Encoder, sentence: str
) -> None:
    support = check(sentence, [SOURCE], encoder)
    assert not support.is_supported
    assert support.problem


ACCOUNT = (
    "KIER acquired Solaris in 2024. The plant has 30 GW of solar and 12 GW of wind. The company "
    "plans to build a factory in Québec. Exports to Japan increased before the crisis."
)
COMPTE = "Le projet coûte 1 200 millions d'euros. Il n'a pas reçu d'aide de l'État."
KOREAN = (
    "에너지연(KIER)은 2025년 8월 4일 몬트리올에서 협약을 맺었다. 예산은 1조 2,000억 원이다. "
    "수출은 증가하지 않았다. 삼성SDI가 솔라리스를 인수했다."
)


@pytest.mark.parametrize(
    ("source", "said", "falsified"),
    [
        (ACCOUNT, "Solaris was acquired by KIER in 2024.", "Solaris acquired KIER in 2024."),
        (ACCOUNT, "The plant has 30,000 MW of solar.", "The plant has 12 GW of solar."),
        (
            ACCOUNT,
            "The company intends to build a factory in Quebec.",
            "The company has built a factory in Quebec.",
        ),
        (
            ACCOUNT,
            "Japanese exports went up before the crisis.",
            "Exports to Japan increased after the crisis.",
        ),
        (COMPTE, "Le projet coûte 1,2 milliard d'euros.", "Le projet coûte 12 milliards d'euros."),
        (COMPTE, "L'État n'a versé aucune aide.", "Le projet a reçu une aide de l'État."),
        (COMPTE, "The project costs EUR 1.2 billion.", "The project costs EUR 1.3 billion."),
        (KOREAN, "예산은 1.2조 원이다.", "예산은 1.2억 원이다."),
        (KOREAN, "수출이 늘지 않았다.", "수출은 증가했다."),
        (KOREAN, "삼성SDI는 솔라리스를 인수했다.", "솔라리스가 삼성SDI를 인수했다."),
        (
            KOREAN,
            "KIER concluded the agreement in Montreal on 4 August 2025.",
            "KIER concluded the agreement in Toronto on 4 August 2025.",
        ),
    ],
)
def test_one_changed_word_makes_the_difference(
    encoder: Encoder, source: str, said: str, falsified: str
) -> None:
    assert check(said, [source], encoder).problem == ""
    assert not check(falsified, [source], encoder).is_supported


def test_a_question_claims_nothing(encoder: Encoder) -> None:
    assert check("Did KIER spend 5 billion euros in 2019?", [ACCOUNT], encoder).is_supported


@given(sentence=st.text(max_size=80), source=st.text(max_size=80))
@settings(max_examples=60)
def test_any_text_can_be_checked(encoder: Encoder, sentence: str, source: str) -> None:
    support = check(sentence, [source], encoder)
    assert support.is_supported == (support.problem == "")
    assert 0 <= support.similarity <= 1


def test_no_source_supports_nothing(encoder: Encoder) -> None:
    assert not check("KIER signed a letter of intent.", [], encoder).is_supported


def test_the_kept_set_is_told_apart(encoder: Encoder) -> None:
    """A floor below what was measured on the half that nothing was tuned on."""
    rows = [json.loads(line) for line in KEPT_SET.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["half"] == "test"]
    right = {True: [], False: []}  # type: dict[bool, list[bool]]
    for row in rows:
        found = check(row["sentence"], [f"{row['title']}\n{row['source']}"], encoder)
        right[row["supported"]].append(found.is_supported == row["supported"])
    assert sum(map(sum, (right[True], right[False]))) / len(rows) >= 0.85
    assert sum(right[True]) / len(right[True]) >= 0.86
