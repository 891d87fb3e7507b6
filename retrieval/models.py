"""The configured language model; the only module that names providers of language models."""

import os
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from retrieval import gguf
from retrieval.errors import SettingsError
from retrieval.settings import Settings
from retrieval.token_count import ServerTokens, estimate

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

EXTRAS = ("openai", "ollama", "anthropic", "gguf")  # of pyproject.toml
KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}
MOST_TOKENS = 400  # that a model may write, where its server takes the limit
NO_KEY = "none"  # a server that asks for no key ignores it

Options = dict[str, Any]


@dataclass(frozen=True)
class LanguageModel:
    """A chat model with its limits; ``name`` is what answers and reports call it."""

    name: str
    chat: "BaseChatModel"
    count_tokens: Callable[[str], int]
    context_tokens: int
    timeout_seconds: float

    def stream(
        self, messages: "Sequence[BaseMessage]", timeout_seconds: float | None = None
    ) -> Generator[str, None, None]:
        """What the model writes; see :func:`retrieval.streaming.stream_text`.

        Raises:
            LanguageModelError: the model gives no answer.
        """
        # Imported here: langchain takes a second, which answers in quotes need not wait for.
        from retrieval.streaming import stream_text

        return stream_text(self.chat, messages, timeout_seconds or self.timeout_seconds)

    def probe(self, timeout_seconds: float) -> None:
        """Ask for a first word.

        Raises:
            LanguageModelError: none came in that time.
        """
        from langchain_core.messages import HumanMessage

        with closing(self.stream([HumanMessage("Say yes.")], timeout_seconds)) as pieces:
            any(pieces)


def language_model(settings: Settings) -> LanguageModel:
    """The model that ``settings.llm`` names; a GGUF file is loaded, no other is asked yet.

    Raises:
        SettingsError: its package, key or file is missing, or there is no such provider.
    """
    provider, _, name = settings.llm.partition(":")
    shown, chosen, base_url = settings.llm, settings.llm, settings.llm_base_url
    key = os.environ.get(KEYS.get(provider, ""), "")
    if provider == "gguf":
        path = Path(name).expanduser().resolve()
        server = gguf.start(path, settings.llm_context_tokens, MOST_TOKENS)
        base_url, key = server.base_url, server.key
        # Not the whole path: the name stands in answers and reports.
        shown, chosen = f"gguf:{path.name}", f"openai:{path.name}"
    is_compatible = chosen.startswith("openai:") and bool(base_url)
    if not key and not is_compatible and provider in KEYS:
        raise SettingsError(
            f"ENERGYCHAT_LLM={settings.llm} needs an API key. Set {KEYS[provider]}, or "
            "ENERGYCHAT_LLM_BASE_URL for a server of your own."
        )
    options = _options(provider, base_url, settings)
    if is_compatible:
        options |= {"api_key": key or NO_KEY, "temperature": 0, "stream_chunk_timeout": None}
        # Older servers do not know the name of the limit that OpenAI uses today.
        options |= {"extra_body": {"max_tokens": MOST_TOKENS}}
    return LanguageModel(
        shown,
        _chat(chosen, provider, options),
        ServerTokens(base_url, key, name) if is_compatible else estimate,
        settings.llm_context_tokens,
        settings.llm_timeout_seconds,
    )


def _options(provider: str, base_url: str, settings: Settings) -> Options:
    """What every model of a provider gets; temperatures are left to hosted ones."""
    options: Options = {"base_url": base_url} if base_url else {}
    timeout = settings.llm_timeout_seconds
    if provider == "ollama":
        return options | {
            "temperature": 0,
            # Ollama else cuts the prompt at a context of its own, without a word.
            "num_ctx": settings.llm_context_tokens,
            "num_predict": MOST_TOKENS,
            "client_kwargs": {"timeout": timeout},
        }
    return options | {"timeout": timeout, "max_retries": 0}  # streaming.py tries again


def _chat(name: str, provider: str, options: Options) -> "BaseChatModel":
    try:
        from langchain.chat_models import init_chat_model

        return init_chat_model(name, **options)
    except ImportError as error:
        remedy = (
            f"pip install 'energychat[{provider}]'"
            if provider in EXTRAS
            else f"pip install 'energychat[openai]' langchain-{provider.replace('_', '-')}"
        )
        raise SettingsError(
            f"ENERGYCHAT_LLM={name} needs a package that is missing. Install it: {remedy}"
        ) from error
    # The providers' own checks; what they say of a key is not repeated.
    except Exception as error:
        raise SettingsError(
            f"ENERGYCHAT_LLM={name} cannot be used ({type(error).__name__}). Give ollama:NAME, "
            "openai:NAME, anthropic:NAME, gguf:FILE or a name that LangChain's init_chat_model "
            "knows, and set the provider's API key in the provider's own variable."
        ) from error
