"""Markers in the text of a language model."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.citations import (
    MarkedSentence,
    complete_sentences,
    known,
    marked_sentences,
    split_markers,
    without_markers,
)

TWO = "The cell reached 30.8 %. [1] It was made by Dr. Kim in Daejeon [2, 3]."


def numbers(text: str) -> tuple[int, ...]:
    (sentence,) = marked_sentences(text)
    return sentence.numbers


@pytest.mark.parametrize(
    ("marker", "expected"),
    [
        ("[1]", (1,)),
        ("[ 2 ]", (2,)),
        ("[1][2]", (1, 2)),
        ("[1] [2]", (1, 2)),
        ("[1, 2]", (1, 2)),
        ("[1; 3]", (1, 3)),
        ("[1 and 2]", (1, 2)),
        ("[1-3]", (1, 2, 3)),
        ("[2–3]", (2, 3)),
        ("【1】", (1,)),
        ("【4†source】", (4,)),
        ("［2］", (2,)),
        ("[Passage 3]", (3,)),
        ("[passages 1, 2]", (1, 2)),
        ("[2][2]", (2,)),
    ],
)
@pytest.mark.parametrize("text", ["It is warm {}.", "It is warm. {}", "It is warm.{}"])
def test_a_marker_belongs_to_the_sentence_before_it(
    text: str, marker: str, expected: tuple[int, ...]
) -> None:
    assert marked_sentences(text.format(marker)) == [MarkedSentence("It is warm.", expected)]


@pytest.mark.parametrize("words", ["[2025]", "[sic]", "(1)", "x[i]", "array[0:2]"])
def test_other_brackets_are_text(words: str) -> None:
    (sentence,) = marked_sentences(f"It is {words} warm.")
    assert sentence == MarkedSentence(f"It is {words} warm.", ())


def test_each_sentence_has_its_own_markers() -> None:
    assert marked_sentences(TWO) == [
        MarkedSentence("The cell reached 30.8 %.", (1,)),
        MarkedSentence("It was made by Dr. Kim in Daejeon.", (2, 3)),
    ]


def test_korean_sentences_have_markers() -> None:
    assert [s.numbers for s in marked_sentences("몬트리올에서 열렸다. [1] 7월이었다. [2]")] == [
        (1,),
        (2,),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "- It is warm. [1]",
        "1. It is **warm**. [1]",
        "# It is warm. [1]",
        "<think>Is it cold? [3]</think>It is warm. [1]",
        '<passage number="1" title="Heat">\nIt is warm. [1]\n</passage>',
    ],
)
def test_signs_of_lists_thoughts_and_tags_are_left_out(text: str) -> None:
    assert marked_sentences(text) == [MarkedSentence("It is warm.", (1,))]


@pytest.mark.parametrize(
    "text",
    [
        "The passage says that it is warm. [1]",
        'The passage says: "It is warm. [1]',
        "According to the passage, it is warm. [1]",
        "Answer: It is warm. [1]",
        "The answer is: It is warm. [1]",
    ],
)
def test_a_lead_in_that_speaks_of_the_prompt_is_left_out(text: str) -> None:
    assert marked_sentences(text) == [MarkedSentence("It is warm.", (1,))]


def test_thoughts_that_go_on_are_no_text() -> None:
    assert marked_sentences("<think>It may be warm. Or cold.") == []


def test_a_bare_number_is_no_sentence() -> None:
    assert marked_sentences("The answer is 2. [1]") == []
    assert [s.text for s in marked_sentences("1.\nIt is warm.\n2.")] == ["It is warm."]


def test_numbers_that_no_passage_has_are_invented() -> None:
    assert known((0, 1, 3, 4, 999), 3) == (1, 3)


def test_a_sentence_is_complete_once_the_next_has_begun() -> None:
    assert complete_sentences(TWO[: TWO.index("It was") + 6]) == [
        MarkedSentence("The cell reached 30.8 %.", (1,))
    ]


def test_a_growing_text_never_takes_a_sentence_back() -> None:
    whole = marked_sentences(TWO)
    for end in range(len(TWO) + 1):
        complete = complete_sentences(TWO[:end])
        assert complete == whole[: len(complete)], TWO[:end]


@given(st.text(), st.lists(st.integers(1, 9), max_size=3))
def test_any_text_can_be_read(text: str, cited: list[int]) -> None:
    marked = text + "".join(f"[{number}]" for number in cited)
    for sentence in marked_sentences(marked):
        assert sentence.text
        assert marked_sentences(sentence.text)[0].numbers == ()
    complete_sentences(marked)


@given(st.text())
def test_no_marker_is_left_in_a_passage(text: str) -> None:
    assert not any(sentence.numbers for sentence in marked_sentences(without_markers(text)))


def test_markers_of_a_document_are_made_round() -> None:
    assert without_markers("As shown [12], it is 【3】 [sic].") == "As shown (12), it is (3) [sic]."


def test_an_answer_is_split_at_its_own_markers() -> None:
    text = "In [2024] it rose. [1][2] Then it fell. [3]"
    pieces = list(split_markers(text, {1, 2}))
    assert pieces == [("In [2024] it rose. ", 1), ("", 2), (" Then it fell. [3]", 0)]
