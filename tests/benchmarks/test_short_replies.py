"""Short answers, right and wrong, on a library where the reader tells them apart."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.reader_fit import Asked
from benchmarks.short_replies import is_in, is_like, is_short, rows
from evaluation import GoldQuestion
from ingest import sync
from retrieval.embedding import Encoder
from retrieval.index import Library

TEXTS = {
    "west.md": "# A record\n\nThe tokamak WEST held its plasma for 1,337 seconds in February 2025.",
    "mill.md": "# A mill\n\nIn 1904 Ada Brown opened the mill of Ely, planned for ten years.",
}
QUESTIONS = [
    GoldQuestion("a", "How long did WEST hold its plasma?", answers=("1,337 seconds",)),
    GoldQuestion("b", "Who opened the mill of Ely?", answers=("Ada Brown",)),
    GoldQuestion("c", "When did Ada Brown open the mill of Ely?", answers=("1904",)),
]


def test_the_reader_tells_short_replies_apart(
    open_library: Callable[..., Library], e5: Encoder, tmp_path: Path
) -> None:
    library = open_library()
    library.__dict__["encoder"] = e5
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    sync(library, folder)
    right, wrong = rows(Asked("small", library, QUESTIONS), random.Random(0))
    judged = [row.split(" | ") for row in (right, wrong)]
    assert [row[1:3] for row in judged] == [["right", "3"], ["wrong", "6"]]
    assert [row[4].split(",")[0] for row in judged] == ["3 of 3", "0 of 6"]


@pytest.mark.parametrize(("answer", "found"), [("40 metres", True), ("0 metres", False)])
def test_an_answer_is_found_from_the_beginning_of_a_word_on(answer: str, found: bool) -> None:
    assert is_in("Its tower is 40 metres high.", answer) is found


def test_an_answer_is_short_and_says_something() -> None:
    assert is_short("Ada Brown")
    assert not is_short("…")
    assert not is_short("Ada Brown of the mill of Ely")
    assert is_like("Brown", ["Ada Brown"])
