"""Passwords: what may be one, and their hashes, made by argon2id as RFC 9106 recommends."""

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

SHORTEST, LONGEST = 10, 1000  # characters

_HASHER = PasswordHasher()  # 64 MiB and 3 passes, the second choice of RFC 9106
# Of no password: for an unknown user as much is computed as for a known one.
_NOBODY = _HASHER.hash("")


def password_problem(password: str) -> str:
    """Why a text cannot be a password, nothing where it can."""
    if len(password) < SHORTEST:
        return f"A password has at least {SHORTEST} characters; several words are best."
    if len(password) > LONGEST:
        return f"A password has at most {LONGEST:,} characters."
    return ""


def hash_password(password: str) -> str:
    """The hash to keep, with its salt and parameters."""
    return _HASHER.hash(password)


def is_password(password: str, password_hash: str | None) -> bool:
    """Whether it is the password of that hash; for None it never is, and takes as long."""
    try:
        _HASHER.verify(password_hash or _NOBODY, password)
    except (Argon2Error, InvalidHashError):
        return False
    return password_hash is not None
