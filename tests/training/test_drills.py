"""The questions that the reader is drilled with: their answers stand where the file says."""

from pathlib import Path

import pytest

from training.examples import Example, read_squad

DRILLS = Path(__file__).parents[2] / "training" / "drills"
FILES = [f"{kind}{part}" for kind in ("", "discursive.", "dossiers.") for part in ("train", "test")]


@pytest.fixture(scope="module", params=FILES)
def drills(request: pytest.FixtureRequest) -> list[Example]:
    """The questions of one file."""
    return read_squad(DRILLS / f"{request.param}.json")


def test_an_answer_stands_once_in_its_passage_and_where_the_file_says(
    drills: list[Example],
) -> None:
    for drill in (drill for drill in drills if drill.is_answerable):
        (answer,) = drill.answers
        assert drill.context[drill.start : drill.end] == answer
        assert drill.context.count(answer) == 1


@pytest.mark.parametrize(
    ("kind", "least", "most"), [("", 0.3, 0.5), ("discursive.", 0.3, 0.5), ("dossiers.", 0.2, 0.35)]
)
def test_many_questions_have_no_answer(kind: str, least: float, most: float) -> None:
    for name in ("train", "test"):
        drills = read_squad(DRILLS / f"{kind}{name}.json")
        assert least < sum(not drill.is_answerable for drill in drills) / len(drills) < most


def test_a_dossier_has_several_passages_with_titles_of_their_own() -> None:
    passages: dict[str, set[str]] = {}
    titles: dict[str, set[str]] = {}
    for drill in read_squad(DRILLS / "dossiers.train.json"):
        passages.setdefault(drill.article, set()).add(drill.context)
        titles.setdefault(drill.article, set()).add(drill.title)
    assert all(len(each) > 2 for each in passages.values())
    assert all(len(each) > 1 for each in titles.values())


def test_no_passage_is_both_trained_on_and_scored() -> None:
    train, test = (
        [
            drill
            for name in FILES
            if name.endswith(part)
            for drill in read_squad(DRILLS / f"{name}.json")
        ]
        for part in ("train", "test")
    )
    assert not {drill.context for drill in train} & {drill.context for drill in test}
    assert not {drill.article for drill in train} & {drill.article for drill in test}
