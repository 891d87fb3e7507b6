"""An extractive reader of the user's own, with a tiny model that is made here."""

from collections.abc import Callable
from pathlib import Path

import pytest
from line_documents import document
from tiny_reader import make_reader

from retrieval import Library
from retrieval.assistant import Assistant
from retrieval.errors import EncoderError
from retrieval.qa_model import QuestionAnsweringModel

WORDS = "heat pumps sold well in winter grid storage wind solar what".split()
WANTED = "lithium"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model to which every question asks for lithium."""
    return make_reader(tmp_path_factory.mktemp("reader") / "model", WORDS, WANTED)


def test_it_finds_its_answer_and_tells_where_there_is_none(folder: Path) -> None:
    texts = ["grid storage lithium", "heat pumps sold well"]
    reader = QuestionAnsweringModel(str(folder))
    with_answer, without = (
        reading.best(0, len(text))
        for reading, text in zip(reader.read("what", [("", t) for t in texts]), texts, strict=True)
    )
    assert texts[0][with_answer.start : with_answer.end] == WANTED
    assert with_answer.margin > 0 > without.margin


def test_the_setting_makes_it_answer(open_library: Callable[..., Library], folder: Path) -> None:
    library = open_library(reader=str(folder))
    with library.writer():
        library.replace(*document("a", "in winter grid storage lithium sold well"))
    answer = Assistant(library).ask("What sold well in winter?")
    assert answer.short_answer == WANTED


def test_a_folder_without_a_model_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="ENERGYCHAT_READER"):
        QuestionAnsweringModel(str(tmp_path))
