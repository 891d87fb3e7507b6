"""The words of a sentence that answer."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from retrieval.short_answer import find_short_answer


@pytest.mark.parametrize(
    ("question", "sentence", "date"),
    [
        ("When did it open?", "The plant opened on 8 May 2024 in Iceland.", "8 May 2024"),
        ("When was it held?", "It took place on 29 and 30 July 2025.", "29 and 30 July 2025"),
        ("When did it start?", "Work began on July 29, 2025.", "July 29, 2025"),
        ("When was it renamed?", "It has had this name since December 2025.", "December 2025"),
        ("What year did it open?", "The laboratory opened in 1977 in Golden.", "1977"),
        ("Quand a-t-il été battu ?", "Il a été battu le 12 février 2025.", "12 février 2025"),
        ("언제 열렸나?", "워크숍은 2025년 7월 29일 몬트리올에서 열렸다.", "2025년 7월 29일"),
    ],
)
def test_a_date_is_given_in_full(question: str, sentence: str, date: str) -> None:
    assert find_short_answer(question, sentence) == date


@pytest.mark.parametrize(
    ("question", "sentence", "amount"),
    [
        ("How many institutions came?", "In 2025, 18 institutions came to Montreal.", "18"),
        ("How many workshops were there?", "Four workshops took place.", "Four"),
        ("What is the efficiency of the cell?", "The cell reached 30.8 % on 9 cm².", "30.8 %"),
        ("How much does a pack cost?", "A pack costs USD 108 per kWh.", "USD 108"),
        ("How much capacity was added?", "The world added 4,448 GW of capacity.", "4,448 GW"),
        ("Quel est le rendement ?", "La cellule atteint un rendement de 30,8 %.", "30,8 %"),
        ("가격은 얼마인가?", "가격은 1,200원이다.", "1,200원"),
    ],
)
def test_an_amount_comes_with_its_unit(question: str, sentence: str, amount: str) -> None:
    assert find_short_answer(question, sentence) == amount


def test_a_year_is_no_amount() -> None:
    assert find_short_answer("How many took part?", "The workshop took place in 2025.") == ""


def test_a_duration_is_told_from_other_amounts() -> None:
    sentence = "At 50 million degrees the plasma lasted 1,337 seconds."
    assert find_short_answer("How long did the plasma last?", sentence) == "1,337 seconds"


@pytest.mark.parametrize(
    ("question", "sentence", "name"),
    [
        ("Who is its director?", "Jud Virden is its director.", "Jud Virden"),
        ("Who is in charge?", "Jud Virden led the laboratory.", "Jud Virden"),
        ("Where was the workshop?", "KIER held the workshop in Montreal, Canada.", "Montreal"),
        ("Where did they meet?", "They met in Montreal and left.", "Montreal"),
        (
            "What is the new name of NREL?",
            "NREL has become the National Laboratory of the Rockies.",
            "National Laboratory of the Rockies",
        ),
    ],
)
def test_a_name_is_given_whole_and_alone(question: str, sentence: str, name: str) -> None:
    assert find_short_answer(question, sentence) == name


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("What is the new name of NREL?", "It was announced on Monday, 1 December 2025."),
        ("Who signed?", "It was signed by nobody."),
        ("Where is the plant?", "The plant is far away."),
    ],
)
def test_neither_a_weekday_nor_the_first_word_of_a_sentence_is_a_name(
    question: str, sentence: str
) -> None:
    assert find_short_answer(question, sentence) == ""


def test_what_the_question_says_itself_is_no_answer() -> None:
    sentence = "In 2024 the world added capacity, and by July 2025 more."
    assert find_short_answer("When after 2024 did the world add more?", sentence) == "July 2025"


def test_what_was_done_is_the_object_of_the_verb() -> None:
    question = "What did KIER and NRC CEI sign?"
    sentence = "As a sign of trust, KIER and NRC CEI signed a Letter of Intent for joint research."
    assert find_short_answer(question, sentence) == "Letter of Intent for joint research"


def test_a_sentence_without_a_date_does_not_say_when() -> None:
    assert find_short_answer("When did it open?", "It opened with a speech.") == ""


@given(
    question=st.sampled_from(["When?", "How many?", "Who?", "What did he sign?", "언제?"]),
    sentence=st.text(),
)
def test_the_short_answer_stands_in_the_sentence_verbatim(question: str, sentence: str) -> None:
    assert find_short_answer(question, sentence) in sentence
