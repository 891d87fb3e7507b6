"""Users, sessions and tokens, in a real file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.errors import AccountError
from retrieval.state import STATE, State
from retrieval.users import user_name

HASH, OTHER_HASH = "a hash", "another hash"
NOON = 43_200.0


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    """A file with one reader, who has a session until noon and a token."""
    opened = State(tmp_path / STATE)
    opened.add_user("maria", HASH, "reader")
    assert opened.add_session("cookie", "maria", HASH, now=0, expires=NOON)
    opened.add_token("secret", "maria", "notebook")
    yield opened
    opened.close()


def test_a_session_and_a_token_name_their_user(state: State) -> None:
    by_session, by_token = state.session_user("cookie", now=0), state.token_user("secret")
    assert by_session == by_token
    assert by_session is not None
    assert (by_session.name, by_session.role) == ("maria", "reader")


def test_a_session_ends_at_its_time(state: State) -> None:
    assert state.session_user("cookie", now=NOON - 1)
    assert state.session_user("cookie", now=NOON) is None


def test_a_session_and_a_token_do_not_stand_in_for_each_other(state: State) -> None:
    assert state.session_user("secret", now=0) is None
    assert state.token_user("cookie") is None


@pytest.mark.usefixtures("state")
def test_the_file_holds_no_secret(tmp_path: Path) -> None:
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"maria" in stored
    assert b"cookie" not in stored
    assert b"secret" not in stored


def test_ending_one_session_leaves_the_other(state: State) -> None:
    state.add_session("phone", "maria", HASH, now=0, expires=NOON)
    state.end_session("cookie")
    assert state.session_user("cookie", now=0) is None
    assert state.session_user("phone", now=0)


@pytest.mark.parametrize("change", ["password", "removal", "revocation"])
def test_a_change_ends_sessions_and_tokens(state: State, change: str) -> None:
    match change:
        case "password":
            state.set_password("maria", OTHER_HASH)
        case "removal":
            state.remove_user("maria")
            state.add_user("maria", HASH, "librarian")
        case "revocation":
            state.revoke_all("maria")
    assert state.session_user("cookie", now=0) is None
    assert state.token_user("secret") is None


def test_no_session_begins_with_a_password_that_was_changed_meanwhile(state: State) -> None:
    state.set_password("maria", OTHER_HASH)
    assert not state.add_session("late", "maria", HASH, now=0, expires=NOON)
    assert state.session_user("late", now=0) is None


def test_a_role_changes_at_once(state: State) -> None:
    state.set_role("maria", "librarian")
    user = state.session_user("cookie", now=0)
    assert user is not None
    assert user.is_librarian


def test_one_token_is_revoked_by_its_label(state: State) -> None:
    state.add_token("other", "maria", "crontab")
    state.revoke_token("maria", "notebook")
    assert state.token_user("secret") is None
    assert [token.label for token in state.tokens()] == ["crontab"]


def test_what_is_not_there_or_there_already_is_said(state: State) -> None:
    with pytest.raises(AccountError, match="no user nobody"):
        state.set_role("nobody", "reader")
    with pytest.raises(AccountError, match="user maria already"):
        state.add_user("maria", HASH, "reader")
    with pytest.raises(AccountError, match="token 'notebook' already"):
        state.add_token("more", "maria", "notebook")
    with pytest.raises(AccountError, match="no token 'x'"):
        state.revoke_token("maria", "x")


def test_a_file_of_the_version_before_gets_the_tables(tmp_path: Path) -> None:
    path = tmp_path / STATE
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("retrieval.state.MIGRATIONS", State.__init__.__globals__["MIGRATIONS"][:1])
        State(path).close()
    state = State(path)
    assert not state.has_users()
    state.close()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("maria", "maria"),
        ("m.kim@example.org", "m.kim@example.org"),
        ("김수현", "김수현"),
        (" e\N{COMBINING ACUTE ACCENT}va ", "\N{LATIN SMALL LETTER E WITH ACUTE}va"),
        ("", None),
        ("two words", None),
        ("<b>", None),
        ("x" * 65, None),
    ],
)
def test_a_name_is_one_word(text: str, name: str | None) -> None:
    assert user_name(text) == name
