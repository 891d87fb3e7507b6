"""The address of a web page, taken apart once, so that all who look at it see the same parts."""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import idna

from retrieval.errors import PageNotFetched

PORTS = {"http": 80, "https": 443}
LONGEST = 4000  # characters
LONGEST_SHOWN = 200
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)  # of two letters: C:// is a drive
_LOGIN = re.compile(r"^([a-z]+:/*)?[^/?#]*@", re.IGNORECASE)
# What may stand in a path or query as it is; all else, such as Korean, is percent-encoded.
_PLAIN = "/?:@!$&'()*+,;=%~-._"


@dataclass(frozen=True)
class WebAddress:
    """An address of http or https; ``target`` is its path and query, percent-encoded."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def site(self) -> str:
        """Scheme, host and, where it is not the usual one, port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.is_usual_port else f":{self.port}")

    @property
    def is_usual_port(self) -> bool:
        """Whether the port is the scheme's own."""
        return self.port == PORTS[self.scheme]

    def __str__(self) -> str:
        return self.site + self.target


def is_url(text: str) -> bool:
    """Whether a text is meant as a URL, of whatever scheme, and not as a path."""
    return _SCHEME.match(text.strip()) is not None


def web_address(url: str) -> WebAddress:
    """Take a URL apart; what stands behind # is dropped, for it is never sent.

    Raises:
        PageNotFetched: it is no address of http or https, or bears a name or password; the
            message is a reason that is to stand behind the address.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise PageNotFetched(f"it is no web address ({error}). Check how it is spelt.") from error
    if len(url) > LONGEST:
        raise PageNotFetched(f"it is longer than {LONGEST} characters. Look for a shorter one.")
    if "@" in parts.netloc:
        raise PageNotFetched(
            "it bears a user name or password, which is not sent. Save the page from the browser, "
            "and ingest the file."
        )
    if parts.scheme not in PORTS or not parts.hostname:
        raise PageNotFetched("it does not begin with http:// or https:// and a host. Check it.")
    query = f"?{quote(parts.query, _PLAIN)}" if parts.query else ""
    target = quote(parts.path or "/", _PLAIN) + query
    host = _host(parts.hostname)
    return WebAddress(parts.scheme, host, PORTS[parts.scheme] if port is None else port, target)


def without_login(url: str) -> str:
    """A URL to be shown: a password is no matter for a terminal or a log."""
    return _LOGIN.sub(r"\1", url.strip())[:LONGEST_SHOWN]


def _host(name: str) -> str:
    """The name as it is looked up: in letters of ASCII."""
    try:
        host = name if name.isascii() else idna.encode(name, uts46=True).decode()
    except idna.IDNAError:
        host = ""
    if not _HOST.fullmatch(host):
        raise PageNotFetched(f"{name[:LONGEST_SHOWN]} cannot be the name of a host. Check it.")
    return host
