"""The command `energychat user`: who may come in, what they may do, and with which tokens."""

import secrets
import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from retrieval.settings import load_settings
from retrieval.state import STATE, State
from retrieval.users import LIBRARIAN, READER, user_name
from ui.console import err, out, print_json
from ui.library_commands import JsonOption, LibraryOption
from ui.passwords import hash_password, password_problem

LABEL_CHARACTERS = 100

user = typer.Typer(
    no_args_is_help=True, help="Say who may use the page and the programs' interfaces."
)


class Role(StrEnum):
    """What a user may do."""

    reader = READER
    librarian = LIBRARIAN


def _named(name: str) -> str:
    known = user_name(name)
    if known is None:
        raise typer.BadParameter(
            "A user's name has 1 to 64 letters, digits, dots, hyphens, underscores or @."
        )
    return known


def _labelled(label: str | None) -> str | None:
    if label is not None and not 0 < len(label.strip()) <= LABEL_CHARACTERS:
        raise typer.BadParameter(f"A label has 1 to {LABEL_CHARACTERS} characters.")
    return label and label.strip()


Name = Annotated[str, typer.Argument(help="The user's name.", callback=_named)]
PasswordStdin = Annotated[
    bool,
    typer.Option("--password-stdin", help="Take the password from the first line of stdin."),
]


@user.command("add", epilog="Example: `energychat user add maria --role librarian`")
def add_user(
    name: Name,
    role: Annotated[
        Role,
        typer.Option(help="A reader asks and reads; a librarian also changes the library."),
    ] = Role.reader,
    password_stdin: PasswordStdin = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let somebody in. With the first user, everybody has to sign in."""
    state = _state(library)
    is_first = not state.has_users()
    state.add_user(name, hash_password(_password(password_stdin)), role.value)
    _said(as_json, {"user": name, "role": role.value}, f"Added {name}, {role.value}.")
    if is_first:
        err.print("From now on everybody has to sign in.")


@user.command("list", epilog="Example: `energychat user list --json`")
def list_users(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """List the users, their roles and the labels of their tokens."""
    state = _state(library)
    users, tokens = state.users(), state.tokens()
    if as_json:
        print_json({"users": [*map(asdict, users)], "tokens": [*map(asdict, tokens)]})
        return
    for each in users:
        out.print(f"{each.name}: {each.role}, since {each.created[:10]}")
        for token in (token for token in tokens if token.user == each.name):
            out.print(f"    token {token.label}, since {token.created[:10]}")
    out.print(f"{len(users)} user(s).")


@user.command("remove", epilog="Example: `energychat user remove maria`")
def remove_user(name: Name, library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Let a user in no more: sessions and tokens end at once, kept conversations are deleted."""
    state = _state(library)
    state.remove_user(name)
    state.remove_conversations_of(name)
    _said(as_json, {"removed": name}, f"Removed {name}.")
    if not state.has_users():
        err.print(
            "No user is left. A server that runs goes on to ask for a sign-in; the next one "
            "that is started on this machine alone is open to whoever reaches it."
        )


@user.command("password", epilog="Example: `energychat user password maria`")
def change_password(
    name: Name,
    password_stdin: PasswordStdin = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Change a password; the user's sessions and tokens end at once."""
    state = _state(library)
    state.set_password(name, hash_password(_password(password_stdin)))
    _said(as_json, {"user": name}, f"Changed the password of {name}.")


@user.command("role", epilog="Example: `energychat user role maria reader`")
def change_role(
    name: Name, role: Role, library: LibraryOption = None, as_json: JsonOption = False
) -> None:
    """Change what a user may do, from their next request on."""
    _state(library).set_role(name, role.value)
    _said(as_json, {"user": name, "role": role.value}, f"{name} is a {role.value} now.")


@user.command("token", epilog="Example: `energychat user token maria --label notebook`")
def make_token(
    name: Name,
    label: Annotated[str, typer.Option(help="Says what it is for.", callback=_labelled)],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a token with which a program asks in a user's name. It is printed this once."""
    token = secrets.token_urlsafe(32)
    _state(library).add_token(token, name, label)
    _said(as_json, {"user": name, "label": label, "token": token}, token)


@user.command("revoke", epilog="Example: `energychat user revoke maria --label notebook`")
def revoke(
    name: Name,
    label: Annotated[
        str | None, typer.Option(help="Of the one token to end.", callback=_labelled)
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """End a token, or all tokens and sessions of a user, who may sign in again."""
    state = _state(library)
    if label is None:
        state.revoke_all(name)
        said = f"Ended all sessions and tokens of {name}."
    else:
        state.revoke_token(name, label)
        said = f"Ended the token {label} of {name}."
    _said(as_json, {"user": name, "label": label}, said)


def _state(library: Path | None) -> State:
    return State(load_settings(library=library).library / STATE)


def _said(as_json: bool, document: dict[str, object], line: str) -> None:
    if as_json:
        print_json(document)
    else:
        out.print(line)


def _password(from_stdin: bool) -> str:
    """A new password, typed twice without an echo, or from the first line of stdin."""
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        raise typer.BadParameter(
            "There is no terminal to type a password. Give it on standard input, with "
            "--password-stdin."
        )
    if problem := password_problem(password):
        raise typer.BadParameter(problem)
    return password
