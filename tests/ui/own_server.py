"""The web chat in a thread of the tests, with a clock that they turn."""

import contextlib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import httpx
import uvicorn
from commands import Server
from starlette.types import ASGIApp

from retrieval import Library
from ui.passwords import hash_password

PASSWORD = "correct horse battery"
START_SECONDS = 60


class Clock:
    """Stands still until it is turned."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now

    def turn(self, hours: float = 0, seconds: float = 0) -> None:
        """Let time pass."""
        self.now += hours * 3600 + seconds


@dataclass(frozen=True)
class Closed:
    """A server at which users sign in: maria, a librarian, and jun, a reader."""

    address: str
    library: Library
    clock: Clock

    def token(self, name: str) -> str:
        """A token of a user's program."""
        self.library.state.add_token(f"token of {name}", name, "test")
        return f"token of {name}"

    @contextlib.contextmanager
    def client(self, name: str = "") -> Iterator[httpx.Client]:
        """Asks the server, signed in as a user if one is named."""
        with httpx.Client(base_url=self.address, timeout=60) as client:
            if name:
                signed_in = client.post("/sign-in", data={"name": name, "password": PASSWORD})
                assert signed_in.status_code == 303
            yield client


def add_users(library: Library) -> None:
    """Let the two users in."""
    for name, role in (("maria", "librarian"), ("jun", "reader")):
        library.state.add_user(name, password_hash(), role)


@cache
def password_hash() -> str:
    """Of the one password of all users; it takes tens of milliseconds to make."""
    return hash_password(PASSWORD)


@contextlib.contextmanager
def serving(app: ASGIApp, library: Path = Path()) -> Iterator[Server]:
    """Serve an application on a free port."""
    config = uvicorn.Config(app, port=0, log_level="error", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    deadline = time.monotonic() + START_SECONDS
    while not server.started and thread.is_alive() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Server(f"http://127.0.0.1:{port}", 0, library)
    finally:
        server.should_exit = True
        thread.join()
