"""Fetch a web page, a PDF or another document that a web address leads to."""

from dataclasses import dataclass
from urllib.parse import urljoin

from httpcore2 import ConnectionPool, NetworkBackend

from ingest import web_robots
from ingest.web_address import WebAddress, web_address, without_login
from ingest.web_format import check_media_type, content_type, in_utf8, suffix_of
from ingest.web_network import Deadline, PublicNetwork, Resolve, system_addresses
from ingest.web_request import AGENT, OK, Reply, request
from retrieval.errors import PageNotFetched

MOST_REDIRECTS = 5
_CIRCLE = (
    f"it is redirected more than {MOST_REDIRECTS} times. Open it in the browser, and give the "
    "address that it ends at."
)


@dataclass(frozen=True)
class FetchedPage:
    """What an address led to.

    ``url`` is the one that answered, after redirects; ``suffix`` that of the format that the
    content has; text in ``content`` is in UTF-8 if the server alone said in what it was.
    """

    url: str
    media_type: str
    suffix: str
    content: bytes


def fetch(
    url: str,
    *,
    timeout_seconds: float,
    most_bytes: int,
    allow_private: bool = False,
    resolve: Resolve = system_addresses,
    network: NetworkBackend | None = None,
) -> FetchedPage:
    """Fetch what lies at an address of http or https, if its site lets programs do so.

    Args:
        timeout_seconds: for all of it, redirects and robots.txt included; a third of it for
            each wait.
        most_bytes: what the content may have, packed and unpacked.
        allow_private: also from addresses of private networks and of this machine.
        resolve: gives the addresses of a host.
        network: makes the connections to them.

    Raises:
        PageNotFetched: it cannot be fetched, or may not be; the message says why.
    """
    deadline = Deadline(timeout_seconds)
    guarded = PublicNetwork(deadline, allow_private=allow_private, resolve=resolve, network=network)
    with ConnectionPool(network_backend=guarded) as pool:
        visit = _Visit(pool, deadline, most_bytes)
        try:
            return visit.page(web_address(url))
        except PageNotFetched as error:
            raise PageNotFetched(f"{without_login(url)} was not fetched: {error}") from error


class _Visit:
    """The requests that one fetch makes; each error's message is a reason alone."""

    def __init__(self, pool: ConnectionPool, deadline: Deadline, most_bytes: int) -> None:
        self._pool = pool
        self._deadline = deadline
        self._most_bytes = most_bytes
        self._robots: dict[str, bytes] = {}  # by site

    def page(self, start: WebAddress) -> FetchedPage:
        """The page that a chain of redirects ends at."""
        address = start
        try:
            for _ in range(MOST_REDIRECTS + 1):
                self._check_robots(address)
                reply = request(self._pool, address, self._deadline, self._most_bytes, _check_type)
                if not reply.moved_to:
                    return _page(str(address), reply)
                address = _next(address, reply)
        except PageNotFetched as error:
            if address == start:
                raise
            raise PageNotFetched(f"it leads to {address}, and there: {error}") from error
        raise PageNotFetched(_CIRCLE)

    def _check_robots(self, address: WebAddress) -> None:
        if address.site not in self._robots:
            self._robots[address.site] = self._fetch_robots(f"{address.site}/robots.txt")
        if not web_robots.allows(self._robots[address.site], AGENT, address.target):
            raise PageNotFetched(
                f"{address.site}/robots.txt asks programs not to. Save the page from the browser, "
                "and ingest the file."
            )

    def _fetch_robots(self, url: str) -> bytes:
        """The rules of a site. Source: RFC 9309, section 2.3.1."""
        address = web_address(url)
        for _ in range(MOST_REDIRECTS + 1):
            reply = request(self._pool, address, self._deadline, web_robots.MOST_BYTES)
            if not reply.moved_to:
                break
            address = _next(address, reply)
        if reply.status == OK:
            return reply.content
        # The RFC lets these two pass; a site that wants no visitors says so with them.
        if reply.status in {401, 403}:
            return b"User-agent: *\nDisallow: /"
        if 400 <= reply.status < 500 and reply.status != 429:
            return b""
        raise PageNotFetched(
            f"{url}, which says what programs may fetch, answers {reply.status}. Try again later."
        )


def _next(address: WebAddress, reply: Reply) -> WebAddress:
    try:
        return web_address(urljoin(str(address), reply.moved_to))
    except ValueError as error:
        raise PageNotFetched(f"it is redirected, but to no web address ({error}).") from error
    except PageNotFetched as error:
        raise PageNotFetched(f"it is redirected, but to an address of which: {error}") from error


def _check_type(reply: Reply) -> None:
    check_media_type(content_type(reply.headers.get("content-type", ""))[0])


def _page(url: str, reply: Reply) -> FetchedPage:
    if reply.status != OK:
        raise PageNotFetched(_refusal(reply.status))
    media_type, charset = content_type(reply.headers.get("content-type", ""))
    suffix = suffix_of(url, media_type, reply.content)
    return FetchedPage(url, media_type, suffix, in_utf8(reply.content, suffix, charset))


def _refusal(status: int) -> str:
    """Why an answer other than 200 brings no page, and what to do."""
    if status in {404, 410}:
        return f"there is no such page (error {status}). Check the address."
    if status in {401, 402, 403, 407, 451}:
        return (
            f"the site refuses it, or asks for a login (error {status}). Save the page from the "
            "browser, and ingest the file."
        )
    if status in {429, 503}:
        return f"the site is too busy (error {status}). Try again later."
    if status >= 500:
        return f"the site has a fault of its own (error {status}). Try again later."
    return f"the site answers {status}, and no page. Open it in the browser."
