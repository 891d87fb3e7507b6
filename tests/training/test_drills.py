"""The questions that the reader is drilled with: their answers stand where the file says."""

from pathlib import Path

import pytest

from training.examples import Example, read_squad

DRILLS = Path(__file__).parents[2] / "training" / "drills"


@pytest.fixture(scope="module", params=["train", "test"])
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


def test_four_in_ten_questions_have_no_answer(drills: list[Example]) -> None:
    share = sum(not drill.is_answerable for drill in drills) / len(drills)
    assert 0.3 < share < 0.5


def test_no_passage_is_both_trained_on_and_scored() -> None:
    train, test = (read_squad(DRILLS / f"{name}.json") for name in ("train", "test"))
    assert not {drill.context for drill in train} & {drill.context for drill in test}
    assert not {drill.article for drill in train} & {drill.article for drill in test}
