"""Settings of the product, from environment variables with the prefix ENERGYCHAT_."""

import os
import re
from pathlib import Path

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from retrieval.errors import SettingsError

PREFIX = "ENERGYCHAT_"
DEFAULT_MODEL = "multilingual-e5-small"  # a name in retrieval.embedded
NO_READER = "none"
ROOT_PATH = re.compile(r"(/[\w.~-]+)*", re.ASCII)


class Settings(BaseSettings):
    """All settings; numbers are bounded and unknown names are refused.

    Use :func:`load_settings`, which turns what pydantic reports into a
    :class:`~retrieval.errors.SettingsError`.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    library: Path = Field(Path(".energychat"), description="folder of the index")
    documents: Path = Field(Path("corpus/documents"), description="folder that `ingest` reads")
    max_file_megabytes: int = Field(50, ge=1, le=2000, description="a larger file is not read")
    fetch_timeout_seconds: float = Field(30, gt=0, le=600, description="for a web page, in all")
    embedding_model: str = Field("", description=f"hub name or folder; empty: {DEFAULT_MODEL}")
    chunk_tokens: int = Field(160, ge=32, le=512, description="longest chunk, in encoder tokens")
    dense_weight: float = Field(0.4, ge=0, le=1, description="share of the encoder in the fusion")
    reader: str = Field("", description=f"model or weights; empty: ours; or {NO_READER}")
    reranker: str = Field("", description="CrossEncoder by hub name or folder; empty: none")
    llm: str = Field("", description="language model, such as ollama:NAME; empty: quotes alone")
    llm_base_url: str = Field("", description="address of an OpenAI-compatible server")
    llm_timeout_seconds: float = Field(60, gt=0, le=3600, description="for one answer of the model")
    llm_context_tokens: int = Field(4096, ge=768, le=1_000_000, description="prompt and answer")
    host: str = Field("127.0.0.1", description="address of the web chat")
    port: int = Field(7860, ge=0, le=65535, description="port of the web chat; 0: any free one")
    root_path: str = Field("", description="where a reverse proxy offers it, such as /energy")
    trusted_proxies: str = Field("127.0.0.1,::1", description="whose X-Forwarded-… is believed")
    allow_anonymous: bool = Field(False, description="without users, let everybody in")
    session_hours: float = Field(12, gt=0, le=720, description="how long a sign-in lasts")

    @field_validator("root_path")
    @classmethod
    def _is_path(cls, path: str) -> str:
        if not ROOT_PATH.fullmatch(path.rstrip("/")):
            raise ValueError(f"{path!r} is no path such as /energy")
        return path.rstrip("/")


def load_settings(**overrides: object) -> Settings:
    """Read the settings once; ``overrides`` that are None are ignored.

    Raises:
        SettingsError: a value is out of range, or an ENERGYCHAT_ variable is unknown.
    """
    # pydantic-settings ignores unknown environment variables even with extra="forbid".
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    unknown = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise SettingsError(
            f"Unknown setting {', '.join(unknown)}. Known settings: {', '.join(sorted(known))}."
        )
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings.model_validate(Settings(**given))  # type: ignore[arg-type]
    except ValidationError as error:
        problems = "; ".join(
            f"{PREFIX}{str(item['loc'][0]).upper()}: {item['msg']}" for item in error.errors()
        )
        raise SettingsError(f"A setting cannot be used: {problems}.") from error
