"""The command in processes of its own, and running servers."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from retrieval.settings import PREFIX

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus" / "documents"
SERVER_START_SECONDS = 300


@dataclass(frozen=True)
class Result:
    """What a command left behind."""

    code: int
    out: str
    err: str

    def document(self) -> dict[str, Any]:
        """The one JSON document on standard output."""
        document: dict[str, Any] = json.loads(self.out)
        return document

    def json(self) -> dict[str, Any]:
        """The same of a command that went well."""
        assert self.code == 0, self.err
        return self.document()


@dataclass(frozen=True)
class Server:
    """A running web chat."""

    address: str
    pid: int
    library: Path


class Commands:
    """Runs `energychat`, each time in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = 0
        outside = {name: v for name, v in os.environ.items() if not name.startswith(PREFIX)}
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("command_process.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=outside
            | {"PYTHONPATH": str(ROOT), "TOKENIZERS_PARALLELISM": "false", "COLUMNS": "100"},
        )
        self._is_ready = False

    def __call__(
        self,
        *arguments: object,
        folder: Path = ROOT,
        environment: dict[str, str] | None = None,
        stdin: str = "",
    ) -> Result:
        """Run a command in a folder, with more environment variables, and wait for its end."""
        files = self._files()
        files["stdin"].write_text(stdin, encoding="utf-8")
        code = self._order(arguments, folder, environment or {}, files)
        return Result(code, files["stdout"].read_text("utf-8"), files["stderr"].read_text("utf-8"))

    def serve(
        self, library: Path, *options: object, environment: dict[str, str] | None = None
    ) -> Server:
        """Start the web chat over a library on a free port, with more environment variables."""
        files = self._files()
        files["stdin"].touch()
        arguments = ("chat", "--port", 0, "--library", library, *options)
        pid = self._order(arguments, ROOT, environment or {}, files, background=True)
        return Server(address_in(files["stdout"], files["stderr"]), pid, library)

    def interrupt(self, *arguments: object, when: Callable[[], bool]) -> Result:
        """Run a command, press Ctrl-C once something is so, and wait for its end."""
        files = self._files()
        files["stdin"].touch()
        pid = self._order(arguments, ROOT, {}, files, background=True)
        while not when():
            time.sleep(0.05)
        os.kill(pid, signal.SIGINT)
        code = self._send({"wait": pid})
        return Result(code, files["stdout"].read_text("utf-8"), files["stderr"].read_text("utf-8"))

    def stop(self, server: Server) -> int:
        """Stop a server as Ctrl-C does, and return its exit code."""
        os.kill(server.pid, signal.SIGINT)
        return self._send({"wait": server.pid})

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def _files(self) -> dict[str, Path]:
        self._number += 1
        stem = self._folder / str(self._number)
        return {name: stem.with_suffix(f".{name}") for name in ("stdin", "stdout", "stderr")}

    def _order(
        self,
        arguments: tuple[object, ...],
        folder: Path,
        environment: dict[str, str],
        files: dict[str, Path],
        background: bool = False,
    ) -> int:
        order = {
            "arguments": [str(argument) for argument in arguments],
            "folder": str(folder),
            "environment": environment,
            "background": background,
        }
        return self._send(order | {name: str(path) for name, path in files.items()})

    def _send(self, order: dict[str, object]) -> int:
        assert self._process.stdin is not None
        if not self._is_ready:
            self._is_ready = self._answer() == 0
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())


def address_in(stdout: Path, stderr: Path) -> str:
    """The address that a starting server prints."""
    deadline = time.monotonic() + SERVER_START_SECONDS
    while time.monotonic() < deadline:
        if stdout.exists() and (found := re.search(r"http://\S+", stdout.read_text("utf-8"))):
            return found.group()
        time.sleep(0.1)
    pytest.fail(f"The server did not start: {stderr.read_text('utf-8')}")
