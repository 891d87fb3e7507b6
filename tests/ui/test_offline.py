"""The main job in a process that can reach nothing but this machine."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from commands import CORPUS, address_in

DOCUMENTS = ("korea-canada-battery-workshop-scraped.html", "nrel-renamed-nlr-2025.html")
SIGNED = "What did KIER and NRC CEI sign?"
# One process, since the libraries that the commands load take many seconds.
MAIN_JOB = f"""
import contextlib, sys
from ui.cli import run

def command(file, *arguments):
    sys.argv = ["energychat", *arguments]
    with open(file, "w") as out, contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
        run()

command("report.json", "ingest", "documents", "--json")
command("answer.json", "ask", {SIGNED!r}, "--json")
sys.argv = ["energychat", "chat", "--port", "0"]
run()
"""


@dataclass(frozen=True)
class Job:
    """What the main job left behind."""

    report: dict[str, Any]
    answer: dict[str, Any]
    page: str
    answer_in_page: str
    attempts: list[str]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Environment variables under which no socket leaves the machine."""
    folder = tmp_path_factory.mktemp("offline")
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    # A home of its own: no cache of an earlier download, no setting that switches calls off.
    return kept | {
        "HOME": str(folder),
        "PYTHONPATH": str(Path(__file__).with_name("offline")),
        "OFFLINE_LOG": str(folder / "attempts.log"),
    }


@pytest.fixture(scope="module")
def job(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Job]:
    """The main job: ingest two documents, ask, serve the page, and ask in the page."""
    folder = tmp_path_factory.mktemp("job")
    (folder / "documents").mkdir()
    for name in DOCUMENTS:
        shutil.copy(CORPUS / name, folder / "documents")
    out, err = folder / "chat.out", folder / "chat.err"
    with out.open("w") as stdout, err.open("w") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-c", MAIN_JOB],
            env=environment,
            cwd=folder,
            stdout=stdout,
            stderr=stderr,
        )
    try:
        address = address_in(out, err)
        yield Job(
            json.loads((folder / "report.json").read_text()),
            json.loads((folder / "answer.json").read_text()),
            read(address),
            ask_page(address, SIGNED),
            attempts(environment),
        )
    finally:
        process.kill()
        process.wait()


def read(address: str, data: dict[str, Any] | None = None) -> str:
    body = json.dumps(data).encode() if data else None
    with urlopen(Request(address, body, {"Content-Type": "application/json"})) as answer:
        text: str = answer.read().decode()
        return text


NO_HISTORY_OR_FILTERS = ([], [], [], [], "", "")


def ask_page(address: str, question: str) -> str:
    """The whole stream of events with which the page answers a question."""
    event = json.loads(
        read(f"{address}/gradio_api/call/ask", {"data": [question, *NO_HISTORY_OR_FILTERS]})
    )["event_id"]
    return read(f"{address}/gradio_api/call/ask/{event}")


def attempts(environment: dict[str, str]) -> list[str]:
    """What was tried to reach beyond this machine."""
    log = Path(environment["OFFLINE_LOG"])
    return log.read_text().splitlines() if log.exists() else []


def test_documents_are_ingested(job: Job) -> None:
    assert job.report["added"] == list(DOCUMENTS)


def test_a_question_is_answered(job: Job) -> None:
    assert job.answer["answered"] is True
    assert "Letter of Intent" in job.answer["answer"]


def test_the_page_is_served(job: Job) -> None:
    assert "Energy-research chat" in job.page


def test_the_page_names_no_other_host(job: Job) -> None:
    loaded = re.findall(
        r"""<(?:script|link|img)[^>]+(?:src|href)=["'](https?:)?//([^/"']+)""", job.page
    )
    assert [host for _, host in loaded if not host.startswith("127.0.0.1")] == []


def test_the_page_answers(job: Job) -> None:
    assert "event: complete" in job.answer_in_page
    assert "Letter of Intent" in job.answer_in_page


def test_nothing_even_tries_to_reach_beyond_this_machine(job: Job) -> None:
    assert job.attempts == []


@pytest.mark.parametrize(
    "call",
    [
        "socket.create_connection(('192.0.2.1', 80))",
        "socket.getaddrinfo('example.org', 443)",
        "urllib.request.urlopen('https://example.org')",
        "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
    ],
)
def test_an_attempt_would_be_refused_and_seen(
    environment: dict[str, str], tmp_path: Path, call: str
) -> None:
    guarded = environment | {"OFFLINE_LOG": str(tmp_path / "attempts.log")}
    program = f"import socket, urllib.request\n{call}"
    done = subprocess.run(
        [sys.executable, "-c", program], env=guarded, capture_output=True, check=False
    )
    assert done.returncode == 1
    assert len(attempts(guarded)) == 1
