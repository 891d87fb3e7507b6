"""Language models: settings, streams, retries, and the in-process server of GGUF files."""

import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage
from scripted_server import Reply, ScriptedServer

from retrieval import Settings
from retrieval.errors import LanguageModelError, SettingsError
from retrieval.models import LanguageModel, language_model

HELLO = [HumanMessage("Hello")]
STATUS = Path("/proc/self/status")
SettingsOf = Callable[..., Settings]


@pytest.fixture
def model(settings_of: SettingsOf) -> LanguageModel:
    """The scripted server as a language model."""
    return language_model(settings_of())


def said(model: LanguageModel) -> str:
    return "".join(model.stream(HELLO)).strip()


def failure(model: LanguageModel) -> str:
    with pytest.raises(LanguageModelError) as caught:
        said(model)
    return str(caught.value)


def megabytes_in_use() -> int:
    (line,) = (line for line in STATUS.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


def refusal(**settings: object) -> str:
    with pytest.raises(SettingsError) as caught:
        language_model(Settings.model_validate(settings))
    return str(caught.value)


def test_text_comes_piece_by_piece(server: ScriptedServer, model: LanguageModel) -> None:
    server.say("One two three.")
    assert [piece.strip() for piece in model.stream(HELLO) if piece] == ["One", "two", "three."]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_failure_that_may_pass_is_tried_again(
    server: ScriptedServer, model: LanguageModel, status: int
) -> None:
    server.say(Reply(status=status), Reply(status=status), "Third time lucky.")
    assert said(model) == "Third time lucky."
    assert len(server.requests) == 3


@pytest.mark.parametrize("status", [400, 401, 404])
def test_a_refusal_is_not_tried_again(
    server: ScriptedServer, model: LanguageModel, status: int
) -> None:
    server.say(Reply(status=status))
    assert str(status) in failure(model)
    assert len(server.requests) == 1


def test_tries_come_to_an_end(server: ScriptedServer, model: LanguageModel) -> None:
    server.say(Reply(status=500))
    assert failure(model) == "it failed, HTTP status 500"
    assert len(server.requests) == 4


def test_the_server_may_say_how_long_to_wait(
    server: ScriptedServer, settings_of: SettingsOf
) -> None:
    server.say(Reply(status=429, headers={"Retry-After": "60"}), "Too late.")
    # The wait does not fit into the time-out, so that there is no second try.
    assert "did not finish within 1 second" in failure(
        language_model(settings_of(llm_timeout_seconds=1))
    )
    assert len(server.requests) == 1


def test_no_server_is_no_connection(server: ScriptedServer, model: LanguageModel) -> None:
    server.close()
    assert failure(model) == "no connection"


@pytest.mark.parametrize("reply", [Reply("Late.", hang=30), Reply("Slow " * 99, pause=1)])
def test_a_model_that_hangs_is_left_after_the_time_out(
    server: ScriptedServer, settings_of: SettingsOf, reply: Reply
) -> None:
    server.say(reply)
    model = language_model(settings_of(llm_timeout_seconds=0.5))
    assert failure(model) == "it did not finish within 0.5 seconds"
    assert server.was_left.wait(10)


@pytest.mark.parametrize("finish", ["", "length"])
def test_a_stream_that_is_cut_is_an_error_behind_its_text(
    server: ScriptedServer, model: LanguageModel, finish: str
) -> None:
    server.say(Reply("Half a", finish=finish), "Never asked for.")
    text = ""
    with pytest.raises(LanguageModelError, match="it broke off"):
        for piece in model.stream(HELLO):
            text += piece
    assert text.strip() == "Half a"
    assert len(server.requests) == 1


def test_closing_the_stream_hangs_up(server: ScriptedServer, model: LanguageModel) -> None:
    server.say(Reply("word " * 500, pause=0.05))
    with closing(model.stream(HELLO)) as pieces:
        assert any(pieces)
    assert server.was_left.wait(10)


def test_closing_hangs_up_on_a_model_that_says_nothing_yet(
    server: ScriptedServer, model: LanguageModel
) -> None:
    server.say(Reply("Late.", hang=60))
    with closing(model.stream(HELLO)) as pieces:
        while not server.requests:
            assert next(pieces) == ""
    assert server.was_left.wait(10)


def test_the_key_is_sent_and_shown_nowhere(
    server: ScriptedServer,
    settings_of: SettingsOf,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-42")
    caplog.set_level(logging.INFO, "retrieval")
    model = language_model(settings_of())
    server.say(Reply(status=401))
    message = failure(model)
    assert server.keys == ["Bearer sk-secret-42"]
    assert "refused the API key" in message
    assert "sk-secret" not in f"{message} {model} {model.name} {caplog.text}"


def test_tokens_are_counted_by_the_server_that_can(
    server: ScriptedServer, model: LanguageModel
) -> None:
    server.tokens_per_word = 7
    assert model.count_tokens("three short words") == 21


def test_tokens_are_estimated_where_the_server_cannot_count(model: LanguageModel) -> None:
    assert model.count_tokens("a" * 30) == 10
    assert model.count_tokens("배터리") == 3


def test_a_hosted_model_needs_its_key() -> None:
    assert "OPENAI_API_KEY" in refusal(llm="openai:some-model")
    assert "ANTHROPIC_API_KEY" in refusal(llm="anthropic:some-model")


def test_hosted_models_are_the_providers_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-1")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-2")
    kinds = [
        type(language_model(Settings(llm=llm)).chat).__name__
        for llm in ("openai:some-model", "anthropic:some-model", "gpt-4o")
    ]
    assert kinds == ["ChatOpenAI", "ChatAnthropic", "ChatOpenAI"]


def test_ollama_reads_as_much_as_it_is_given() -> None:
    settings = Settings(llm="ollama:some:1b", llm_base_url="http://[::1]:9", llm_context_tokens=999)
    chat = language_model(settings).chat
    assert (chat.model, chat.base_url, chat.num_ctx) == ("some:1b", "http://[::1]:9", 999)  # type: ignore[attr-defined]


def test_a_missing_package_names_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from langchain.chat_models import base

    base._get_chat_model_creator.cache_clear()
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk")
    for package in ("langchain_anthropic", "langchain_mistralai"):
        monkeypatch.setitem(sys.modules, package, None)
    assert "pip install 'energychat[anthropic]'" in refusal(llm="anthropic:some-model")
    assert "langchain-mistralai" in refusal(llm="mistralai:some-model")


def test_a_name_that_nobody_knows_says_what_can_be_given() -> None:
    message = refusal(llm="nonsense")
    for form in ("ollama:NAME", "openai:NAME", "anthropic:NAME", "gguf:FILE"):
        assert form in message


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(llm=f"gguf:{tmp_path / 'none.gguf'}")
    (tmp_path / "text.gguf").write_text("no model")
    assert "is no GGUF file" in refusal(llm=f"gguf:{tmp_path / 'text.gguf'}")
    (tmp_path / "broken.gguf").write_bytes(b"GGUF" + bytes(100))
    assert "cannot load" in refusal(llm=f"gguf:{tmp_path / 'broken.gguf'}")


def test_gguf_without_its_package_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model.gguf").write_bytes(b"GGUF")
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    assert "pip install 'energychat[gguf]'" in refusal(llm=f"gguf:{tmp_path / 'model.gguf'}")


@pytest.fixture
def real(smollm2: Path) -> Iterator[LanguageModel]:
    """SmolLM2 on a loopback port of this process."""
    yield language_model(Settings(llm=f"gguf:{smollm2}", llm_context_tokens=1536))


def test_a_gguf_file_answers(real: LanguageModel) -> None:
    assert any(character.isalpha() for character in said(real))


def test_a_gguf_file_is_named_without_its_folder(real: LanguageModel, smollm2: Path) -> None:
    assert real.name == f"gguf:{smollm2.name}"


def test_a_gguf_file_counts_its_own_tokens(real: LanguageModel) -> None:
    assert real.count_tokens("Hello world") == 2


def test_a_gguf_file_is_served_to_nobody_else(real: LanguageModel) -> None:
    address = str(real.chat.openai_api_base)  # type: ignore[attr-defined]
    stranger = Settings(llm="openai:any", llm_base_url=address)
    assert "refused the API key" in failure(language_model(stranger))


@pytest.mark.skipif(not STATUS.exists(), reason="reads its memory from /proc, as Linux has it")
def test_a_gguf_file_keeps_no_earlier_prompts_in_memory(real: LanguageModel) -> None:
    def ask(subject: str) -> None:
        real.chat.invoke(f"{subject} " * 300, max_tokens=2)

    ask("pumps")
    before = megabytes_in_use()
    for subject in ("solar", "winds", "tides"):
        ask(subject)
    assert megabytes_in_use() - before < 10


def test_a_compatible_server_is_asked_at_its_address(real: LanguageModel) -> None:
    chat = real.chat
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_API_KEY", chat.openai_api_key.get_secret_value())  # type: ignore[attr-defined]
        address = str(chat.openai_api_base)  # type: ignore[attr-defined]
        assert said(language_model(Settings(llm="openai:any", llm_base_url=address)))


def test_a_process_with_a_gguf_file_ends(smollm2: Path) -> None:
    script = (
        "import sys; from retrieval import Settings; from retrieval.models import language_model;"
        "language_model(Settings(llm=f'gguf:{sys.argv[1]}')).probe(60); print('done')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(smollm2)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "done"), done.stderr
