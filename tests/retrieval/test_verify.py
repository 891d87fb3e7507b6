"""What the verifier lets pass, and what it strikes out."""

import json
from pathlib import Path

import pytest

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
