"""Sentences as spans of offsets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.sentences import sentence_spans

LETTERS = "abc ABC .!?…。 \n\t 전지는다 éàç 🔋 12% () «» \u2028 \x85 \r"


def sentences(text: str, language: str = "") -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, language)]


@given(st.text(st.sampled_from(LETTERS) | st.characters(codec="utf-8")))
def test_sentences_hold_all_but_white_space_in_order(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@given(st.text(st.sampled_from(LETTERS)))
def test_sentences_neither_overlap_nor_go_back(text: str) -> None:
    offsets = [offset for span in sentence_spans(text) for offset in span]
    assert offsets == sorted(offsets)


@given(st.text(st.sampled_from(LETTERS)))
def test_a_sentence_has_no_white_space_around_it(text: str) -> None:
    assert all(sentence and sentence == sentence.strip() for sentence in sentences(text))


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u3000", "\x85"])
def test_a_wide_space_before_a_full_stop_is_a_space(space: str) -> None:
    text = f"The unit B{space}. It runs."
    assert [text[start:end] for start, end in sentence_spans(text)][-1].endswith("It runs.")


def test_offsets_count_characters_not_bytes() -> None:
    assert sentence_spans("🔋 Été. 전지.") == [(0, 6), (7, 10)]


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en", "The plant cost 3.5 million dollars, e.g. in Quebec.", "It runs."),
        ("en", "Dr. Kim leads the U.S. team.", "It has ten members."),
        ("en", "It rose by approx. 5 MW.", "It fell."),
        ("fr", "Selon l'étude (cf. tableau 2), le coût baisse de 3.5 %.", "Le réseau suit."),
        ("fr", "Le projet de M. Roy avance.", "Le réseau suit."),
        ("de", "Die Kosten liegen bei ca. 5 Cent.", "Sie sinken."),
        ("ko", "두 기관은 의향서에 서명하였다.", "워크숍은 몬트리올에서 열렸다."),
    ],
)
def test_an_abbreviation_or_a_decimal_ends_no_sentence(
    language: str, first: str, second: str
) -> None:
    assert sentences(f"{first} {second}", language) == [first, second]


def test_a_line_break_ends_a_sentence() -> None:
    assert sentences("Region: Asia; GW: 421\n\nRegion: Europe; GW: 97") == [
        "Region: Asia; GW: 421",
        "Region: Europe; GW: 97",
    ]


@pytest.mark.parametrize("language", ["xx", "English", "zh-Hans", "한국어"])
def test_an_unknown_language_is_cut_like_english(language: str) -> None:
    assert sentences("It runs. It stops.", language) == ["It runs.", "It stops."]
