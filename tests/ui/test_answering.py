"""What becomes of an answer when the assistant fails, or whoever asked has gone."""

import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from retrieval.assistant import Assistant
from retrieval.errors import IndexMismatch
from retrieval.records import Answer
from retrieval.search import NO_FILTERS, Filters
from ui.openai_routes import openai_routes

MISMATCH = "The library was built with another encoder."
REQUEST = {"model": "energychat", "messages": [{"role": "user", "content": "Why?"}]}
STREAM = REQUEST | {"stream": True}


def said(text: str) -> Answer:
    return Answer("Why?", "Why?", text, True, "", 0.9, "", (), (), 0.0)


@dataclass
class Scripted(Assistant):
    """Says a word after the other and then fails, if it is to; knows when it was closed."""

    words: Sequence[str] = ()
    failure: Exception | None = None
    closed: threading.Event = field(default_factory=threading.Event)

    def stream(
        self,
        question: str,  # noqa: ARG002
        history: Sequence[str] = (),  # noqa: ARG002
        filters: Filters = NO_FILTERS,  # noqa: ARG002
    ) -> Generator[Answer, None, None]:
        try:
            for number in range(len(self.words)):
                time.sleep(0.01)
                yield said("".join(self.words[: number + 1]))
            if self.failure:
                raise self.failure
        finally:
            self.closed.set()


def client(assistant: Assistant) -> TestClient:
    app = FastAPI()
    app.include_router(openai_routes(assistant))
    return TestClient(app)


@pytest.fixture
def serving() -> Iterator[Callable[[Assistant], str]]:
    """Serves an assistant on a free port, and says at which address."""
    servers = []

    def serve(assistant: Assistant) -> str:
        app = FastAPI()
        app.include_router(openai_routes(assistant))
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
        thread = threading.Thread(target=server.run)
        servers.append((server, thread))
        thread.start()
        while not server.started:
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    yield serve
    for server, thread in servers:
        server.should_exit = True
        thread.join()


def test_whoever_leaves_a_stream_ends_the_work(serving: Callable[[Assistant], str]) -> None:
    assistant = Scripted(words=["on "] * 100_000)
    address = serving(assistant)
    with httpx.stream("POST", f"{address}/v1/chat/completions", json=STREAM) as reply:
        next(reply.iter_lines())
        assert not assistant.closed.is_set()
    assert assistant.closed.wait(30)


def test_an_unusable_library_is_said_in_its_own_words() -> None:
    reply = client(Scripted(failure=IndexMismatch(MISMATCH))).post(
        "/v1/chat/completions", json=REQUEST
    )
    assert reply.status_code == 500
    assert reply.json()["error"]["message"] == MISMATCH
    assert reply.json()["error"]["type"] == "server_error"


def test_a_failure_of_the_program_is_logged_and_not_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    reply = client(Scripted(failure=ZeroDivisionError("secret"))).post(
        "/v1/chat/completions", json=STREAM
    )
    assert reply.status_code == 500
    assert reply.json()["error"]["message"].startswith("Something went wrong")
    assert "secret" not in reply.text
    assert "secret" in caplog.text


def test_a_stream_that_breaks_off_says_so_and_ends() -> None:
    broken = Scripted(words=["One ", "two "], failure=IndexMismatch(MISMATCH))
    reply = client(broken).post("/v1/chat/completions", json=STREAM)
    assert reply.status_code == 200
    *_, error, done, _ = reply.text.split("\n\n")
    assert MISMATCH in error
    assert done == "data: [DONE]"
    assert broken.closed.is_set()
