"""Who may use the library, and how. No I/O."""

import re
import unicodedata
from dataclasses import dataclass

READER, LIBRARIAN = ROLES = ("reader", "librarian")
NAME = re.compile(r"[\w.@-]{1,64}")


@dataclass(frozen=True)
class User:
    """Somebody with a password of their own."""

    name: str
    role: str
    created: str

    @property
    def is_librarian(self) -> bool:
        """Whether they may change what the library holds."""
        return self.role == LIBRARIAN


@dataclass(frozen=True)
class Token:
    """What a program asks with in a user's name; the secret itself is kept nowhere."""

    user: str
    label: str
    created: str


def user_name(text: str) -> str | None:
    """The name as it is kept, None where it cannot be one."""
    # The same letters may come in two forms, as from another system's keyboard.
    name = unicodedata.normalize("NFC", text.strip())
    return name if NAME.fullmatch(name) else None
