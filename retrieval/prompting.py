"""The messages that a language model gets: what fits of the passages, and the question."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from retrieval.citations import without_markers
from retrieval.injection import readable_spans
from retrieval.records import Passage
from retrieval.sentences import sentence_spans

ANSWER_TOKENS = 400  # of the context, kept for the answer
TEMPLATE_TOKENS = 64  # of the context, for what the model's chat template adds
MOST_PASSAGES = 8
_PLACEHOLDER = re.compile(r"\{(passages|question|history)\}")
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class ShownPassage:
    """A passage as the model sees it: without what is addressed to a model."""

    passage: Passage

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """The readable sentences, as spans of the passage's text."""
        return readable_spans(self.passage.chunk.text, self.passage.source.language)

    @cached_property
    def text(self) -> str:
        """The readable sentences, each line of the passage a line."""
        text = self.passage.chunk.text
        parts = []
        for n, (start, end) in enumerate(self.spans):
            if n:
                parts.append("\n" if "\n" in text[self.spans[n - 1][1] : start] else " ")
            parts.append(text[start:end])
        return "".join(parts)

    @property
    def title(self) -> str:
        """The document's title, if it is addressed to people."""
        return _readable(self.passage.source.title)

    @property
    def heading(self) -> str:
        """The headings above the passage, if they are addressed to people."""
        return _readable(self.passage.chunk.heading)

    def runs(self, count: int) -> list[tuple[int, int]]:
        """Spans of so many sentences in a row, none of which is addressed to a model."""
        text, language = self.passage.chunk.text, self.passage.source.language
        spans = sentence_spans(text, language)
        return [
            (run[0][0], run[-1][1])
            for run in (spans[n : n + count] for n in range(len(spans) - count + 1))
            if all(span in self.spans for span in run)
        ]


@cache
def sections() -> dict[str, str]:
    """The parts of prompt.md by their titles."""
    text = files("retrieval").joinpath("prompt.md").read_text(encoding="utf-8")
    _, *parts = _TITLE.split(text)
    return {title: body.strip() for title, body in zip(parts[::2], parts[1::2], strict=True)}


def answer_messages(
    question: str,
    passages: Sequence[Passage],
    count_tokens: Callable[[str], int],
    context_tokens: int,
) -> tuple[list[BaseMessage], list[ShownPassage]]:
    """The messages, and the numbered passages in them, from 1; none if not even one fits.

    Args:
        passages: the best first; those that fit no more are left out.
        context_tokens: of the model, for prompt and answer together.
    """
    system, frame = sections()["Answer"], sections()["Passages"]
    bare = count_tokens(f"{system}\n{_filled(frame, question=question, passages='')}")
    left = context_tokens - ANSWER_TOKENS - TEMPLATE_TOKENS - bare
    sources: list[ShownPassage] = []
    blocks: list[str] = []
    for passage in passages[:MOST_PASSAGES]:
        source = ShownPassage(passage)
        block = _block(len(sources) + 1, source)
        tokens = count_tokens(block)
        if source.text and tokens <= left:
            left -= tokens
            sources.append(source)
            blocks.append(block)
    content = _filled(frame, question=question, passages="\n\n".join(blocks))
    return [SystemMessage(system), HumanMessage(content)], sources


def follow_up_messages(question: str, history: Sequence[str]) -> list[BaseMessage]:
    """The messages that ask to rewrite a follow-up question.

    Args:
        history: the earlier questions, oldest first.
    """
    earlier = "\n".join(f"- {' '.join(turn.split())}" for turn in history)
    return [HumanMessage(_filled(sections()["Follow-up"], question=question, history=earlier))]


def _block(number: int, source: ShownPassage) -> str:
    title = without_markers(source.title).replace('"', "'")
    return (
        f'<passage number="{number}" title="{title}">\n'
        f"[{number}] {without_markers(source.text)}\n</passage>"
    )


def _readable(line: str) -> str:
    return line if len(readable_spans(line)) == len(sentence_spans(line)) else ""


def _filled(template: str, **values: str) -> str:
    """A template with its values, in one go: a document may hold a placeholder itself."""
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), template)
