"""What the trained reader is fed: the tokens of questions and of passages, with their prompts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from retrieval.embedding import Encoder
from retrieval.spans import OUTSIDE

if TYPE_CHECKING:
    from transformers import BertModel

QUESTION_TOKENS = 48  # more are cut
PASSAGE_TOKENS = 256  # what stands above the passage and the prompt among them


@dataclass(frozen=True)
class TextTokens:
    """Token ids of a text, with the characters of each; ``OUTSIDE`` where it is not of the text."""

    ids: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]


def body_of(encoder: Encoder) -> "BertModel":
    """The encoder's network, which is of BERT's form where a reader was trained for it."""
    return cast("BertModel", encoder.network)


def question_tokens(encoder: Encoder, questions: Sequence[str]) -> list[TextTokens]:
    """The tokens of questions behind the encoder's prompt."""
    read = encoder.tokens([encoder.query_prompt + text for text in questions], QUESTION_TOKENS)
    return [_after(len(encoder.query_prompt), ids, spans) for ids, spans in read]


def passage_tokens(encoder: Encoder, passages: Sequence[tuple[str, str]]) -> list[TextTokens]:
    """The tokens of passages, given by what stands above them, such as a title, and their text.

    They have no start mark: a question goes before them.
    """
    heads = [f"{encoder.passage_prompt}{above}\n" for above, _ in passages]
    texts = [head + text for head, (_, text) in zip(heads, passages, strict=True)]
    places: int = body_of(encoder).config.max_position_embeddings
    read = encoder.tokens(texts, min(PASSAGE_TOKENS, places - QUESTION_TOKENS))
    return [
        _after(len(head), ids[1:], spans[1:])
        for head, (ids, spans) in zip(heads, read, strict=True)
    ]


def _after(head: int, ids: Sequence[int], spans: Sequence[tuple[int, int]]) -> TextTokens:
    """Tokens whose characters count from behind a head."""
    inside = tuple(
        (max(start - head, 0), end - head) if end - head > max(start - head, 0) else OUTSIDE
        for start, end in spans
    )
    return TextTokens(tuple(ids), inside)
