"""The test set that ships: each answer is held by the passages, and those by the documents."""

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from retrieval.records import Page

TESTSET = Path(__file__).parents[2] / "corpus" / "testset.jsonl"
Question = dict[str, Any]
QUESTIONS: list[Question] = [
    json.loads(line) for line in TESTSET.read_text(encoding="utf-8").splitlines()
]
KEYS = (
    "id question answers documents passages answerable derived kind language history split note"
).split()
AT_LEAST = {
    "single_fact": 1,
    "multi_document": 1,
    "comparison": 1,
    "updated": 1,
    "disagreement": 1,
    "unanswerable": 80,
    "follow_up": 20,
    "paraphrase": 15,
    "acronym": 1,
    "table": 1,
    "cross_language": 1,
}

each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["id"])
each_answerable = pytest.mark.parametrize(
    "question",
    [question for question in QUESTIONS if question["answerable"]],
    ids=lambda question: question["id"],
)


def one_line(text: str) -> str:
    """A text with each run of white space made one space."""
    return " ".join(text.split())


def asked(question: Question) -> tuple[str, ...]:
    """A question and those before it, whatever their case and white space."""
    return tuple(one_line(text).casefold() for text in [*question["history"], question["question"]])


def test_there_are_enough_questions_of_every_kind() -> None:
    kinds = Counter(question["kind"] for question in QUESTIONS)
    assert len(QUESTIONS) >= 220
    assert kinds.keys() == AT_LEAST.keys()
    assert not [kind for kind, least in AT_LEAST.items() if kinds[kind] < least]


def test_the_languages_are_those_of_the_documents() -> None:
    assert {question["language"] for question in QUESTIONS} == {"en", "ko", "fr", "de"}


def test_ids_are_unique() -> None:
    assert not [name for name, n in Counter(row["id"] for row in QUESTIONS).items() if n > 1]


def test_no_two_questions_are_the_same() -> None:
    assert not [text for text, n in Counter(map(asked, QUESTIONS)).items() if n > 1]


@each_question
def test_a_question_has_its_fields_in_order_and_of_their_types(question: Question) -> None:
    assert list(question) == KEYS
    assert question["question"] == one_line(question["question"]) != ""
    for key in ("answers", "documents", "passages", "history"):
        assert all(isinstance(text, str) and text.strip() for text in question[key])
        assert len(set(question[key])) == len(question[key])
    assert isinstance(question["answerable"], bool)
    assert isinstance(question["derived"], bool)


@each_question
def test_the_split_follows_from_the_id(question: Question) -> None:
    parity = int(hashlib.sha256(question["id"].encode()).hexdigest(), 16) % 2
    assert question["split"] == ("train", "test")[parity]


@each_question
def test_a_follow_up_has_a_history_and_no_other_question_has(question: Question) -> None:
    assert bool(question["history"]) == (question["kind"] == "follow_up")


@each_question
def test_an_unanswerable_question_has_no_answer_and_every_other_has(question: Question) -> None:
    assert question["answerable"] == (question["kind"] != "unanswerable")
    for key in ("answers", "documents", "passages"):
        assert bool(question[key]) == question["answerable"]
    assert question["answerable"] or not question["derived"]


@each_answerable
def test_the_documents_with_the_answer_exist(
    question: Question, pages: dict[str, list[Page]]
) -> None:
    assert set(question["documents"]) <= pages.keys()


@each_answerable
def test_a_passage_stands_in_a_document_and_each_document_holds_one(
    question: Question, pages: dict[str, list[Page]]
) -> None:
    holders = {passage: holders_of(passage, question, pages) for passage in question["passages"]}
    assert not [passage for passage, documents in holders.items() if not documents]
    assert set().union(*holders.values()) == set(question["documents"])


def holders_of(passage: str, question: Question, pages: dict[str, list[Page]]) -> set[str]:
    """The question's documents with a page on which the passage stands word for word."""
    return {
        name
        for name in question["documents"]
        if any(one_line(passage) in one_line(page.text) for page in pages[name])
    }


@each_answerable
def test_an_answer_stands_in_a_passage_unless_it_is_derived(question: Question) -> None:
    passages = one_line("\n".join(question["passages"])).casefold()
    held = [answer for answer in question["answers"] if one_line(answer).casefold() in passages]
    assert held or question["derived"]
