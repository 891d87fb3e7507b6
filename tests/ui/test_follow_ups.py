"""What might be asked next."""

from dataclasses import replace

from conversations import SOURCE, answer_with, citation_of

from retrieval.records import Chunk, Passage
from ui.follow_ups import MOST, follow_ups

TEXT = (
    "Sales of heat pumps rose in 2024. The factory in Ulsan opened in March 2021. "
    "Hyundai built the electrolyser in 2023. It was late."
)


def passage(text: str, name: str = "p", language: str = "en") -> Passage:
    source = replace(SOURCE, document=name, path=name, language=language)
    return Passage(name, source, Chunk(1, 0, len(text), "", text), 0.9)


def asked(*passages: Passage, question: str = "When did sales rise?") -> list[str]:
    citation = replace(citation_of(quote="Sales of heat pumps rose in 2024."), passage=passages[0])
    answer = answer_with(citation, question=question)
    return follow_ups(replace(answer, passages=passages))


def test_a_follow_up_asks_for_another_sentence_of_the_passage() -> None:
    (question,) = asked(passage(TEXT))
    assert "Ulsan" in question or "electrolyser" in question


def test_what_was_asked_is_not_asked_again() -> None:
    question = "When did the factory in Ulsan open?"
    assert all("Ulsan" not in each for each in asked(passage(TEXT), question=question))


def test_passages_of_another_language_give_none() -> None:
    assert asked(passage(TEXT, language="ko")) == []


def test_nothing_follows_a_question_without_an_answer() -> None:
    answer = replace(answer_with(citation_of()), answered=False, passages=(passage(TEXT),))
    assert follow_ups(answer) == []


def test_there_are_few_and_no_two_alike() -> None:
    found = asked(*(passage(TEXT, f"p{n}") for n in range(6)))
    assert len(found) == len(set(found)) <= MOST
