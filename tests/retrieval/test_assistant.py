"""Whole answers over a real library."""

from collections.abc import Callable

import pytest
from line_documents import ROOT, chunks, document, pages, revision, source

from retrieval import Library
from retrieval.assistant import Assistant
from retrieval.notes import NOT_ANSWERED, said
from retrieval.records import Chunk, Page

DOCUMENTS = {
    "workshop.txt": (
        "The fourth battery workshop of Korea and Canada was held in Montreal in July 2025.\n"
        "As a sign of trust, KIER and NRC CEI signed a Letter of Intent for joint research."
    ),
    "laboratory.txt": "The laboratory NREL is now called National Laboratory of the Rockies.",
    "plasma.txt": "The tokamak WEST held its plasma for 1,337 seconds in February 2025.",
    "korean.txt": "제4회 한국-캐나다 배터리 워크숍은 캐나다 몬트리올에서 열렸다.",
}
SIGNED = "What did KIER and NRC CEI sign?"
Put = Callable[..., None]


@pytest.fixture
def put(library: Library) -> Put:
    """Writes documents, given as names and texts."""

    def write(texts: dict[str, str]) -> None:
        with library.writer():
            for name, text in texts.items():
                library.replace(*document(name, text))

    return write


@pytest.fixture
def two_agreements(library: Library, put: Put) -> Assistant:
    """An assistant over two documents that answer the same question in part, and others."""
    others = {name: DOCUMENTS[name] for name in ("laboratory.txt", "plasma.txt", "korean.txt")}
    put(
        {
            **others,
            "one.txt": "KIER and NRC CEI signed a letter on batteries, recycling and metals.",
            "two.txt": "KIER and NRC CEI signed a statement on hydrogen from sea water.",
        }
    )
    return Assistant(library)


@pytest.fixture
def assistant(library: Library, put: Put) -> Assistant:
    """An assistant over four documents."""
    put(DOCUMENTS)
    return Assistant(library)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (SIGNED, "Letter of Intent"),
        ("Where was the fourth battery workshop held?", "Montreal"),
        ("What is NREL called now?", "National Laboratory of the Rockies"),
        ("How long did WEST hold its plasma?", "1,337 seconds"),
        ("제4회 배터리 워크숍은 어디에서 열렸나?", "몬트리올"),
    ],
)
def test_a_question_is_answered(assistant: Assistant, question: str, words: str) -> None:
    answer = assistant.ask(question)
    assert answer.answered
    assert words in answer.text


@pytest.mark.parametrize(
    "question", ["Who won the 2018 football World Cup?", "How do I bake bread?", "?!", "안녕"]
)
def test_a_question_that_no_document_answers_is_said_to_be_unanswered(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    assert not answer.answered
    assert answer.text == said(NOT_ANSWERED, question)


def test_an_unanswered_question_has_no_citations_but_the_closest_passages(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("Who won the 2018 football World Cup?")
    assert (answer.citations, answer.short_answer) == ((), "")
    assert answer.passages


def test_a_comparison_gives_a_line_for_each_document_that_answers(
    library: Library, put: Put
) -> None:
    put(
        DOCUMENTS
        | {
            "kstar.txt": "The tokamak KSTAR held its plasma for 102 seconds.\n"
            "Its walls are of tungsten, which the tokamak KSTAR got in 2023."
        }
    )
    answer = Assistant(library).ask("Which held its plasma longer, WEST or KSTAR?")
    assert answer.is_list
    assert answer.text == "\n".join(f"- {c.quote} [{c.marker}]" for c in answer.citations)
    assert [c.source.document for c in answer.citations] in (
        ["plasma.txt", "kstar.txt"],
        ["kstar.txt", "plasma.txt"],
    )


def test_a_comparison_that_one_document_answers_is_no_list(assistant: Assistant) -> None:
    answer = assistant.ask(SIGNED)
    assert not answer.is_list
    assert not answer.text.startswith("- ")


def test_each_sentence_is_a_quote_with_its_marker(assistant: Assistant) -> None:
    answer = assistant.ask(SIGNED)
    assert answer.text == " ".join(f"{c.quote} [{c.marker}]" for c in answer.citations)
    assert [c.marker for c in answer.citations] == list(range(1, len(answer.citations) + 1))


def test_a_quote_stands_in_the_document_where_the_citation_says(assistant: Assistant) -> None:
    (citation,) = assistant.ask(SIGNED).citations
    text = DOCUMENTS[citation.source.document]
    assert text[citation.start : citation.end] == citation.quote
    assert "Letter of Intent" in citation.quote


def test_another_document_that_adds_something_supports_the_answer(
    two_agreements: Assistant,
) -> None:
    cited = {citation.source.document for citation in two_agreements.ask(SIGNED).citations}
    assert cited == {"one.txt", "two.txt"}


def test_a_sentence_that_adds_nothing_is_left_out(library: Library, put: Put) -> None:
    put(
        {
            "one.txt": "KIER and NRC CEI signed a Letter of Intent for joint research.",
            "two.txt": "KIER and NRC CEI have signed a letter of intent for joint research.",
        }
    )
    assert len(Assistant(library).ask(SIGNED).citations) == 1


def test_an_answer_is_no_wall_of_text(library: Library, put: Put) -> None:
    years = range(2010, 2020)
    put(
        {f"{y}.txt": f"In {y} KIER signed agreement {y * 7} on hydrogen number {y}." for y in years}
    )
    assert 1 <= len(Assistant(library).ask("What did KIER sign on hydrogen?").citations) <= 3


def test_the_short_answer_stands_in_the_first_sentence(assistant: Assistant) -> None:
    answer = assistant.ask(SIGNED)
    assert answer.short_answer == "Letter of Intent for joint research"
    assert answer.short_answer in answer.citations[0].quote


def test_the_answer_grows_sentence_by_sentence(two_agreements: Assistant) -> None:
    first, whole = two_agreements.stream(SIGNED)
    assert [len(answer.citations) for answer in (first, whole)] == [1, 2]
    assert whole.text.startswith(first.text)


def test_the_cited_passages_come_before_the_others(assistant: Assistant) -> None:
    answer = assistant.ask(SIGNED)
    cited = [citation.passage.chunk_id for citation in answer.citations]
    assert [passage.chunk_id for passage in answer.passages][: len(cited)] == cited


def test_no_passage_is_shown_twice(assistant: Assistant) -> None:
    ids = [passage.chunk_id for passage in assistant.ask(SIGNED).passages]
    assert len(ids) == len(set(ids))


def test_an_answer_of_little_confidence_says_so(assistant: Assistant) -> None:
    questions = [SIGNED, "Which tokamak is in Korea?", "What did Canada hold in Montreal?"]
    answers = [answer for answer in map(assistant.ask, questions) if answer.answered]
    assert [bool(answer.note) for answer in answers] == [a.confidence < 0.5 for a in answers]


def test_a_follow_up_is_answered_on_the_topic_of_the_question_before(library: Library) -> None:
    facts = {
        "Record of WEST": "The plasma lasted 1,337 seconds.",
        "Record of KSTAR": "The plasma lasted 48 seconds.",
    }
    with library.writer():
        for title, text in facts.items():
            library.replace(
                source(f"{title}.txt", title), ROOT, revision(text), pages(text), chunks(text)
            )
    answers = [
        Assistant(library).ask("How long did it last?", [f"What is the record of {name}?"])
        for name in ("WEST", "KSTAR")
    ]
    assert [answer.short_answer for answer in answers] == ["1,337 seconds", "48 seconds"]


def test_a_follow_up_shows_how_it_was_read(assistant: Assistant) -> None:
    answer = assistant.ask("When was it held?", ["Where was the fourth battery workshop?"])
    assert answer.question == "When was it held?"
    assert "battery workshop" in answer.standalone_question


def test_the_page_of_a_sentence_is_cited(library: Library) -> None:
    texts = ["Nothing but a preface.", "The pump of Ely costs 5,200 pounds."]
    with library.writer():
        library.replace(
            source("pump.pdf"),
            ROOT,
            "1",
            [Page(number, text) for number, text in enumerate(texts, 1)],
            [Chunk(number, 0, len(text), "", text) for number, text in enumerate(texts, 1)],
        )
    (citation,) = Assistant(library).ask("How much does the pump of Ely cost?").citations
    assert (citation.page, citation.quote) == (2, texts[1])


def test_an_empty_library_says_how_to_fill_it(library: Library) -> None:
    answer = Assistant(library).ask(SIGNED)
    assert not answer.answered
    assert "energychat ingest" in answer.text


def test_the_library_may_change_between_two_questions(
    library: Library, assistant: Assistant, put: Put
) -> None:
    put({"plasma.txt": "The tokamak WEST held its plasma for 2,000 seconds in March 2026."})
    assert "2,000 seconds" in assistant.ask("How long did WEST hold its plasma?").text
    with library.writer():
        library.remove("plasma.txt")
    assert "2,000" not in assistant.ask("How long did WEST hold its plasma?").text
