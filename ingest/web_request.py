"""One request for one web address, within bounds."""

import gzip
import ssl
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO

import httpcore2

from ingest.web_address import WebAddress
from ingest.web_network import STEP, Deadline, NoSuchHost, RefusedAddress
from retrieval.errors import PageNotFetched

AGENT = "energychat"
OK = 200
_HEADERS = (
    ("User-Agent", AGENT),
    ("Accept", "text/html, application/xhtml+xml, application/pdf, */*;q=0.5"),
    # Of this alone the unpacked size can be bounded with what Python brings.
    ("Accept-Encoding", "gzip"),
)
CONNECTION_ERRORS = (
    NoSuchHost,
    RefusedAddress,
    httpcore2.TimeoutException,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
)


@dataclass(frozen=True)
class Reply:
    """What a server answered; names of ``headers`` are in lower case.

    ``content`` is unpacked, and empty where the status is not 200.
    """

    status: int
    headers: Mapping[str, str]
    content: bytes = b""

    @property
    def moved_to(self) -> str:
        """The address that is to be asked instead; empty where the answer is here."""
        return self.headers.get("location", "") if self.status in {301, 302, 303, 307, 308} else ""


def request(
    pool: httpcore2.ConnectionPool,
    address: WebAddress,
    deadline: Deadline,
    most_bytes: int,
    check: Callable[[Reply], None] = lambda reply: None,
) -> Reply:
    """Ask for an address; what moved is not followed.

    Args:
        most_bytes: what the content may have, packed and unpacked.
        check: raises PageNotFetched if a content with such headers is not wanted; it is not
            read then.

    Raises:
        PageNotFetched: no answer comes, it breaks off, comes too late or is too large; the
            message is a reason that is to stand behind the address.
    """
    url = httpcore2.URL(
        scheme=address.scheme, host=address.host, port=address.port, target=address.target
    )
    headers = [("Host", address.site.split("://")[1]), *_HEADERS]
    try:
        with pool.stream("GET", url, headers=headers) as response:
            found = {name.decode().lower(): _text(value) for name, value in response.headers}
            if response.status != OK:
                return Reply(response.status, found)
            check(Reply(OK, found))
            return Reply(OK, found, _unpacked(_read(response, most_bytes), found, most_bytes))
    except CONNECTION_ERRORS as error:
        raise PageNotFetched(_reason(error, address.host, deadline)) from error


def _text(value: bytes) -> str:
    # Headers are ASCII by the book; addresses in them are often UTF-8 all the same.
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _read(response: httpcore2.Response, most_bytes: int) -> bytes:
    chunks, size = [], 0
    for chunk in response.iter_stream():
        chunks.append(chunk)
        size += len(chunk)
        if size > most_bytes:
            raise _too_large(most_bytes)
    return b"".join(chunks)


def _unpacked(packed: bytes, headers: Mapping[str, str], most_bytes: int) -> bytes:
    coding = headers.get("content-encoding", "identity").strip().lower() or "identity"
    if coding == "identity":
        return packed
    if coding not in {"gzip", "x-gzip"}:
        raise PageNotFetched(
            f"it is packed as {coding[:40]}, which was not asked for. "
            "Save the page from the browser, and ingest the file."
        )
    try:
        content = gzip.GzipFile(fileobj=BytesIO(packed)).read(most_bytes + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise PageNotFetched("what came cannot be unpacked. Try again later.") from error
    if len(content) > most_bytes:
        raise _too_large(most_bytes)
    return content


def _too_large(most_bytes: int) -> PageNotFetched:
    return PageNotFetched(
        f"it has more than {most_bytes / 1e6:g} MB. "
        "Raise ENERGYCHAT_MAX_FILE_MEGABYTES if it is wanted."
    )


def _reason(error: Exception, host: str, deadline: Deadline) -> str:
    """What an error of the connection means, and what to do."""
    match error:
        case NoSuchHost():
            reason = (
                f"no host {host} is known. Check the address, and that there is a connection to "
                "the internet."
            )
        case RefusedAddress():
            reason = (
                f"{error}, an address of a private or special network. Say `--allow-private` if "
                "the page is one of your own network."
            )
        case httpcore2.TimeoutException():
            reason = (
                f"{host} did not answer in time: {deadline.seconds * STEP:.3g} s for each wait and "
                f"{deadline.seconds:g} s in all. Try again later, or raise "
                "ENERGYCHAT_FETCH_TIMEOUT_SECONDS."
            )
        case httpcore2.ConnectError(args=(ssl.SSLCertVerificationError() as refused,)):
            reason = (
                f"the certificate of {host} is not trusted ({refused.verify_message}). Check the "
                "address."
            )
        case httpcore2.ConnectError():
            reason = (
                f"{host} cannot be connected to. Check the address; a proxy, where one is needed, "
                "is not used."
            )
        case _:
            reason = f"the connection to {host} broke off. Try again later."
    return reason
