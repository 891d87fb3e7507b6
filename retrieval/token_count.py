"""How many tokens a text has for a language model."""

import json
import logging
import math
import urllib.request
from urllib.parse import urlsplit, urlunsplit

TIMEOUT_SECONDS = 5
BYTES_PER_TOKEN = 3  # tokenizers make do with fewer tokens in most languages

log = logging.getLogger(__name__)


def estimate(text: str) -> int:
    """An estimate that errs on the side of too many, for models whose tokenizer is not at hand."""
    return math.ceil(len(text.encode(errors="replace")) / BYTES_PER_TOKEN)


class ServerTokens:
    """Counts with the tokenizer of a server that has one, as llama.cpp and vLLM do.

    Where it has none, or fails, the count is an estimate from then on.
    """

    def __init__(self, base_url: str, key: str, model: str) -> None:
        parts = urlsplit(base_url)
        path = parts.path.rstrip("/").removesuffix("/v1") + "/tokenize"
        self._address = urlunsplit((parts.scheme, parts.netloc, path, "", ""))
        self._headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
        self._model = model
        self._can_count = True

    def __call__(self, text: str) -> int:
        if self._can_count:
            try:
                return self._count(text)
            except (OSError, ValueError, KeyError, TypeError) as error:
                log.info("tokens are estimated: %s", type(error).__name__)
                self._can_count = False
        return estimate(text)

    def _count(self, text: str) -> int:
        # llama.cpp reads "content", vLLM "model" and "prompt".
        body = {"content": text, "model": self._model, "prompt": text}
        request = urllib.request.Request(self._address, json.dumps(body).encode(), self._headers)
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:
            return len(json.load(response)["tokens"])
