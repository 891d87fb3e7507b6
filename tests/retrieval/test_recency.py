"""Questions for the present state are answered by the newest document."""

import pytest
from dated_documents import put_dated
from test_conflicts import OTHERS

from retrieval import Library
from retrieval.assistant import Assistant
from retrieval.recency import asks_for_present, is_newer
from retrieval.records import Answer


@pytest.mark.parametrize(
    "question",
    [
        "What is the current record of KSTAR?",
        "How many staff does the laboratory employ today?",
        "Who is the director at present?",
        "What did the latest report say about costs?",
        "Quel est le rendement actuel de la cellule ?",
        "Qui dirige aujourd'hui le laboratoire ?",
        "Quel est le dernier record du tokamak ?",
        "현재 KSTAR의 기록은 몇 초인가?",
        "지금 소장은 누구인가?",
        "최근 협약은 무엇인가?",
    ],
)
def test_a_question_may_ask_for_the_present_state(question: str) -> None:
    assert asks_for_present(question)


@pytest.mark.parametrize(
    "question",
    [
        "What is the record of KSTAR?",
        "What was the current record in 2021?",
        "Who was then the director, and is he now known?",
        "What current density does the cell reach?",
        "Which grid uses direct current?",
        "Combien la société a-t-elle investi l'année dernière ?",
        "2021년 당시 현재 기록은 얼마인가?",
        "지금까지 누가 소장이었나?",
    ],
)
def test_other_questions_do_not(question: str) -> None:
    assert not asks_for_present(question)


@pytest.mark.parametrize(
    ("date", "other", "expected"),
    [
        ("2025-08-04", "2025-08-03", True),
        ("2025", "2024-12-31", True),
        ("2025", "2025-08", False),  # too coarse to say
        ("2025-08", "2025", False),
        ("", "2025", False),
        ("2025", "", False),
    ],
)
def test_a_date_may_be_newer_than_another(date: str, other: str, expected: bool) -> None:
    assert is_newer(date, other) == expected


def ask(library: Library, question: str, texts: dict[str, str]) -> Answer:
    put_dated(library, OTHERS | texts)
    return Assistant(library).ask(question)


@pytest.mark.parametrize(
    ("question", "older", "newer", "lead"),
    [
        (
            "What is the current staff of the Corran institute?",
            "The Corran institute has a staff of 310 people.",
            "The Corran institute, which moved in spring, has a staff of 420 people.",
            "Older, as of 2023-05:",
        ),
        (
            "Who is now the director of the Corran institute?",
            "The director of the Corran institute is Ada Brandt.",
            "The director of the Corran institute is Miguel Torres, a chemist.",
            "Older, as of 2023-05:",
        ),
        (
            "Quelle est la capacité actuelle de la centrale de Kervran ?",
            "La capacité de la centrale de Kervran est de 120 MW.",
            "La capacité de la centrale de Kervran est de 180 MW après les travaux.",
            "Plus ancien, en date du 2023-05 :",
        ),
        (
            "현재 한빛 배터리 공장의 생산 용량은 얼마인가?",
            "한빛 배터리 공장의 생산 용량은 12 GWh이다.",
            "한빛 배터리 공장의 생산 용량은 20 GWh로 늘었다.",
            "이전 자료, 2023-05 기준:",
        ),
    ],
)
def test_the_newest_document_leads_and_the_older_value_says_its_date(
    library: Library, question: str, older: str, newer: str, lead: str
) -> None:
    answer = ask(library, question, {"2023-05": older, "2025-02": newer})
    assert answer.text == f"{newer} [1] {lead} {older} [2]"
    assert answer.short_answer in newer
    assert answer.disagreement == ()


def test_an_older_document_with_the_same_value_is_not_named_as_older(library: Library) -> None:
    texts = {
        "2023-05": "The Corran institute has a staff of 420 people.",
        "2025-02": "The Corran institute, which moved in spring, has a staff of 420 people.",
    }
    answer = ask(library, "What is the current staff of the Corran institute?", texts)
    assert answer.citations[0].source.published == "2025-02"
    assert "Older" not in answer.text


def test_a_document_without_a_date_is_never_the_newest(library: Library) -> None:
    texts = {
        "2023-05": "The Corran institute now has a staff of 310 people.",
        "undated": "The Corran institute has a staff of 420 people.",
    }
    answer = ask(library, "What is the current staff of the Corran institute?", texts)
    assert answer.citations[0].source.published == "2023-05"


def test_without_dates_the_best_sentence_leads(library: Library) -> None:
    texts = {
        "one": "The Corran institute has a staff of 310 people.",
        "two": "The Corran institute has a staff of 420 people, who moved in spring.",
    }
    answers = [
        ask(library, f"What is the {word}staff of the Corran institute?", texts)
        for word in ("", "current ")
    ]
    assert [a.citations[0].source.document for a in answers] == ["one.txt", "one.txt"]
    assert "Older" not in answers[1].text


def test_a_new_document_about_something_else_does_not_lead(library: Library) -> None:
    texts = {
        "2023-05": "The Corran institute has a staff of 310 people.",
        "2025-02": "The Morven institute has a staff of 420 people.",
        "2025-03": "The Corran institute has a budget of 12 million euros.",
    }
    answer = ask(library, "What is the current staff of the Corran institute?", texts)
    assert answer.citations[0].source.published == "2023-05"
