"""Sentences that answer nothing, whatever the documents say."""

import pytest

from retrieval.evasions import evasion


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("In which city was the 2024 pact signed?", "The 2024 pact was signed in the city."),
        ("How many labs joined the 2025 workshop?", "Labs joined the 2025 workshop: 2025."),
        ("Que moud le moulin d'Ely ?", "Le moulin d'Ely moud."),
        ("En quelle année le moulin a-t-il ouvert ?", "Le moulin a ouvert."),
        ("에너지연은 어디에서 워크숍을 개최했나?", "에너지연은 워크숍을 개최했다."),
    ],
)
def test_the_question_again_is_an_evasion(question: str, sentence: str) -> None:
    assert "question" in evasion(sentence, question)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("In which city was the 2024 pact signed?", "The 2024 pact was signed in Ely."),
        ("How many labs joined the 2025 workshop?", "In 2025, 18 labs joined the workshop."),
        ("Is it true that Ely joined the pact?", "Ely joined the pact."),
        ("Est-ce que le moulin a ouvert quand il a gelé ?", "Le moulin a ouvert."),
        ("Which is older, the mill or the pump?", "The mill is older."),
        ("물레방아와 펌프 중 어느 것이 오래됐나?", "펌프가 오래됐다."),
        ("", "The mill is old."),
        ("When did the pact pass?", "The passage of the pact followed in 2024."),
    ],
)
def test_what_may_answer_is_none(question: str, sentence: str) -> None:
    assert evasion(sentence, question) == ""


@pytest.mark.parametrize(
    "sentence", ["The passages above speak of Ely.", "Ce passage parle d'Ely."]
)
def test_talk_of_the_passages_is_an_evasion(sentence: str) -> None:
    assert "passages" in evasion(sentence, "Where is the mill?")
