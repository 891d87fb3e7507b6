"""How well passages answer, on one scale."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from line_documents import document

from retrieval import Library, search
from retrieval.followup import standalone_question
from retrieval.reader import read
from retrieval.readings import min_max, readings, reordered
from retrieval.spans import ExtractiveReader, Reading


class Listener(ExtractiveReader):
    """A reader that keeps what it was asked, and finds nothing."""

    asked = ""

    def _read(self, question: str, passages: Sequence[tuple[str, str]]) -> list[Reading]:
        self.asked = question
        return [Reading(np.zeros((1, 2), np.float32), ()) for _ in passages]


def test_the_reader_is_told_what_an_acronym_stands_for(library: Library) -> None:
    with library.writer():
        library.replace(*document("a.txt", "The Zephyr Wave Power Laboratory (ZWPL) is in Nantes."))
    reader = Listener("listener")
    passages = search(library, "Where is ZWPL?")
    readings(library, reader, "Where is ZWPL?", passages)
    assert reader.asked == "Where is ZWPL? (Zephyr Wave Power Laboratory)"
    readings(library, reader, "Where is Nantes?", passages)
    assert reader.asked == "Where is Nantes?"


class Finder(ExtractiveReader):
    """A reader that finds an answer only in passages with the word that it is named by."""

    def _read(
        self,
        question: str,  # noqa: ARG002
        passages: Sequence[tuple[str, str]],
    ) -> list[Reading]:
        sure = [9 if self.name in text else -9 for _, text in passages]
        return [
            Reading(np.array([[0, 0], [each, each]], np.float32), ((0, len(text)),))
            for each, (_, text) in zip(sure, passages, strict=True)
        ]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("What drives the turbine?", "b.txt"),
        ("Does wind drive the turbine?", "a.txt"),
        ("바람이 터빈을 돌리는 이유는 무엇인가?", "b.txt"),
        ("바람이 터빈을 돌리는가?", "a.txt"),
    ],
)
def test_the_reader_counts_less_where_yes_or_no_is_asked(
    question: str, first: str, library: Library
) -> None:
    with library.writer():
        for name in ("a.txt", "b.txt"):
            library.replace(*document(name, f"Wind drives the turbine of {name}."))
    found = {passage.document: passage for passage in search(library, "turbine")}
    passages = [replace(found["a.txt"], score=0.6), replace(found["b.txt"], score=0.45)]
    assert reordered(library, Finder("b.txt"), question, passages)[0].document == first


def test_that_no_words_answer_counts_for_nothing_where_yes_or_no_does(library: Library) -> None:
    with library.writer():
        library.replace(*document("a.txt", "Rebates are paid to schools in Arizona."))
    library.__dict__["extractive_reader"] = Finder("nowhere")
    sure = {
        question: read(library, standalone_question(question, ()), search(library, question))[0]
        for question in ("Are rebates paid to schools?", "Who are rebates paid to in schools?")
    }
    closed, opened = sure.values()
    assert (closed.surest, opened.surest) == (0.0, -10.0)
    assert closed.confidence > opened.confidence


@pytest.mark.parametrize(
    ("values", "scaled"),
    [
        ([-20.0, -5.0, 10.0], [0.0, 0.5, 1.0]),
        ([-math.inf, 1.0, 3.0], [0.0, 0.0, 1.0]),
        ([-math.inf, -math.inf], [1.0, 1.0]),
        ([2.0], [1.0]),
        ([], []),
    ],
)
def test_values_lie_between_the_lowest_and_the_highest(
    values: list[float], scaled: list[float]
) -> None:
    assert min_max(values) == scaled
