"""What the tests share: one encoder, libraries in a temporary folder, and a second process."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
import torch

from retrieval import Library, Settings
from retrieval.e5_folder import E5_MODEL
from retrieval.embedded import MINILM
from retrieval.embedding import Encoder
from retrieval.settings import PREFIX

# Nothing is timed, and a folder or an encoder that examples share holds nothing of theirs.
hypothesis.settings.register_profile(
    "shared",
    deadline=None,
    suppress_health_check=[
        hypothesis.HealthCheck.function_scoped_fixture,
        hypothesis.HealthCheck.too_slow,
    ],
)
hypothesis.settings.load_profile("shared")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole commands and browsers first: none of these long tests shall run alone at the end."""
    items.sort(key=lambda item: "ui" not in item.path.parts)


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have settings of their own."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The light one of the embedded encoders, which takes seconds to load all the same."""
    # On busy cores two threads wait for each other, twenty times as long as they compute.
    torch.set_num_threads(1)
    return Encoder(MINILM)


@pytest.fixture(scope="session")
def e5(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    """The embedded encoder that reads many languages, unpacked into a cache of this session."""
    torch.set_num_threads(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        return Encoder(E5_MODEL)


@pytest.fixture(scope="session", params=["encoder", "e5"])
def each_encoder(request: pytest.FixtureRequest) -> Encoder:
    """Each of the embedded encoders."""
    encoder: Encoder = request.getfixturevalue(request.param)
    return encoder


@pytest.fixture
def open_library(tmp_path: Path, encoder: Encoder) -> Iterator[Callable[..., Library]]:
    """Opens libraries, by default in one and the same folder; takes settings by name."""
    opened: list[Library] = []

    def open_(**settings: object) -> Library:
        given = {"library": tmp_path / "library"} | settings
        library = Library(Settings.model_validate(given))
        library.__dict__["encoder"] = encoder
        opened.append(library)
        return library

    yield open_
    for library in opened:
        library.close()


@pytest.fixture
def library(open_library: Callable[..., Library]) -> Library:
    """An empty library."""
    return open_library()


class OtherProcess:
    """A second process that writes to libraries, and can be killed at any step."""

    def __init__(self) -> None:
        script = Path(__file__).parent / "retrieval" / "other_process.py"
        self._process = subprocess.Popen(
            [sys.executable, str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
        )
        self._is_ready = False

    def run(self, action: str, library: Path, **order: object) -> int:
        """Exit code of the action: 0 if it went well, the negative signal if it was killed."""
        return self._order(action=action, library=str(library), **order)

    def unpack(
        self, site: Path, digest: str, cache: Path, die: str = "", processes: int = 1
    ) -> int:
        """Exit code of unpacking the encoder, see ``tiny_weights.install``; killed at ``die``."""
        order = {"site": str(site), "digest": digest, "cache": str(cache)}
        return self._order(action="unpack", die=die, processes=processes, **order)

    def hold_lock(self, library: Path) -> int:
        """The id of a process that has begun to write to the library and does not end."""
        return self._order(action="hold", library=str(library))

    def kill(self, pid: int) -> None:
        """Kill a process that holds the lock."""
        self._order(action="kill", pid=pid)

    def end(self) -> None:
        """End the process."""
        self._process.communicate()

    def _order(self, **order: object) -> int:
        assert self._process.stdin is not None
        if not self._is_ready:
            self._is_ready = self._answer() == 0
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())


@pytest.fixture(scope="session")
def other_process() -> Iterator[OtherProcess]:
    """A second process with an encoder of its own, which takes seconds to load."""
    process = OtherProcess()
    yield process
    process.end()
