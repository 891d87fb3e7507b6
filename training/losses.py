"""What training lowers: how far the network is from the answer, and from its teachers."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from retrieval.span_inputs import TextTokens
from retrieval.spans import OUTSIDE
from training.batches import Pair

Inputs = Sequence[tuple[TextTokens, TextTokens]]  # the tokens of each pair


def masked(logits: Tensor, inputs: Inputs) -> Tensor:
    """Logits in float32, those of tokens that cannot be of an answer at minus infinity.

    Args:
        logits: shape ``(n_pairs, n_tokens, 2)``, of :func:`retrieval.span_network.batch_logits`;
            place 0 is "no answer".
    """
    outside = torch.ones(logits.shape[:2], dtype=torch.bool)
    outside[:, 0] = False
    for row, (question, passage) in enumerate(inputs):
        asked = len(question.ids)
        outside[row, asked : asked + len(passage.ids)] = torch.tensor(
            [span == OUTSIDE for span in passage.spans]
        )
    return logits.float().masked_fill(outside.to(logits.device)[:, :, None], float("-inf"))


def span_loss(logits: Tensor, inputs: Inputs, batch: Sequence[Pair]) -> Tensor:
    """Cross-entropy of the answer's first and last token, their mean.

    Args:
        logits: of :func:`masked`.
    """
    targets = torch.zeros((len(batch), 2), dtype=torch.long)
    for row, ((question, passage), pair) in enumerate(zip(inputs, batch, strict=True)):
        if places := answer_tokens(passage.spans, pair):
            targets[row] = torch.tensor([places[0], places[-1]]) + len(question.ids)
    return nn.functional.cross_entropy(logits, targets.to(logits.device))


def rank_loss(logits: Tensor, batch: Sequence[Pair]) -> Tensor:
    """Cross-entropy of which passage answers, among those of a batch that one question meets.

    A passage's score is the lead of all its spans over "no answer", so that leads can be
    compared across passages, as the product does (after Clark and Gardner 2018). 0 where no
    question of the batch meets both a passage with its answer and one without.

    Args:
        logits: of :func:`masked`.
    """
    leads = (logits[:, 1:].logsumexp(dim=1) - logits[:, 0]).sum(dim=1)
    losses = []
    for row, pair in enumerate(batch):
        others = [n for n, other in enumerate(batch) if _misses(other, pair)]
        if pair.end and others:
            losses.append(-torch.log_softmax(leads[[row, *others]], dim=0)[0])
    return torch.stack(losses).mean() if losses else leads.new_zeros(())


def _misses(pair: Pair, asked: Pair) -> bool:
    """Whether a pair is of the same question and has no answer."""
    return pair.question == asked.question and not pair.end


def taught_loss(logits: Tensor, taught: Sequence[Tensor]) -> Tensor:
    """Cross-entropy with the mean of what teachers say of the same pairs (Hinton et al. 2015).

    Args:
        logits: of :func:`masked`, as are those of each teacher.
    """
    expected = torch.stack([torch.softmax(each, dim=1) for each in taught]).mean(dim=0)
    said = torch.log_softmax(logits, dim=1)
    # Minus infinity times the nothing that is expected there would be no number.
    return -(expected * said.masked_fill(expected == 0, 0)).sum(dim=1).mean()


def answer_tokens(spans: Sequence[tuple[int, int]], pair: Pair) -> list[int]:
    """The tokens of the passage that are the answer; none without one.

    Args:
        spans: each token's characters in the window's text.
    """
    return [
        place
        for place, (start, end) in enumerate(spans)
        if (start, end) != OUTSIDE and start < pair.end and end > pair.start
    ]
