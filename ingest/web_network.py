"""Connections to public addresses alone, each within what is left of one time-out.

A name is looked up once, every address that it has is checked, and the connection is made to
the very address that was checked: a name server that answers the next question otherwise
("DNS rebinding") gains nothing. Proxies that the environment names are not used, for a proxy
looks names up itself and connects to whatever it finds, our own network included.
"""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import Any

from httpcore2 import (
    SOCKET_OPTION,
    ConnectError,
    ConnectTimeout,
    NetworkBackend,
    NetworkStream,
    ReadTimeout,
    SyncBackend,
    TimeoutException,
    WriteTimeout,
)

from ingest.public_address import is_public

STEP = 1 / 3  # what one step, such as a wait for the next bytes, may take of the whole time-out
Resolve = Callable[[str, int], list[str]]


class RefusedAddress(Exception):
    """A host has an address that is not public."""


class NoSuchHost(Exception):
    """The name of a host leads to no address."""


def system_addresses(host: str, port: int) -> list[str]:
    """The addresses of a host, each once, in the order in which the system would try them.

    Raises:
        OSError: it has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[4][0]) for address in found))


class Deadline:
    """A time-out for a whole job, and with it one for each step."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def step(self, expired: type[TimeoutException]) -> float:
        """How many seconds the next step may take.

        Raises:
            TimeoutException: of the class given; no time is left.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise expired
        return min(left, self.seconds * STEP)


class PublicNetwork(NetworkBackend):
    """What httpcore connects through."""

    def __init__(
        self,
        deadline: Deadline,
        *,
        allow_private: bool,
        resolve: Resolve = system_addresses,
        network: NetworkBackend | None = None,
    ) -> None:
        """Args:
        allow_private: connect to any address whatever.
        resolve: gives the addresses of a host.
        network: makes the connections to addresses that were checked.
        """
        self._deadline = deadline
        self._allow_private = allow_private
        self._resolve = resolve
        self._network = network or SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the deadline counts
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> NetworkStream:
        """Connect to the first of a host's addresses that answers.

        Raises:
            NoSuchHost: it has none.
            RefusedAddress: one of them is not public; none is connected to then.
            ConnectError, ConnectTimeout: none answers.
        """
        failure: Exception = ConnectError()
        for address in self._checked(host, port):
            step = self._deadline.step(ConnectTimeout)
            try:
                stream = self._network.connect_tcp(
                    address, port, step, local_address, socket_options
                )
                return _TimedStream(stream, self._deadline)
            except (ConnectError, ConnectTimeout) as error:
                failure = error
        raise failure

    def _checked(self, host: str, port: int) -> list[str]:
        found = self._looked_up(host, port)
        refused = [address for address in found if not is_public(address)]
        if refused and not self._allow_private:
            raise RefusedAddress(f"{host} is at {refused[0]}")
        return found

    def _looked_up(self, host: str, port: int) -> list[str]:
        # The system's look-up has no time-out of its own, and cannot be ended from outside.
        answer: Future[list[str]] = Future()

        def look_up() -> None:
            try:
                answer.set_result(self._resolve(host, port))
            except Exception as error:  # it is raised again below
                answer.set_exception(error)

        threading.Thread(target=look_up, daemon=True).start()
        try:
            found = answer.result(self._deadline.step(ConnectTimeout))
        except TimeoutError as error:
            raise ConnectTimeout(f"the name {host} was not looked up in time") from error
        except (OSError, UnicodeError) as error:
            raise NoSuchHost(host) from error
        if not found:
            raise NoSuchHost(host)
        return found


class _TimedStream(NetworkStream):
    """A connection each of whose steps ends with the deadline, however few bytes come at once."""

    def __init__(self, stream: NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, self._deadline.step(ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, self._deadline.step(WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> NetworkStream:
        step = self._deadline.step(ConnectTimeout)
        return _TimedStream(
            self._stream.start_tls(ssl_context, server_hostname, step), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as its base has it
        return self._stream.get_extra_info(info)
