"""Conversations in a real state.sqlite."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.conversations import GONE, LONGEST_TITLE, title_of
from retrieval.errors import NotKept
from retrieval.records import Answer, Exchange
from retrieval.state import MIGRATIONS, STATE, State

ANSWER = Answer("What?", "What?", "Heat pumps. [1]", True, "pumps", 0.9, "", (), (), 0.1)
ANN, BEN = "ann", "ben"


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    opened = State(tmp_path / STATE)
    yield opened
    opened.close()


def asked(*questions: str) -> list[Exchange]:
    return [Exchange(question) for question in questions]


def answered(*questions: str) -> list[Exchange]:
    return [Exchange(each, replace(ANSWER, question=each)) for each in questions]


def said(state: State, user: str, id_: str) -> list[tuple[str, Answer | None]]:
    return [(each.question, each.answer) for each in state.conversation(user, id_)[1]]


def titles(state: State, user: str = ANN, words: str = "") -> list[str]:
    return [each.title for each in state.conversations(user, words)]


# --- keeping ------------------------------------------------------------------------------


def test_a_conversation_is_there_after_a_restart(state: State, tmp_path: Path) -> None:
    edition = state.keep(ANN, None, answered("What is LCOE?"))
    again = State(tmp_path / STATE)
    opened, exchanges = again.conversation(ANN, edition.conversation)
    again.close()
    assert opened == edition
    assert [(e.question, e.answer) for e in exchanges] == [
        ("What is LCOE?", replace(ANSWER, question="What is LCOE?"))
    ]
    assert exchanges[0].kept


def test_what_the_page_no_longer_shows_is_no_longer_kept(state: State) -> None:
    first = state.keep(ANN, None, answered("One?", "Two?", "Three?"))
    state.keep(ANN, first, asked("One?", "Other?"))
    assert said(state, ANN, first.conversation) == [("One?", None), ("Other?", None)]


def test_an_exchange_that_stays_keeps_its_time(state: State) -> None:
    first = state.keep(ANN, None, answered("One?"))
    (before,) = state.conversation(ANN, first.conversation)[1]
    state.keep(ANN, first, answered("One?", "Two?"))
    one, two = state.conversation(ANN, first.conversation)[1]
    assert one == before
    assert two.kept > before.kept


def test_a_page_that_missed_a_change_gets_a_conversation_of_its_own(state: State) -> None:
    first = state.keep(ANN, None, answered("One?"))
    state.keep(ANN, first, answered("One?", "From the first page?"))
    other = state.keep(ANN, first, answered("One?", "From the second page?"))
    assert other.conversation != first.conversation
    assert [q for q, _ in said(state, ANN, first.conversation)] == ["One?", "From the first page?"]
    assert [q for q, _ in said(state, ANN, other.conversation)] == ["One?", "From the second page?"]


def test_a_page_whose_conversation_was_deleted_begins_a_new_one(state: State) -> None:
    first = state.keep(ANN, None, answered("One?"))
    state.remove_conversation(ANN, first.conversation)
    other = state.keep(ANN, first, answered("One?", "Two?"))
    assert other.conversation != first.conversation
    assert len(said(state, ANN, other.conversation)) == 2


def test_keeping_the_same_again_changes_nothing(state: State) -> None:
    first = state.keep(ANN, None, answered("One?", "Two?"))
    state.keep(ANN, None, answered("Other?"))
    assert state.keep(ANN, first, answered("One?", "Two?")) == first
    assert titles(state) == ["Other?", "One?"]


def test_a_cleared_page_deletes_no_edition_that_it_does_not_show(state: State) -> None:
    first = state.keep(ANN, None, answered("One?"))
    second = state.keep(ANN, first, answered("One?", "Two?"))
    state.remove_conversation(ANN, first.conversation, only=first)
    assert titles(state) == ["One?"]
    state.remove_conversation(ANN, first.conversation, only=second)
    assert titles(state) == []


def test_a_title_follows_the_first_question(state: State) -> None:
    first = state.keep(ANN, None, answered("One?"))
    state.keep(ANN, first, asked("Another?"))
    assert titles(state) == ["Another?"]


def test_a_text_that_is_no_unicode_is_kept_with_a_question_mark(state: State) -> None:
    edition = state.keep(ANN, None, answered("Half \ud800?"))
    assert [q for q, _ in said(state, ANN, edition.conversation)] == ["Half ??"]


# --- one user and another -----------------------------------------------------------------


@pytest.mark.parametrize("stranger", [BEN, ""])
def test_nobody_else_sees_or_changes_a_conversation(state: State, stranger: str) -> None:
    kept = state.keep(ANN, None, answered("Secret?"))
    id_ = kept.conversation
    assert titles(state, stranger) == []
    assert titles(state, stranger, "secret") == []
    with pytest.raises(NotKept, match=GONE):
        state.conversation(stranger, id_)
    with pytest.raises(NotKept, match=GONE):
        state.rename_conversation(stranger, id_, "Mine")
    state.remove_conversation(stranger, id_)
    theirs = state.keep(stranger, kept, asked("Theirs?"))
    assert theirs.conversation != id_
    assert titles(state) == ["Secret?"]
    assert [q for q, _ in said(state, ANN, id_)] == ["Secret?"]


# --- the list -----------------------------------------------------------------------------


def test_the_conversation_last_changed_is_first(state: State) -> None:
    first = state.keep(ANN, None, asked("One?"))
    state.keep(ANN, None, asked("Two?"))
    assert titles(state) == ["Two?", "One?"]
    state.keep(ANN, first, answered("One?"))
    assert titles(state) == ["One?", "Two?"]


@pytest.mark.parametrize("words", ["LCOE", "lcoe", "PUMPS heat", "wärme", "전지", "is lcoe"])
def test_titles_questions_and_answers_are_searched(state: State, words: str) -> None:
    state.keep(ANN, None, asked("Something else?"))
    state.keep(ANN, None, answered("What is LCOE?", "WÄRME?", "전지?"))
    assert titles(state, words=words) == ["What is LCOE?"]


def test_all_words_must_occur(state: State) -> None:
    state.keep(ANN, None, answered("What is LCOE?"))
    assert titles(state, words="lcoe turbine") == []


def test_an_answer_that_cannot_be_read_leaves_the_list_alone(state: State, tmp_path: Path) -> None:
    kept = state.keep(ANN, None, answered("What is LCOE?"))
    with closing(sqlite3.connect(tmp_path / STATE)) as database, database:
        database.execute("UPDATE exchanges SET answer = 'damaged'")
    assert titles(state, words="lcoe") == ["What is LCOE?"]
    with pytest.raises(NotKept, match="cannot be read"):
        state.conversation(ANN, kept.conversation)


def test_a_conversation_is_renamed(state: State) -> None:
    kept = state.keep(ANN, None, asked("What is LCOE?"))
    state.rename_conversation(ANN, kept.conversation, "  Costs\nof power ")
    assert titles(state) == ["Costs of power"]
    state.rename_conversation(ANN, kept.conversation, "  ")
    assert titles(state) == ["Costs of power"]


def test_a_renamed_conversation_keeps_its_title(state: State) -> None:
    kept = state.keep(ANN, None, asked("What is LCOE?"))
    state.rename_conversation(ANN, kept.conversation, "Costs")
    state.keep(ANN, kept, answered("What is LCOE of wind?"))
    assert titles(state) == ["Costs"]


def test_a_deleted_conversation_leaves_nothing(state: State, tmp_path: Path) -> None:
    kept = state.keep(ANN, None, answered("What is LCOE?"))
    state.remove_conversation(ANN, kept.conversation)
    with closing(sqlite3.connect(tmp_path / STATE)) as database:
        left = database.execute("SELECT count(*) FROM exchanges").fetchone()
    assert (titles(state), left) == ([], (0,))


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("What is\n LCOE?", "What is LCOE?"),
        ("word " * 20, "word word word word word word word word word word word word …"),
        ("x" * 100, "x" * LONGEST_TITLE + " …"),
        ("a" * 57 + ", bcd", "a" * 57 + " …"),
    ],
)
def test_a_title_is_the_first_words_of_the_question(question: str, title: str) -> None:
    assert title_of(question) == title


# --- what goes wrong ----------------------------------------------------------------------


def test_a_file_from_before_gets_the_tables_and_keeps_its_history(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / STATE)) as database, database:
        database.executescript(MIGRATIONS[0])
        database.execute("INSERT INTO ingests VALUES (1, '2026-01-01', '/papers', '{}')")
        database.execute("PRAGMA user_version = 1")
    state = State(tmp_path / STATE)
    state.keep(ANN, None, asked("What is LCOE?"))
    assert titles(state) == ["What is LCOE?"]
    assert [ingest.started for ingest in state.ingests()] == ["2026-01-01"]
    state.close()


def test_what_cannot_be_written_is_a_sentence(state: State, refuse: Callable[[], None]) -> None:
    kept = state.keep(ANN, None, answered("One?"))
    refuse()
    with pytest.raises(NotKept, match=r"state\.sqlite cannot be used \(no room\)"):
        state.keep(ANN, kept, answered("One?", "Two?"))
    assert len(said(state, ANN, kept.conversation)) == 1


@pytest.fixture
def refuse(tmp_path: Path) -> Callable[[], None]:
    """Lets every write of a conversation fail from now on."""

    def refuse_() -> None:
        with closing(sqlite3.connect(tmp_path / STATE)) as database, database:
            database.execute(
                "CREATE TRIGGER refuse BEFORE INSERT ON exchanges "
                "BEGIN SELECT RAISE(ABORT, 'no room'); END"
            )

    return refuse_


def test_what_a_removed_user_kept_is_gone_and_the_others_stays(state: State) -> None:
    for user in ("ann", "ben"):
        state.keep(user, None, [Exchange("Where?")])
    state.remove_conversations_of("ann")
    assert [len(state.conversations(user)) for user in ("ann", "ben")] == [0, 1]
