"""Keeps what a language model wrote, so that its checks can be measured again without it."""

import hashlib
import json
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from langchain_core.messages import BaseMessage

from retrieval.errors import LanguageModelError
from retrieval.models import LanguageModel


@dataclass(frozen=True)
class Turn:
    """What a model wrote on a prompt; ``seconds`` are the clock's, ``cpu`` this process's."""

    text: str
    error: str
    seconds: float
    cpu: float


class Transcript:
    """Turns by prompt, in a JSONL file or, without one, in memory."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self.turns: dict[str, Turn] = {}
        if path and path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                prompt = row.pop("prompt")
                self.turns[prompt] = Turn(**row)

    def add(self, prompt: str, turn: Turn) -> None:
        """Keep a turn."""
        self.turns[prompt] = turn
        if self._path:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"prompt": prompt} | turn.__dict__) + "\n")


def key_of(messages: Sequence[BaseMessage]) -> str:
    """The digest of a prompt."""
    said = [[message.type, message.content] for message in messages]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@dataclass(frozen=True)
class Transcribed(LanguageModel):
    """A language model that is asked each prompt once."""

    transcript: Transcript

    @classmethod
    def of(cls, model: LanguageModel, transcript: Transcript) -> "Transcribed":
        """The same model with a transcript."""
        return cls(**model.__dict__, transcript=transcript)

    def stream(
        self, messages: Sequence[BaseMessage], timeout_seconds: float | None = None
    ) -> Generator[str, None, None]:
        """What the model writes, or what it wrote on that prompt before."""
        key = key_of(messages)
        if (turn := self.transcript.turns.get(key)) is None:
            yield from self._recorded(key, messages, timeout_seconds)
            return
        for word in turn.text.split(" "):
            yield f"{word} "
        if turn.error:
            raise LanguageModelError(turn.error)

    def _recorded(
        self, key: str, messages: Sequence[BaseMessage], timeout_seconds: float | None
    ) -> Generator[str, None, None]:
        started, cpu, text, error = time.perf_counter(), time.process_time(), "", ""
        try:
            for piece in super().stream(messages, timeout_seconds):
                text += piece
                yield piece
        except LanguageModelError as failure:
            error = str(failure)
            raise
        finally:
            seconds, used = time.perf_counter() - started, time.process_time() - cpu
            self.transcript.add(key, Turn(text, error, round(seconds, 1), round(used, 1)))
