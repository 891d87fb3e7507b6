"""Who may come in: everybody, or users with a password, and their programs with a token."""

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.requests import cookie_parser

from retrieval.accounts import Accounts
from retrieval.settings import Settings
from retrieval.users import LIBRARIAN, User, user_name
from ui.attempts import Attempts, address_key
from ui.passwords import LONGEST, is_password

COOKIE = "energychat_session"
FREE_FAILURES_OF_A_NAME, FREE_FAILURES_OF_AN_ADDRESS = 5, 20
SECONDS_AN_HOUR = 3600
# Where nobody has to sign in, everybody may do everything.
EVERYBODY = User("", LIBRARIAN, "")


@dataclass(frozen=True)
class Entered:
    """What came of an attempt to sign in: a secret for the cookie, or how long to wait."""

    secret: str = ""
    wait_seconds: float = 0


class Access:
    """The door of one server."""

    def __init__(self, accounts: Accounts, settings: Settings, clock: Callable[[], float]) -> None:
        """Keep the door of a library.

        Args:
            clock: seconds since 1970, as :func:`time.time`.
        """
        self._accounts = accounts
        self._clock = clock
        self._may_be_open = is_local(settings) or settings.allow_anonymous
        self._had_users = False
        self.session_seconds = round(settings.session_hours * SECONDS_AN_HOUR)
        self._names = Attempts(FREE_FAILURES_OF_A_NAME, clock)
        self._addresses = Attempts(FREE_FAILURES_OF_AN_ADDRESS, clock)
        self._lock = threading.Lock()

    @property
    def needs_sign_in(self) -> bool:
        """Whether nobody may come in unknown."""
        # A server that asked for a sign-in goes on to, or removing the last user would open it.
        self._had_users = self._had_users or self._accounts.has_users()
        return self._had_users or not self._may_be_open

    def user_of(self, headers: Headers) -> User | None:
        """Who sent a request, None where nobody known did."""
        if not self.needs_sign_in:
            return EVERYBODY
        if token := bearer_token(headers):
            return self._accounts.token_user(token)
        secret = session_secret(headers)
        return self._accounts.session_user(secret, self._clock()) if secret else None

    def sign_in(self, name: str, password: str, host: str) -> Entered:
        """Check a password and begin a session; takes tens of milliseconds, in any case.

        Args:
            host: address that it was sent from.
        """
        known = user_name(name) or ""
        address = address_key(host)
        with self._lock:
            wait = max(self._names.wait_seconds(known), self._addresses.wait_seconds(address))
            if wait > 0:
                return Entered(wait_seconds=wait)
            self._names.begin(known)
            self._addresses.begin(address)
        kept = self._accounts.password_hash(known)
        if not is_password(password[: LONGEST + 1], kept):
            return Entered()
        secret, now = secrets.token_urlsafe(32), self._clock()
        if not self._accounts.add_session(
            secret, known, str(kept), now, now + self.session_seconds
        ):
            return Entered()
        with self._lock:
            self._names.forget(known)
            # Not forgotten: with a password of one's own one could guess others' for ever.
            self._addresses.take_back(address)
        return Entered(secret)

    def sign_out(self, headers: Headers) -> None:
        """End the session in which a request was sent."""
        if secret := session_secret(headers):
            self._accounts.end_session(secret)


def bearer_token(headers: Headers) -> str:
    """The token that a program sent, empty where there is none."""
    kind, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def session_secret(headers: Headers) -> str:
    """The secret in a browser's cookie, empty where there is none."""
    return cookie_parser(headers.get("cookie", "")).get(COOKIE, "")


def is_local(settings: Settings) -> bool:
    """Whether this machine alone reaches the server, and no reverse proxy hands requests on."""
    return is_loopback(settings.host) and not settings.root_path


def is_loopback(host: str) -> bool:
    """Whether an address to listen on is reached from this machine alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def why_not_open(settings: Settings, accounts: Accounts) -> str:
    """Why a server may not start as it is set, nothing where it may."""
    if is_local(settings) or settings.allow_anonymous or accounts.has_users():
        return ""
    where = f"on {settings.host}" + (f", below {settings.root_path}," * bool(settings.root_path))
    return (
        f"Others could reach the page {where} and nobody would have to sign in. Add a user with "
        "`energychat user add NAME --role librarian`, or say --allow-anonymous to let everybody "
        "ask, read and change the library."
    )
