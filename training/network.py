"""The network that reads a passage for a question: the encoder's own layers below, ours above.

The encoder's lower layers read question and passage apart, so that a passage's states serve
every question; layers of our own then read both together. Source: Cao et al. 2020, "DeFormer:
Decomposing Pre-trained Transformers for Faster Question Answering".
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from transformers.models.bert.modeling_bert import BertLayer

if TYPE_CHECKING:
    from transformers import BertConfig


class SpanNetwork(nn.Module):
    """Upper layers that read a question's states before a passage's, and score answer spans.

    Args:
        config: of the encoder, whose upper layers these take the place of.
        lower: layers of the encoder below them.
    """

    def __init__(self, config: "BertConfig", lower: int) -> None:
        super().__init__()
        self.lower = lower
        self.side = nn.Embedding(2, config.hidden_size)
        self.layers = nn.ModuleList(
            BertLayer(config)  # type: ignore[no-untyped-call]
            for _ in range(config.num_hidden_layers - lower)
        )
        self.ends = nn.Linear(config.hidden_size, 2)

    def forward(self, states: Tensor, sides: Tensor, mask: Tensor) -> Tensor:
        """Logits of a span's first and last token, shape ``(n_pairs, n_tokens, 2)``.

        The first token, the question's start mark, stands for "no answer here".

        Args:
            states: shape ``(n_pairs, n_tokens, hidden)``.
            sides: 0 for tokens of the question, 1 of the passage; ``(n_pairs, n_tokens)``.
            mask: true where a token is no padding, of the same shape.
        """
        states = states + self.side(sides)
        for layer in self.layers:
            states = layer(states, attention_mask=mask[:, None, None, :])
        logits: Tensor = self.ends(states)
        return logits


def pair_logits(network: SpanNetwork, pairs: Sequence[tuple[Tensor, Tensor]]) -> list[Tensor]:
    """Logits of each pair, shape ``(1 + passage tokens, 2)``; row 0 stands for "no answer".

    Args:
        pairs: lower states of a question and of a passage, each ``(n_tokens, hidden)``.
    """
    lengths = [(len(question), len(passage)) for question, passage in pairs]
    shape = (len(pairs), max(map(sum, lengths)))
    states = torch.zeros(*shape, pairs[0][0].shape[1])
    sides = torch.zeros(*shape, dtype=torch.long)
    mask = torch.zeros(*shape, dtype=torch.bool)
    for row, ((question, passage), (asked, read)) in enumerate(zip(pairs, lengths, strict=True)):
        states[row, :asked] = question
        states[row, asked : asked + read] = passage
        sides[row, asked:] = 1
        mask[row, : asked + read] = True
    device = network.ends.weight.device
    logits = network(states.to(device), sides.to(device), mask.to(device))
    return [
        torch.cat([logits[row, :1], logits[row, asked : asked + read]])
        for row, (asked, read) in enumerate(lengths)
    ]
