"""What the encoder's lower layers make of questions and passages, read apart."""

from collections.abc import Sequence
from typing import cast

import torch
from torch import Tensor
from transformers import BertModel

from retrieval.embedding import Encoder, trimmed_span
from retrieval.spans import OUTSIDE

QUESTION_TOKENS = 48
PASSAGE_TOKENS = 256

TextStates = tuple[Tensor, list[tuple[int, int]]]


def network_of(encoder: Encoder) -> BertModel:
    """The encoder's network, which is of BERT's form where training makes sense."""
    return cast(BertModel, encoder.network)


def question_states(encoder: Encoder, lower: int, questions: Sequence[str]) -> list[TextStates]:
    """States of questions, shape ``(n_tokens, hidden)``, with the characters of the tokens."""
    texts = [encoder.query_prompt + question for question in questions]
    return _states(encoder, texts, lower, QUESTION_TOKENS)


def passage_states(
    encoder: Encoder, lower: int, passages: Sequence[tuple[str, str]]
) -> list[TextStates]:
    """The same of passages, given by what stands above them, such as a title, and their text.

    Tokens that are not of the text itself are ``OUTSIDE``.
    """
    heads = [f"{encoder.passage_prompt}{above}\n" for above, _ in passages]
    texts = [head + text for head, (_, text) in zip(heads, passages, strict=True)]
    read = _states(encoder, texts, lower, PASSAGE_TOKENS)
    return [
        (states, [_inside(span, len(head)) for span in spans])
        for head, (states, spans) in zip(heads, read, strict=True)
    ]


def _states(
    encoder: Encoder, texts: Sequence[str], lower: int, most_tokens: int
) -> list[TextStates]:
    network = network_of(encoder)
    encoded = encoder.tokenizer(
        list(texts),
        return_offsets_mapping=True,
        truncation=True,
        max_length=min(most_tokens, network.config.max_position_embeddings),
        padding=True,
        return_tensors="pt",
    )
    mask = encoded["attention_mask"].bool()
    with torch.inference_mode():
        states = _lower_states(network, lower, encoded["input_ids"], mask)
    spans = encoded["offset_mapping"].tolist()
    return [
        (states[row, :length], [trimmed_span(text, *span) for span in spans[row][:length]])
        for row, (text, length) in enumerate(zip(texts, mask.sum(dim=1).tolist(), strict=True))
    ]


def _lower_states(model: BertModel, layers: int, ids: Tensor, mask: Tensor) -> Tensor:
    states: Tensor = model.embeddings(input_ids=ids)
    for layer in model.encoder.layer[:layers]:
        states = layer(states, attention_mask=mask[:, None, None, :])
    return states


def _inside(span: tuple[int, int], head: int) -> tuple[int, int]:
    start, end = span[0] - head, span[1] - head
    return (max(start, 0), end) if end > max(start, 0) else OUTSIDE
