"""Requests and replies of OpenAI's chat completions, as far as they mean something here. Pure."""

import time
import uuid
from typing import Literal

from pydantic import BaseModel, Field

from retrieval.disagreement import disagreement_text
from retrieval.records import Answer
from retrieval.token_count import estimate
from ui.serialise import Json, linked_citation_json

MODEL = "energychat"


class TextPart(BaseModel):
    """A part of a message; what is no text cannot be answered."""

    type: Literal["text"]
    text: str


class Message(BaseModel):
    """A turn of the conversation."""

    role: str
    content: str | list[TextPart] | None = None

    @property
    def text(self) -> str:
        """The content, its parts joined."""
        if isinstance(self.content, str):
            return self.content.strip()
        return " ".join(part.text for part in self.content or ()).strip()


class StreamOptions(BaseModel):
    """What a stream is to hold besides the answer."""

    include_usage: bool = False


class ChatRequest(BaseModel):
    """A conversation to be answered; fields that are not named here are ignored."""

    model: str
    messages: list[Message]
    stream: bool | None = False
    stream_options: StreamOptions | None = Field(default_factory=StreamOptions)

    @property
    def questions(self) -> list[str]:
        """What the user said, oldest first; the last one is the question."""
        return [message.text for message in self.messages if message.role == "user"]

    @property
    def wants_usage(self) -> bool:
        """Whether a stream is to end with the numbers of tokens."""
        return self.stream_options is not None and self.stream_options.include_usage


def told(answer: Answer, address: str) -> str:
    """The answer's text, which it begins with, what is to be said of it, and its sources.

    Args:
        address: of this server, for the links.
    """
    sources = [
        f"{c.marker}. {', '.join(filter(None, about))}: {linked_citation_json(c, address)['url']}"
        for c in answer.citations
        for about in [(c.source.title, c.source.publisher, c.source.published, f"page {c.page}")]
    ]
    listed = "Sources:\n" + "\n".join(sources) if sources else ""
    parts = (answer.text, disagreement_text(answer), answer.note, listed)
    return "\n\n".join(part for part in parts if part)


def findings_json(answer: Answer, address: str) -> Json:
    """What OpenAI's replies have no field for."""
    return {
        "citations": [linked_citation_json(citation, address) for citation in answer.citations],
        "answered": answer.answered,
        "confidence": answer.confidence,
    }


def usage_json(request: ChatRequest, said: str) -> Json:
    """Numbers of tokens, estimated: without a language model nothing has a tokenizer."""
    asked = sum(estimate(message.text) for message in request.messages)
    answered = estimate(said)
    return {
        "prompt_tokens": asked,
        "completion_tokens": answered,
        "total_tokens": asked + answered,
    }


def head_json(kind: str) -> Json:
    """What each reply begins with; the chunks of a stream share it."""
    return {
        "id": f"chatcmpl-{uuid.uuid4().hex}",
        "object": kind,
        "created": int(time.time()),
        "model": MODEL,
    }


def completion_json(request: ChatRequest, answer: Answer, address: str) -> Json:
    """The whole reply to a request that wants no stream."""
    said = told(answer, address)
    message = {"role": "assistant", "content": said, "refusal": None}
    message |= findings_json(answer, address)
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    usage = usage_json(request, said)
    return head_json("chat.completion") | {"choices": [choice], "usage": usage}


def choice_json(delta: Json, finish_reason: str | None = None) -> Json:
    """What a chunk of a stream adds to its head."""
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
    return {"choices": [choice]}


def model_json() -> Json:
    """The one model there is."""
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}


def error_json(message: str, code: str, kind: str = "invalid_request_error") -> Json:
    """An error as OpenAI's clients read it."""
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}
