"""OpenAI's chat completions over the library, for every program that speaks them."""

import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import ValidationError

from retrieval.assistant import Assistant
from retrieval.errors import EnergyChatError
from retrieval.records import Answer
from ui.address import address
from ui.answering import FAILED, LONGEST_QUESTION, NO_QUESTION, answers, problem_of
from ui.openai_messages import (
    MODEL,
    ChatRequest,
    choice_json,
    completion_json,
    error_json,
    findings_json,
    head_json,
    model_json,
    told,
    usage_json,
)
from ui.serialise import Json

LONGEST_BODY = 2**20  # bytes; chat programs send the whole conversation each time
EVENTS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}

log = logging.getLogger(__name__)


class Refused(Exception):
    """A request that gets no answer, with the status and the code that say why."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


def openai_routes(assistant: Assistant) -> APIRouter:
    """The routes ``/v1/models`` and ``/v1/chat/completions``."""
    router = APIRouter(prefix="/v1")

    @router.get("/models")
    def models() -> Json:
        return {"object": "list", "data": [model_json()]}

    @router.get("/models/{model}")
    def model(model: str) -> Response:
        try:
            _check_model(model)
        except Refused as refused:
            return _refusal(refused)
        return JSONResponse(model_json())

    @router.post("/chat/completions")
    async def complete(request: Request) -> Response:
        try:
            asked = await _read(request)
        except Refused as refused:
            return _refusal(refused)
        *earlier, question = asked.questions
        growing = answers(assistant, question, [text for text in earlier if text])
        # A boundary: whatever fails is a sentence in the reply, and its cause is in the log.
        try:
            answer = await anext(growing)
            if asked.stream:
                events = _events(asked, answer, growing)
                return StreamingResponse(events, headers=EVENTS, media_type="text/event-stream")
            async for later in growing:
                answer = later
            return JSONResponse(completion_json(asked, answer, address()))
        except Exception as error:
            return JSONResponse(_failure_json(error), 500)

    return router


async def _read(request: Request) -> ChatRequest:
    """The request, which is fit to be answered.

    Raises:
        Refused: it is not.
    """
    # A form of another site may send anything but this without asking first.
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
        raise Refused(415, "unsupported_media_type", "The request must be application/json.")
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST_BODY:
            raise Refused(
                413, "request_too_large", f"The request is longer than {LONGEST_BODY:,} bytes."
            )
    try:
        asked = ChatRequest.model_validate_json(bytes(body))
    except ValidationError as error:
        raise Refused(400, "invalid_request", problem_of(error)) from error
    _check_model(asked.model)
    question = asked.questions[-1] if asked.questions else ""
    if not question:
        raise Refused(400, "empty_question", NO_QUESTION)
    if len(question) > LONGEST_QUESTION:
        raise Refused(
            400,
            "context_length_exceeded",
            f"The question has {len(question):,} characters; {LONGEST_QUESTION:,} are read.",
        )
    return asked


def _check_model(name: str) -> None:
    if name != MODEL:
        raise Refused(404, "model_not_found", f"There is no model {name!r} here, only {MODEL!r}.")


async def _events(
    asked: ChatRequest, answer: Answer, growing: AsyncGenerator[Answer, None]
) -> AsyncIterator[str]:
    """The answer as server-sent events.

    Args:
        answer: the first one, which is made already.
        growing: those that follow; each text begins with the one before it.
    """
    head = head_json("chat.completion.chunk")
    try:
        yield _event(head | choice_json({"role": "assistant", "content": answer.text}))
        async for later in growing:
            if later.text != answer.text:
                yield _event(head | choice_json({"content": later.text[len(answer.text) :]}))
            answer = later
        whole = told(answer, address())
        yield _event(head | choice_json({"content": whole[len(answer.text) :]}))
        yield _event(head | choice_json({}, "stop") | findings_json(answer, address()))
        if asked.wants_usage:
            yield _event(head | {"choices": [], "usage": usage_json(asked, whole)})
    except Exception as error:
        yield _event(_failure_json(error))
    finally:
        await growing.aclose()
    yield "data: [DONE]\n\n"


def _event(data: Json) -> str:
    return f"data: {json.dumps(data, ensure_ascii=False)}\n\n"


def _refusal(refused: Refused) -> JSONResponse:
    return JSONResponse(error_json(str(refused), refused.code), refused.status)


def _failure_json(error: Exception) -> Json:
    if isinstance(error, EnergyChatError):
        return error_json(str(error), "cannot_answer", "server_error")
    log.error("answering failed", exc_info=error)
    return error_json(FAILED, "internal_error", "server_error")
