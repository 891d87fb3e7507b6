"""What is said in the language of the question."""

from dataclasses import replace

import pytest

from retrieval.notes import NOT_ANSWERED, foreign_note, said
from retrieval.records import Answer, Chunk, Citation, Passage, Source

ENGLISH = "Where was the workshop held?"
FRENCH = "Où l'atelier a-t-il eu lieu ?"
KOREAN = "워크숍은 어디에서 열렸나?"


def answer(question: str, *languages: str) -> Answer:
    """An answer whose sources are in these languages."""
    citations = []
    for marker, language in enumerate(languages, 1):
        source = Source(f"{marker}.md", f"{marker}.md", "md", "Title", language=language)
        passage = Passage(f"{marker}", source, Chunk(1, 0, 3, "", "Yes"), 0.9)
        citations.append(Citation(marker, source, 1, 0, 3, "Yes", passage))
    empty = Answer(question, question, "", True, "", 0.9, "", (), (), 0.1)
    return replace(empty, citations=tuple(citations))


@pytest.mark.parametrize(
    ("question", "beginning"),
    [(ENGLISH, "The documents"), (FRENCH, "Les documents"), (KOREAN, "라이브러리의 문서")],
)
def test_a_refusal_is_in_the_language_of_the_question(question: str, beginning: str) -> None:
    assert said(NOT_ANSWERED, question).startswith(beginning)


@pytest.mark.parametrize(
    ("question", "note"),
    [
        (ENGLISH, "The sources are in Korean."),
        (FRENCH, "Les sources sont en coréen."),
        (KOREAN, ""),
    ],
)
def test_sources_in_another_language_are_announced(question: str, note: str) -> None:
    assert foreign_note(answer(question, "ko")) == note


def test_one_source_in_the_language_of_the_question_is_enough() -> None:
    assert foreign_note(answer(ENGLISH, "ko", "en")) == ""


def test_nothing_is_said_of_sources_whose_language_is_not_known() -> None:
    assert foreign_note(answer(ENGLISH, "", "ko")) == ""


def test_a_language_without_a_name_is_given_as_its_code() -> None:
    assert foreign_note(answer(ENGLISH, "pt", "ko")) == "The sources are in Korean, pt."


def test_without_sources_nothing_is_announced() -> None:
    assert foreign_note(answer(ENGLISH)) == ""
