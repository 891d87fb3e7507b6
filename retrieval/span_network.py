"""The network of the trained reader: the encoder's word embeddings below, layers of its own above.

The embeddings, five sixths of the encoder's numbers, are not trained: one copy in memory
serves both. Question and passage follow each other with the encoder's prompts, and are told
apart by an embedding of their side.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from transformers.models.bert.modeling_bert import BertLayer

from retrieval.span_inputs import TextTokens

if TYPE_CHECKING:
    from transformers import BertConfig


class SpanNetwork(nn.Module):
    """Layers that read a question before a passage, and score the ends of answers.

    Args:
        config: of the encoder, whose layers these have the form of.
    """

    def __init__(self, config: "BertConfig") -> None:
        super().__init__()
        self.side = nn.Embedding(2, config.hidden_size)
        nn.init.zeros_(self.side.weight)  # noise here would drown what the layers know
        self.layers = nn.ModuleList(
            BertLayer(config)  # type: ignore[no-untyped-call]
            for _ in range(config.num_hidden_layers)
        )
        self.ends = nn.Linear(config.hidden_size, 2)

    def forward(self, embedded: Tensor, sides: Tensor, mask: Tensor) -> Tensor:
        """Logits of a span's first and last token, shape ``(n_pairs, n_tokens, 2)``.

        The first token, the question's start mark, stands for "no answer here".

        Args:
            embedded: shape ``(n_pairs, n_tokens, hidden)``.
            sides: 0 for tokens of the question, 1 of the passage; ``(n_pairs, n_tokens)``.
            mask: true where a token is no padding, of the same shape.
        """
        states = embedded.to(self.side.weight.dtype) + self.side(sides)
        for layer in self.layers:
            states = layer(states, attention_mask=mask[:, None, None, :])
        logits: Tensor = self.ends(states)
        return logits


def pair_logits(
    network: SpanNetwork, embeddings: nn.Module, pairs: Sequence[tuple[TextTokens, TextTokens]]
) -> list[Tensor]:
    """Logits of each pair, shape ``(1 + passage tokens, 2)``; row 0 stands for "no answer".

    Args:
        embeddings: the encoder's, which turn token ids into vectors, on the network's device.
        pairs: the tokens of a question and of a passage.
    """
    logits = batch_logits(network, embeddings, pairs)
    found = []
    for row, (question, passage) in zip(logits, pairs, strict=True):
        asked = len(question.ids)
        found.append(torch.cat([row[:1], row[asked : asked + len(passage.ids)]]))
    return found


def batch_logits(
    network: SpanNetwork, embeddings: nn.Module, pairs: Sequence[tuple[TextTokens, TextTokens]]
) -> Tensor:
    """Logits of the padded pairs, shape ``(n_pairs, n_tokens, 2)``: question, passage, padding."""
    device = network.ends.weight.device
    ids, sides, mask = (each.to(device) for each in _padded(pairs))
    with torch.no_grad():
        embedded = embeddings(input_ids=ids)
    logits: Tensor = network(embedded, sides, mask)
    return logits


def _padded(pairs: Sequence[tuple[TextTokens, TextTokens]]) -> tuple[Tensor, Tensor, Tensor]:
    """Token ids, sides and mask, each of shape ``(n_pairs, n_tokens)``."""
    lengths = [(len(question.ids), len(passage.ids)) for question, passage in pairs]
    shape = (len(pairs), max(map(sum, lengths)))
    ids = torch.zeros(shape, dtype=torch.long)
    sides = torch.zeros(shape, dtype=torch.long)
    mask = torch.zeros(shape, dtype=torch.bool)
    for row, ((question, passage), (asked, read)) in enumerate(zip(pairs, lengths, strict=True)):
        ids[row, : asked + read] = torch.tensor([*question.ids, *passage.ids])
        sides[row, asked:] = 1
        mask[row, : asked + read] = True
    return ids, sides, mask
