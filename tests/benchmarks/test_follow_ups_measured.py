"""What a conversation does to a search, on a library where it decides what is found."""

import random
from pathlib import Path

from benchmarks.follow_ups import figures
from evaluation import GoldQuestion
from ingest import sync
from retrieval.index import Library

COLOURS = ("red", "green", "blue", "white", "black", "yellow", "brown")


def test_a_follow_up_is_found_by_what_was_asked_before(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    for colour in COLOURS:
        (folder / f"{colour}.txt").write_text(f"Its colour is {colour}.", encoding="utf-8")
    text = "KSTAR is a tokamak in Daejeon. As most who have seen it say, its colour is grey."
    (folder / "kstar.txt").write_text(text, encoding="utf-8")
    sync(library, folder)
    gold = GoldQuestion("a", "Where is the KSTAR tokamak?", documents=("kstar.txt",))
    other = GoldQuestion("b", "Who holds the Daejeon record?", documents=("kstar.txt",))
    follow_up = GoldQuestion(
        "c", "And its colour?", documents=("kstar.txt",), history=(gold.question,)
    )
    assert list(figures(library, [gold, other, follow_up], random.Random(0))) == [
        "| questions | asked | recall@5 |\n|---|---|---|",
        "| follow-ups | 1 | 1.000 |",
        "| – as they are typed | 1 | 0.000 |",
        "| that stand alone | 2 | 1.000 |",
        "| – after another question | 2 | 1.000 |",
        "\n0 of 2 that stand alone take words of another question along.",
    ]
