"""The command `energychat user`."""

import os
import pty
import sys
from pathlib import Path

import pytest
from commands import Commands

from retrieval.state import STATE, State
from ui.passwords import is_password

PASSWORD = "correct horse battery"


def added(energychat: Commands, library: Path, name: str = "maria", *options: object) -> str:
    done = energychat(
        "user", "add", name, "--password-stdin", "--library", library, *options, stdin=PASSWORD
    )
    assert done.code == 0, done.err
    return done.err


def test_a_user_is_added_with_a_hashed_password(energychat: Commands, tmp_path: Path) -> None:
    said = added(energychat, tmp_path, "maria", "--role", "librarian")
    assert "everybody has to sign in" in said
    assert "sign in" not in added(energychat, tmp_path, "jun")
    state = State(tmp_path / STATE)
    kept = state.password_hash("maria")
    assert str(kept).startswith("$argon2id$")
    assert is_password(PASSWORD, kept)
    assert not is_password("another password", kept)
    assert [(user.name, user.role) for user in state.users()] == [
        ("jun", "reader"),
        ("maria", "librarian"),
    ]
    state.close()


def test_users_and_tokens_are_listed_without_secrets(energychat: Commands, tmp_path: Path) -> None:
    added(energychat, tmp_path)
    in_library = ("--library", tmp_path, "--json")
    made = energychat("user", "token", "maria", "--label", "notebook", *in_library).json()
    listed = energychat("user", "list", *in_library)
    assert [user["name"] for user in listed.json()["users"]] == ["maria"]
    assert [token["label"] for token in listed.json()["tokens"]] == ["notebook"]
    assert made["token"] not in listed.out
    assert "argon2" not in listed.out
    shown = energychat("user", "list", "--library", tmp_path)
    assert "maria: reader" in shown.out
    assert "token notebook" in shown.out


def test_a_token_is_the_only_line_on_stdout(energychat: Commands, tmp_path: Path) -> None:
    added(energychat, tmp_path)
    token = energychat("user", "token", "maria", "--label", "x", "--library", tmp_path).out.strip()
    state = State(tmp_path / STATE)
    user = state.token_user(token)
    assert user is not None
    assert user.name == "maria"
    state.close()


def test_role_password_revoke_and_remove(energychat: Commands, tmp_path: Path) -> None:
    added(energychat, tmp_path)
    in_library = ("--library", tmp_path)
    assert "is a librarian now" in energychat("user", "role", "maria", "librarian", *in_library).out
    changed = energychat(
        "user", "password", "maria", "--password-stdin", *in_library, stdin="another password\n"
    )
    assert changed.code == 0, changed.err
    state = State(tmp_path / STATE)
    assert is_password("another password", state.password_hash("maria"))
    state.close()
    energychat("user", "token", "maria", "--label", "x", *in_library)
    assert energychat("user", "revoke", "maria", "--label", "x", *in_library).code == 0
    assert energychat("user", "revoke", "maria", *in_library).code == 0
    removed = energychat("user", "remove", "maria", *in_library)
    assert "Removed maria" in removed.out
    assert "No user is left" in removed.err
    assert energychat("user", "list", *in_library, "--json").json()["users"] == []


@pytest.mark.parametrize(
    ("arguments", "stdin", "code", "said"),
    [
        (("add", "two words", "--password-stdin"), PASSWORD, 2, "A user's name has"),
        (("add", "jun", "--password-stdin"), "short", 2, "at least 10 characters"),
        (("add", "jun"), PASSWORD, 2, "--password-stdin"),
        (("add", "jun", "--role", "king", "--password-stdin"), PASSWORD, 2, "king"),
        (("add", "maria", "--password-stdin"), PASSWORD, 1, "There is a user maria already"),
        (("password", "jun", "--password-stdin"), PASSWORD, 1, "There is no user jun"),
        (("token", "maria", "--label", " "), "", 2, "A label has"),
        (("revoke", "maria", "--label", "x"), "", 1, "maria has no token 'x'"),
    ],
)
def test_what_cannot_be_done_is_said(
    energychat: Commands,
    tmp_path: Path,
    arguments: tuple[str, ...],
    stdin: str,
    code: int,
    said: str,
) -> None:
    added(energychat, tmp_path)
    done = energychat("user", *arguments, "--library", tmp_path, stdin=stdin)
    assert done.code == code
    assert said in " ".join(done.err.replace("│", " ").split())
    assert "Traceback" not in done.err


def test_a_password_is_typed_twice_and_not_shown(tmp_path: Path) -> None:
    script = Path(sys.executable).with_name("energychat")
    child, terminal = pty.fork()
    if not child:
        os.execv(script, [str(script), "user", "add", "maria", "--library", str(tmp_path)])
    shown = b""
    for prompt in (b"Password: ", b"confirmation: "):
        while not shown.endswith(prompt):
            shown += os.read(terminal, 1000)
        os.write(terminal, PASSWORD.encode() + b"\n")
    while b"Added maria" not in shown:
        shown += os.read(terminal, 1000)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    os.close(terminal)
    assert PASSWORD.encode() not in shown
    state = State(tmp_path / STATE)
    assert is_password(PASSWORD, state.password_hash("maria"))
    state.close()
