"""The sentences that answer, over a real library."""

from collections.abc import Callable

import pytest
from line_documents import ROOT, chunks, document, pages, revision, source

from retrieval import Library, search
from retrieval.followup import StandaloneQuestion
from retrieval.reader import Evidence, read
from retrieval.records import Page

DOCUMENTS = {
    "workshop.txt": (
        "The workshop took place in Montreal on 29 and 30 July 2025. Many people came.\n"
        "KIER and NRC CEI signed a Letter of Intent for joint research."
    ),
    "laboratory.txt": (
        "The laboratory NREL has been renamed National Laboratory of the Rockies.\n"
        "Jud Virden is the director of the laboratory."
    ),
    "plasma.txt": "The tokamak WEST held its plasma for 1,337 seconds in February 2025.",
    "heat.txt": "Sales of heat pumps fell by 22% in 2024.\nGas boilers were cheaper to run.",
}
Ask = Callable[..., list[Evidence]]


def evidence(library: Library, question: str, topic: str = "") -> list[Evidence]:
    asked = StandaloneQuestion(question, topic)
    return read(library, asked, search(library, asked.text))


@pytest.fixture
def ask(library: Library) -> Ask:
    """What the reader finds in a library of four documents."""
    with library.writer():
        for name, text in DOCUMENTS.items():
            library.replace(*document(name, text))
    return lambda question, topic="": evidence(library, question, topic)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What did KIER and NRC CEI sign?", "Letter of Intent for joint research"),
        ("When did the workshop take place?", "29 and 30 July 2025"),
        ("How long did WEST hold its plasma?", "1,337 seconds"),
        ("Who is the director of the laboratory?", "Jud Virden"),
        ("How much did the sales of heat pumps fall?", "22%"),
    ],
)
def test_the_sentence_that_answers_comes_first(ask: Ask, question: str, answer: str) -> None:
    assert ask(question)[0].short_answer == answer


def test_a_sentence_with_another_name_of_what_is_asked_for_holds_its_terms(
    library: Library,
) -> None:
    texts = {
        "about.txt": "The Zephyr Wave Power Laboratory (ZWPL) was founded in 2019.",
        "news.txt": "A prize went to the Zephyr Wave Power Laboratory in Nantes.",
        "other.txt": "A prize went to the Zenith Solar Power Laboratory in Nantes.",
    }
    with library.writer():
        for name, text in texts.items():
            library.replace(*document(name, text))
    found = {e.text: e.features for e in evidence(library, "Which prize did ZWPL get?")}
    assert found[texts["news.txt"]].inside > found[texts["other.txt"]].inside


@pytest.mark.parametrize(
    "question",
    [
        "Who won the football World Cup?",
        "How do I bake bread?",
        "Which river flows through Paris?",
    ],
)
def test_a_question_beside_the_topic_has_less_confidence(ask: Ask, question: str) -> None:
    answered = ask("What did KIER and NRC CEI sign?")[0]
    assert ask(question)[0].confidence < 0.5 * answered.confidence


def test_the_place_of_a_sentence_in_its_page_is_right(ask: Ask) -> None:
    found = ask("What did KIER and NRC CEI sign in Montreal?")
    texts = [DOCUMENTS[each.passage.document][each.start : each.end] for each in found]
    assert texts == [each.text for each in found]
    assert len(texts) == 8


def test_an_offset_counts_from_the_beginning_of_the_page_and_not_of_the_chunk(
    library: Library,
) -> None:
    text = "배터리 워크숍 안내 😀 first line.\nThe pump of Ely costs 5,200 pounds."
    with library.writer():
        library.replace(*document("pump.txt", text))
    found = evidence(library, "How much does the pump of Ely cost?")[0]
    assert text[found.start : found.end] == "The pump of Ely costs 5,200 pounds."


def test_a_sentence_is_given_without_its_neighbours(ask: Ask) -> None:
    best = ask("Where did the workshop take place?")[0]
    assert best.text == "The workshop took place in Montreal on 29 and 30 July 2025."


def test_the_mark_of_a_list_is_not_quoted(library: Library) -> None:
    text = "Energy news.\n• The tokamak WEST held its plasma for 1,337 seconds in February 2025."
    with library.writer():
        library.replace(*document("plasma.txt", text))
    best = evidence(library, "How long did WEST hold its plasma?")[0]
    assert best.text == DOCUMENTS["plasma.txt"]
    assert text[best.start : best.end] == best.text


def test_the_same_sentence_in_two_documents_is_given_once(library: Library) -> None:
    text = "The tandem cell reached an efficiency of 30.8%."
    with library.writer():
        for name in ("one.txt", "two.txt"):
            library.replace(*document(name, text))
    assert [found.text for found in evidence(library, "What efficiency did it reach?")] == [text]


def test_a_title_or_heading_is_no_answer(library: Library) -> None:
    title, heading = "Record of the tandem cell", "Efficiency of the tandem cell"
    text = f"{title}\n{heading}\nIt converts 30.8% of the light."
    with library.writer():
        library.replace(
            source("cell.txt", title), ROOT, revision(text), [Page(1, text)], chunks(text, heading)
        )
    found = evidence(library, "What is the efficiency of the tandem cell?")
    assert [each.text for each in found] == ["It converts 30.8% of the light."]


def test_the_title_says_what_a_sentence_is_about(library: Library) -> None:
    text = "The plant opened on 8 May 2024."
    with library.writer():
        for title in ("Mammoth in Iceland", "Orca in Greenland"):
            name = f"{title}.txt"
            library.replace(
                source(name, title), ROOT, revision(name), pages(f"{title}: {text}"), chunks(text)
            )
    found = evidence(library, "When did the plant Mammoth in Iceland open?")
    assert found[0].passage.source.title == "Mammoth in Iceland"


def test_the_topic_of_earlier_questions_decides_between_two_answers(library: Library) -> None:
    with library.writer():
        library.replace(*document("west.txt", "The tokamak WEST lasted 1,337 seconds."))
        library.replace(*document("kstar.txt", "The tokamak KSTAR lasted 48 seconds."))
    found = evidence(library, "How long did it last?", topic="tokamak KSTAR")
    assert found[0].short_answer == "48 seconds"


def test_nothing_is_found_in_an_empty_library(library: Library) -> None:
    assert evidence(library, "What did KIER sign?") == []


def test_confidence_is_a_probability(ask: Ask) -> None:
    found = ask("What did KIER and NRC CEI sign?") + ask("Who won the football World Cup?")
    assert all(0 < each.confidence < 1 for each in found)
