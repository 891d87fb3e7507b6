"""Several documents among the passages where the question spans several."""

import pytest
from line_documents import chunks, source

from retrieval.diversity import diversify, spans_several
from retrieval.records import Passage


def ranked(documents: str) -> list[Passage]:
    """Passages in order, each named by its document's letter and its place."""
    (chunk,) = chunks("Text.")
    return [
        Passage(f"{name}{n}", source(name), chunk, 1 - n / 100) for n, name in enumerate(documents)
    ]


def chosen(documents: str, limit: int) -> str:
    return "".join(passage.document for passage in diversify(ranked(documents), limit))


@pytest.mark.parametrize(
    ("documents", "limit", "expected"),
    [
        ("aaaaaaaabc", 8, "aaaaaabc"),  # 6 of the ranking, 2 from new documents
        ("aaaaaaaaaaaab", 8, "aaaaaaab"),  # one new document, then the ranking
        ("aaaaaaaaaaaa", 8, "aaaaaaaa"),
        ("abababababcbd", 8, "ababab" + "cd"),
        ("abcdefgh", 8, "abcdefgh"),
        ("aaab", 3, "aaa"),  # a quarter of 3 is none
        ("ab", 8, "ab"),
        ("", 8, ""),
    ],
)
def test_the_last_quarter_comes_from_new_documents(
    documents: str, limit: int, expected: str
) -> None:
    assert chosen(documents, limit) == expected


def test_the_order_of_the_ranking_is_kept() -> None:
    scores = [passage.score for passage in diversify(ranked("aabaaaacaaaadaaab"), 12)]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    "question",
    [
        "Compare the heat pumps of two makers.",
        "What is the difference between KIER and KIST?",
        "LFP vs NMC: which is cheaper?",
        "Did Fervo raise more money in December 2024 or in June 2025?",
        "Which institute owns the record and, through Fraunhofer ISE, confirmed HZB's value?",
        "Quelle est la différence entre les deux cellules ?",
        "De WEST et d'EAST, quel tokamak avait le plasma le plus chaud ?",
        "기계연과 에너지연의 차이는 무엇인가?",
        "Was unterscheidet sie? Ein Vergleich.",
    ],
)
def test_a_question_of_several_is_known(question: str) -> None:
    assert spans_several(question)


@pytest.mark.parametrize(
    "question",
    [
        "What did KIER sign?",
        "How many homes could the wind farms supply?",
        "Where and when was the workshop held?",
        "What is the efficiency of the tandem cell and of its layers?",
        "제4회 워크숍은 어디에서 열렸나?",
        "Quel est le rendement de la cellule ?",
    ],
)
def test_a_question_of_one_thing_is_left_alone(question: str) -> None:
    assert not spans_several(question)
