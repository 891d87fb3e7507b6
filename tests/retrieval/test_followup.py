"""Follow-up questions."""

import pytest

from retrieval.followup import standalone_question

WORKSHOP = "Where was the fourth Korea-Canada battery workshop held?"


def test_the_first_question_stays_as_it_is() -> None:
    assert standalone_question("When was it held?", []).text == "When was it held?"


@pytest.mark.parametrize(
    "question",
    ["When was it held?", "And the third one?", "Who took part in this workshop?", "When?"],
)
def test_a_question_that_points_back_takes_the_topic_along(question: str) -> None:
    asked = standalone_question(question, [WORKSHOP])
    assert asked.text.startswith(question)
    assert "battery" in asked.text


@pytest.mark.parametrize(
    ("before", "question", "topic"),
    [
        ("Quel est le rendement de la cellule tandem ?", "Et son prix ?", "tandem"),
        ("제4회 배터리 워크숍은 어디에서 열렸나?", "그럼 언제 열렸나?", "배터리"),
    ],
)
def test_a_korean_or_french_question_that_points_back_takes_the_topic_along(
    before: str, question: str, topic: str
) -> None:
    assert topic in standalone_question(question, [before]).text


def test_a_question_on_a_topic_of_its_own_stays_as_it_is() -> None:
    question = "Which efficiency did the tandem cell of CEA and 3SUN reach?"
    assert standalone_question(question, [WORKSHOP]).text == question


@pytest.mark.parametrize(
    "question",
    [
        "Which institute leads the programme that Fraunhofer ISE joined in its last round?",
        "How much did it cost to build the Mammoth plant?",
        "Is it true that KSTAR held 100 million °C?",
        "How many plants are there in South Korea?",
        "Combien de mètres carrés l'atelier de Genvia occupe-t-il ?",
        "Quels matériaux l'usine de Northvolt devait-elle produire à partir de lithium ?",
    ],
)
def test_a_word_that_points_within_the_question_takes_nothing_along(question: str) -> None:
    assert standalone_question(question, [WORKSHOP]).text == question


@pytest.mark.parametrize(
    "question",
    [
        "Who owns the one in Louisiana?",
        "What did it cost in Canada?",
        "When was that deal closed by the parties?",
        "Combien de temps avait-il duré à la fin ?",
    ],
)
def test_a_word_that_points_beyond_the_question_takes_the_topic_along(question: str) -> None:
    assert "battery" in standalone_question(question, [WORKSHOP]).text


def test_a_chain_of_follow_ups_keeps_its_topic() -> None:
    asked = standalone_question("Who paid for it?", [WORKSHOP, "When was it held?"])
    assert "battery" in asked.text


def test_a_new_topic_leaves_the_old_one_behind() -> None:
    earlier = [WORKSHOP, "What is the new name of the laboratory NREL?"]
    asked = standalone_question("Who is its director?", earlier)
    assert "NREL" in asked.text
    assert "battery" not in asked.text


def test_a_word_of_the_question_is_not_said_twice() -> None:
    asked = standalone_question("And the third workshop?", [WORKSHOP])
    assert asked.text.casefold().count("workshop") == 1


def test_white_space_around_a_question_is_dropped() -> None:
    assert standalone_question("  When was it held?\n", []).text == "When was it held?"
