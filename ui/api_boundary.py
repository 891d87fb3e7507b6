"""The boundary around a function for programs: what it is given is checked, what fails is said."""

import logging
from collections.abc import Awaitable, Callable
from functools import partial, wraps
from inspect import iscoroutinefunction, signature
from typing import Any

from anyio.to_thread import run_sync
from pydantic import ValidationError, validate_call

from retrieval.errors import EnergyChatError, RequestError
from ui.answering import AT_ONCE, FAILED, problem_of
from ui.serialise import Json

Tool = Callable[..., Awaitable[Json]]

log = logging.getLogger(__name__)


def tool_of(work: Callable[..., Json] | Tool) -> Tool:
    """The function with its arguments checked, in a thread of its own unless it is async.

    It raises an EnergyChatError whose message says what is wrong, and no other.
    """
    checked: Callable[..., Any] = validate_call(work)
    parameters = signature(work)

    async def done(given: dict[str, object]) -> Json:
        if iscoroutinefunction(work):
            found: Json = await checked(**given)
            return found
        return await run_sync(partial(checked, **given), limiter=AT_ONCE)

    @wraps(work)
    async def run(*arguments: object, **named: object) -> Json:
        # A boundary: whatever fails is a sentence in the reply, and its cause is in the log.
        try:
            return await done(parameters.bind(*arguments, **named).arguments)
        except EnergyChatError:
            raise
        except ValidationError as error:
            raise RequestError(problem_of(error)) from error
        except Exception as error:
            log.exception("%s failed", run.__name__)
            raise RequestError(FAILED) from error

    return run
