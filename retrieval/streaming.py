"""Streams a chat model's text: time-out, retries, and an end at once when it is closed.

The request runs as a task on one event loop in the background, because only a task can be
cancelled while it waits: closing a blocking stream from another thread does not wake it.
"""

import asyncio
import functools
import logging
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import aclosing
from queue import Empty, SimpleQueue

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage

from retrieval.errors import LanguageModelError

RETRY_WAITS_SECONDS = (0.5, 1.0, 2.0)  # before the second, third and fourth try
TICK_SECONDS = 0.25  # how soon a stream that waits for the model can be closed
TOO_MANY_REQUESTS = 429
# What the providers call the reason for an end at the limit of tokens.
_LIMITS = {"length", "max_tokens", "max_output_tokens"}
_REFUSALS = {
    400: "it refused the request",
    401: "it refused the API key",
    403: "it refused the API key",
    404: "it does not know the model",
    TOO_MANY_REQUESTS: "it is overloaded",
}

log = logging.getLogger(__name__)

Put = Callable[[str | LanguageModelError | None], None]


def stream_text(
    chat: BaseChatModel, messages: Sequence[BaseMessage], timeout_seconds: float
) -> Generator[str, None, None]:
    """The text piece by piece; an empty piece every ``TICK_SECONDS`` while none comes.

    Closing the iterator ends the request.

    Args:
        timeout_seconds: for the whole of it, retries included.

    Raises:
        LanguageModelError: no answer, or one that broke off; its message names no address,
            no key and nothing that the server wrote.
    """
    pieces: SimpleQueue[str | LanguageModelError | None] = SimpleQueue()
    task = asyncio.run_coroutine_threadsafe(
        _produce(chat, list(messages), timeout_seconds, pieces.put), _loop()
    )
    try:
        while True:
            try:
                piece = pieces.get(timeout=TICK_SECONDS)
            except Empty:
                piece = ""
            if piece is None:
                return
            if isinstance(piece, LanguageModelError):
                raise piece
            yield piece
    finally:
        task.cancel()


@functools.cache
def _loop() -> asyncio.AbstractEventLoop:
    """One loop for all streams: the providers' connections belong to the loop they began in."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="language-model", daemon=True).start()
    return loop


async def _produce(
    chat: BaseChatModel, messages: list[BaseMessage], timeout_seconds: float, put: Put
) -> None:
    """Put every piece, then None at the end or the error."""
    try:
        async with asyncio.timeout(timeout_seconds):
            await _try(chat, messages, put)
        put(None)
    except TimeoutError:
        put(LanguageModelError(f"it did not finish within {timeout_seconds:g} seconds"))
    except LanguageModelError as error:
        put(error)
    # A boundary: providers raise errors of their own kinds, whose texts may quote a key.
    except Exception as error:
        log.warning("the language model failed: %s", _reason(error))
        put(LanguageModelError(_reason(error)))


async def _try(chat: BaseChatModel, messages: list[BaseMessage], put: Put) -> None:
    for wait in (*RETRY_WAITS_SECONDS, None):
        has_begun, ended = False, ""
        try:
            async with aclosing(chat.astream(messages)) as chunks:  # type: ignore[type-var]
                async for chunk in chunks:
                    ended = _end(chunk.response_metadata) or ended
                    if text := str(chunk.text):
                        has_begun = True
                        put(text)
        except Exception as error:
            # A second try would write another text behind what is shown already.
            if has_begun or wait is None or not _is_passing(error):
                raise
            await asyncio.sleep(max(wait, _retry_after(error)))
            continue
        if not ended or ended in _LIMITS:
            raise LanguageModelError("it broke off")
        return


def _end(metadata: dict[str, object]) -> str:
    """Why the model stopped, as far as the chunk says so."""
    reasons = (metadata.get(f"{name}_reason") for name in ("finish", "done", "stop"))
    return next((str(reason) for reason in reasons if reason), "")


def _is_passing(error: BaseException) -> bool:
    """Whether the failure may pass: no connection, too many requests, or the server's fault."""
    status = _status(error)
    return _is_transport(error) if status is None else status == TOO_MANY_REQUESTS or status >= 500


def _reason(error: BaseException) -> str:
    status = _status(error)
    if status is not None:
        return f"{_REFUSALS.get(status, 'it failed')}, HTTP status {status}"
    return "no connection" if _is_transport(error) else f"it failed, {type(error).__name__}"


def _status(error: BaseException) -> int | None:
    response = getattr(error, "response", None)
    status = getattr(error, "status_code", None) or getattr(response, "status_code", None)
    return status if isinstance(status, int) and status > 0 else None


def _retry_after(error: BaseException) -> float:
    """Seconds that the server asks to wait; 0 if it does not say."""
    headers = getattr(getattr(error, "response", None), "headers", {})
    value = str(headers.get("retry-after", ""))
    return float(value) if value.isdecimal() else 0.0


def _is_transport(error: BaseException | None) -> bool:
    """Whether a lost connection is behind the error."""
    while error is not None:
        # httpx and httpx2, of which providers use either, each have a TransportError.
        kinds = {kind.__name__ for kind in type(error).__mro__}
        if isinstance(error, ConnectionError) or "TransportError" in kinds:
            return True
        error = error.__cause__ or error.__context__
    return False
