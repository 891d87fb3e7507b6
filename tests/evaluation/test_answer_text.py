"""Normalisation, tokens and overlap of texts."""

import pytest

from evaluation.text import answer_tokens, normalise, overlaps, without_markers

GOLD = "KIER and the NRC signed a Letter of Intent in Montreal."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The  Letter of Intent.", "letter of intent"),
        ("a Korea-Canada LOI", "koreacanada loi"),
        ("An 1,800 m²", "1800 m2"),
        ("« l’accord »", "laccord"),
        ("ＫＩＥＲ", "kier"),
        ("A", "a"),
        ("?!", ""),
    ],
)
def test_text_is_normalised_as_in_squad(text: str, expected: str) -> None:
    assert normalise(text) == expected


def test_korean_counts_by_syllables_and_keeps_numbers_whole() -> None:
    assert answer_tokens("2025년 5년간 KIER는") == ["2025", "년", "5", "년", "간", "kier", "는"]


def test_markers_are_no_words_of_the_answer() -> None:
    assert without_markers("It fell [1]. It rose [12].") == "It fell. It rose."


@pytest.mark.parametrize(
    "text",
    [
        f"Before. {GOLD} After.",
        "KIER and the NRC\nsigned a Letter  of Intent\tin Montreal.",
        "kier and the nrc signed a letter of intent",
        "signed a Letter of Intent",
    ],
)
def test_a_text_overlaps_that_holds_the_larger_part(text: str) -> None:
    assert overlaps(text, GOLD)


@pytest.mark.parametrize(
    "text",
    ["", "KIER", "in Montreal", "KIER and the NRC ate lunch together with many others there."],
)
def test_a_text_does_not_overlap_that_holds_little(text: str) -> None:
    assert not overlaps(text, GOLD)


def test_a_short_gold_passage_must_be_held_whole() -> None:
    assert overlaps("The rate is 5C here.", "5C")
    assert not overlaps("The rate is 5 here.", "5C")


def test_nothing_overlaps_an_empty_gold_passage() -> None:
    assert not overlaps("text", " ")
