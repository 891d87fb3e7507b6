"""The tables of users, their sessions in the page, and their programs' tokens.

What opens the door is not kept: of a password the hash that the caller made, of a session's and
a program's secret the SHA-256, which is enough for 256 random bits.
"""

import hashlib
from datetime import datetime

from retrieval.database import Connection, Database
from retrieval.errors import AccountError
from retrieval.users import Token, User


class Accounts(Database):
    """The part of state.sqlite that says who may come in; its tables are made there."""

    # --- users ----------------------------------------------------------------------------

    def has_users(self) -> bool:
        """Whether anybody is known, so that all others must stay outside."""
        return bool(self._rows("SELECT 1 FROM users LIMIT 1"))

    def users(self) -> list[User]:
        """All users, by name."""
        rows = self._rows("SELECT name, role, created FROM users ORDER BY name")
        return [User(*row) for row in rows]

    def password_hash(self, name: str) -> str | None:
        """The hash of a user's password, None where there is no such user."""
        rows = self._rows("SELECT password FROM users WHERE name = ?", name)
        return str(rows[0]["password"]) if rows else None

    def add_user(self, name: str, password_hash: str, role: str) -> None:
        """Let somebody in from now on.

        Raises:
            AccountError: there is a user of that name.
        """
        with self._transaction() as db:
            if db.execute("SELECT 1 FROM users WHERE name = ?", (name,)).fetchone():
                raise AccountError(
                    f"There is a user {name} already. Change them with `energychat user password` "
                    "or `energychat user role`."
                )
            row = (name, password_hash, role, _now())
            db.execute("INSERT INTO users VALUES (?, ?, ?, ?)", row)

    def set_password(self, name: str, password_hash: str) -> None:
        """Change a password; whoever came in with the old one, or a token, is out.

        Raises:
            AccountError: there is no such user.
        """
        with self._transaction() as db:
            _check_known(db, name)
            db.execute("UPDATE users SET password = ? WHERE name = ?", (password_hash, name))
            _end_access(db, name)

    def set_role(self, name: str, role: str) -> None:
        """Change what a user may do, from their next request on.

        Raises:
            AccountError: there is no such user.
        """
        with self._transaction() as db:
            _check_known(db, name)
            db.execute("UPDATE users SET role = ? WHERE name = ?", (role, name))

    def remove_user(self, name: str) -> None:
        """Let a user in no more.

        Raises:
            AccountError: there is no such user.
        """
        with self._transaction() as db:
            _check_known(db, name)
            _end_access(db, name)
            db.execute("DELETE FROM users WHERE name = ?", (name,))

    # --- sessions and tokens --------------------------------------------------------------

    def add_session(
        self, secret: str, name: str, password_hash: str, now: float, expires: float
    ) -> bool:
        """Begin a session; whether the user still has the password that was checked.

        Args:
            now: like ``expires`` in seconds since 1970; sessions that ended by then are forgotten.
        """
        with self._transaction() as db:
            db.execute("DELETE FROM sessions WHERE expires <= ?", (now,))
            added = db.execute(
                "INSERT INTO sessions SELECT ?, name, ? FROM users WHERE name = ? AND password = ?",
                (_digest(secret), expires, name, password_hash),
            )
            return added.rowcount == 1

    def session_user(self, secret: str, now: float) -> User | None:
        """Whose session it is, None where it has ended or never was."""
        rows = self._rows(
            "SELECT name, role, created FROM sessions JOIN users ON name = user "
            "WHERE digest = ? AND expires > ?",
            _digest(secret),
            now,
        )
        return User(*rows[0]) if rows else None

    def end_session(self, secret: str) -> None:
        """End one session, as who signs out does."""
        with self._transaction() as db:
            db.execute("DELETE FROM sessions WHERE digest = ?", (_digest(secret),))

    def add_token(self, secret: str, name: str, label: str) -> None:
        """Let a program in, in a user's name.

        Raises:
            AccountError: there is no such user, or the user has a token of that label.
        """
        with self._transaction() as db:
            _check_known(db, name)
            known = "SELECT 1 FROM tokens WHERE user = ? AND label = ?"
            if db.execute(known, (name, label)).fetchone():
                raise AccountError(
                    f"{name} has a token {label!r} already. Choose another label, or revoke that "
                    "one with `energychat user revoke`."
                )
            row = (_digest(secret), name, label, _now())
            db.execute("INSERT INTO tokens VALUES (?, ?, ?, ?)", row)

    def token_user(self, secret: str) -> User | None:
        """Whose token it is, None where there is none such."""
        rows = self._rows(
            "SELECT name, role, users.created FROM tokens JOIN users ON name = user "
            "WHERE digest = ?",
            _digest(secret),
        )
        return User(*rows[0]) if rows else None

    def tokens(self) -> list[Token]:
        """All tokens, by user and label."""
        rows = self._rows("SELECT user, label, created FROM tokens ORDER BY user, label")
        return [Token(*row) for row in rows]

    def revoke_token(self, name: str, label: str) -> None:
        """Let a program in no more.

        Raises:
            AccountError: there is no such user, or the user has no token of that label.
        """
        with self._transaction() as db:
            _check_known(db, name)
            ended = db.execute("DELETE FROM tokens WHERE user = ? AND label = ?", (name, label))
            if not ended.rowcount:
                raise AccountError(
                    f"{name} has no token {label!r}. `energychat user list` names them."
                )

    def revoke_all(self, name: str) -> None:
        """End all sessions and tokens of a user, who may sign in again.

        Raises:
            AccountError: there is no such user.
        """
        with self._transaction() as db:
            _check_known(db, name)
            _end_access(db, name)


def _check_known(db: Connection, name: str) -> None:
    if not db.execute("SELECT 1 FROM users WHERE name = ?", (name,)).fetchone():
        raise AccountError(f"There is no user {name}. `energychat user list` names them.")


def _end_access(db: Connection, name: str) -> None:
    db.execute("DELETE FROM sessions WHERE user = ?", (name,))
    db.execute("DELETE FROM tokens WHERE user = ?", (name,))


def _digest(secret: str) -> str:
    # A cookie or header may hold what is no text.
    return hashlib.sha256(secret.encode(errors="surrogateescape")).hexdigest()


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
