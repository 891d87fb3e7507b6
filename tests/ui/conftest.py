"""A library of the whole corpus, the command, and running servers."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from commands import CORPUS, Commands, Server


@pytest.fixture(scope="session")
def energychat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commands]:
    """The command; the process behind it takes seconds to start."""
    commands = Commands(tmp_path_factory.mktemp("commands"))
    yield commands
    commands.end()


@pytest.fixture(scope="session")
def corpus_library(energychat: Commands, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library of the whole corpus; whoever changes it takes a copy."""
    folder = tmp_path_factory.mktemp("corpus") / "library"
    report = energychat("ingest", CORPUS, "--library", folder, "--json").json()
    assert report["failed"] == []
    return folder


@pytest.fixture
def copied_library(corpus_library: Path, tmp_path: Path) -> Path:
    """A library of the whole corpus that a test may change."""
    return Path(shutil.copytree(corpus_library, tmp_path / "copied"))


@pytest.fixture
def serve(energychat: Commands) -> Iterator[Callable[[Path], Server]]:
    """Starts the web chat over a library; it is stopped after the test."""
    started: list[Server] = []

    def start(library: Path) -> Server:
        started.append(energychat.serve(library))
        return started[-1]

    yield start
    for server in started:
        energychat.stop(server)
