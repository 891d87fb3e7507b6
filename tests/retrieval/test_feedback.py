"""Verdicts on answers, and the questions without a good one."""

from pathlib import Path

import pytest

from retrieval.records import Answer, Exchange
from retrieval.state import STATE, State

GOOD = Answer("Where?", "Where?", "In Montreal.", True, "Montreal", 0.9, "", (), (), 0.1)
NONE = Answer("Why?", "Why?", "No document answers.", False, "", 0.1, "", (), (), 0.1)


@pytest.fixture
def state(tmp_path: Path) -> State:
    """A new file."""
    return State(tmp_path / STATE)


def questions(state: State) -> list[str]:
    return [gap.question for gap in state.gaps()]


def test_an_unanswered_question_is_a_gap_and_an_answered_one_is_none(state: State) -> None:
    state.keep("", None, [Exchange("Where?", GOOD), Exchange("Why?", NONE), Exchange("What?")])
    assert questions(state) == ["Why?"]


def test_a_question_asked_twice_is_one_gap(state: State) -> None:
    state.keep("ann", None, [Exchange("Why?", NONE)])
    state.keep("ben", None, [Exchange("Why?", NONE)])
    assert questions(state) == ["Why?"]


def test_a_thumbs_down_is_a_gap_with_its_comment(state: State) -> None:
    state.add_verdict("ann", "When?", "In 2024.", is_good=True)
    number = state.add_verdict("ann", "Where?", "In Montreal.", is_good=False)
    state.comment("ann", number, "It was Toronto.")
    (gap,) = state.gaps()
    assert (gap.question, gap.is_bad, gap.comment) == ("Where?", True, "It was Toronto.")


def test_nobody_comments_on_anothers_verdict(state: State) -> None:
    number = state.add_verdict("ann", "Where?", "In Montreal.", is_good=False)
    state.comment("ben", number, "Nonsense.")
    assert state.gaps()[0].comment == ""


def test_a_verdict_that_is_taken_back_is_gone_and_others_stay(state: State) -> None:
    for user in ("ann", "ben"):
        state.add_verdict(user, "Where?", "In Montreal.", is_good=False)
    state.take_back("ann", "Where?", "In Montreal.")
    assert questions(state) == ["Where?"]
    state.take_back("ben", "Where?", "In Montreal.")
    assert questions(state) == []


def test_the_latest_gap_comes_first_and_no_more_than_asked_for(state: State) -> None:
    for question in ("a", "b", "c"):
        state.keep("", None, [Exchange(question, NONE)])
    assert [gap.question for gap in state.gaps(2)] == ["c", "b"]
