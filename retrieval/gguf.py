"""Runs a GGUF file with llama.cpp inside this process, behind a server on a loopback port."""

import atexit
import functools
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from retrieval.errors import SettingsError

MAGIC = b"GGUF"
SILENT = -1


@dataclass(frozen=True)
class GgufServer:
    """Address of an OpenAI-compatible API, and the key that keeps other users out of it."""

    base_url: str
    key: str


@functools.cache
def start(path: Path, context_tokens: int, most_tokens: int) -> GgufServer:
    """Serve a model until this process ends; the same one is started once.

    Args:
        context_tokens: for prompt and answer together.
        most_tokens: that one answer may have.

    Raises:
        SettingsError: the file is no GGUF model, or xllamacpp is not installed.
    """
    try:
        with path.open("rb") as file:
            is_gguf = file.read(len(MAGIC)) == MAGIC
    except OSError as error:
        raise SettingsError(
            f"The language model {path} cannot be read: {error.strerror}. "
            "Give ENERGYCHAT_LLM=gguf: the path of a GGUF file."
        ) from error
    if not is_gguf:
        raise SettingsError(f"The language model {path} is no GGUF file. Name another one.")
    try:
        import xllamacpp
    except ImportError as error:
        raise SettingsError(
            "The package xllamacpp is missing. Install it: pip install 'energychat[gguf]'"
        ) from error
    key = secrets.token_hex()
    try:
        server = xllamacpp.Server(_parameters(xllamacpp, path, context_tokens, most_tokens, key))
    except RuntimeError as error:
        raise SettingsError(
            f"llama.cpp cannot load {path}: {error}. Name another file, or lower "
            "ENERGYCHAT_LLM_CONTEXT_TOKENS if memory is short."
        ) from error
    # The server's threads must be gone before the interpreter takes its libraries down.
    atexit.register(_running.clear)
    _running.append(server)
    return GgufServer(f"{server.listening_address}/v1", key)


_running: list[object] = []


def _parameters(
    xllamacpp: ModuleType, path: Path, context_tokens: int, most_tokens: int, key: str
) -> object:
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0  # any free one
    parameters.api_keys = [key]
    parameters.ui = False
    parameters.verbosity = SILENT
    parameters.n_ctx = context_tokens
    parameters.n_predict = most_tokens
    parameters.n_parallel = 1
    # Up to 8 GiB by default, for prompts that nobody asks again.
    parameters.cache_ram_mib = 0
    threads = _threads()
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = threads
    return parameters


def _threads() -> int:
    """As many as the encoder may use: threads that outnumber free cores wait for each other."""
    wanted = os.environ.get("OMP_NUM_THREADS", "")
    return int(wanted) if wanted.isdecimal() and int(wanted) else len(os.sched_getaffinity(0))
