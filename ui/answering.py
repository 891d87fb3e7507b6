"""What all ways to ask the assistant share: bounds, words, and threads to wait in."""

from collections.abc import AsyncGenerator, Sequence

from anyio import CancelScope, CapacityLimiter
from anyio.to_thread import run_sync
from pydantic import ValidationError

from retrieval.assistant import Assistant
from retrieval.records import Answer

ANSWERS_AT_ONCE = 4
LONGEST_QUESTION = 2000  # characters
AT_ONCE = CapacityLimiter(ANSWERS_AT_ONCE)
NO_QUESTION = "The question is empty. Please type one."
FAILED = "Something went wrong while answering. Please try again; the server's log says more."


async def answers(
    assistant: Assistant, question: str, history: Sequence[str]
) -> AsyncGenerator[Answer, None]:
    """The answer as it grows, made in a thread; see :meth:`Assistant.stream`.

    Closing it ends the assistant's work.

    Raises:
        EnergyChatError: the library or its encoder cannot be used.
    """
    growing = assistant.stream(question, history)
    try:
        while answer := await run_sync(next, growing, None, limiter=AT_ONCE):
            yield answer
    finally:
        # Whoever asked may have gone, which cancels all but this.
        with CancelScope(shield=True):
            await run_sync(growing.close)


def problem_of(error: ValidationError) -> str:
    """What is wrong with a request, in a sentence."""
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"]) or "the body"
    return f"The request is not understood: {place}: {first['msg']}."
