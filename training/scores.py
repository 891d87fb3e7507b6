"""How good the network is, the gold passage given: token F1 and answerable or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

import torch
from sklearn.metrics import roc_auc_score
from torch import nn

from evaluation.metrics import token_f1
from retrieval.span_network import SpanNetwork, pair_logits
from retrieval.spans import Reading
from training.batches import Pair, Tokens
from training.examples import Example

AT_ONCE = 32


@dataclass(frozen=True)
class Scored:
    """A question with its own passage's windows, and windows like it that do not answer."""

    example: Example
    pairs: tuple[Pair, ...]
    others: tuple[Pair, ...]

    @property
    def all_pairs(self) -> tuple[Pair, ...]:
        return self.pairs + self.others


Tests = Mapping[str, Sequence[Scored]]  # by the name of the set


def score(
    network: SpanNetwork, embeddings: nn.Module, tokens: Tokens, tests: Sequence[Scored]
) -> dict[str, float]:
    """How well a network reads, each figure left out where nothing can tell it.

    Returns:
        ``f1``, token F1 of the answerable questions, whether or not "no answer" scores higher;
        ``auroc`` of the best span's margin over "no answer", for answerable or not; ``asked``,
        the same of the largest margin among all passages that the question meets; ``first``,
        the share of the answerable questions whose own passage has a larger margin than all the
        others that they meet.
    """
    wanted = list(dict.fromkeys(pair for test in tests for pair in test.all_pairs))
    found = _best_spans(network, embeddings, tokens, wanted)
    answerable = [test for test in tests if test.example.is_answerable]
    best = {test: max((found[pair] for pair in test.pairs), key=itemgetter(0)) for test in tests}
    f1 = [token_f1(best[test][1], test.example.answers) or 0.0 for test in answerable]
    figures = {"questions": float(len(tests)), "f1": sum(f1) / (len(f1) or 1)}
    kinds = [test.example.is_answerable for test in tests]
    if len(set(kinds)) == 2:
        figures["auroc"] = float(roc_auc_score(kinds, [best[test][0] for test in tests]))
        largest = [max(found[pair][0] for pair in test.all_pairs) for test in tests]
        figures["asked"] = float(roc_auc_score(kinds, largest))
    first = [
        best[test][0] > max(found[pair][0] for pair in test.others)
        for test in answerable
        if test.others
    ]
    if first:
        figures["first"] = sum(first) / len(first)
    return figures


def _best_spans(
    network: SpanNetwork, embeddings: nn.Module, tokens: Tokens, pairs: Sequence[Pair]
) -> dict[Pair, tuple[float, str]]:
    """The best span of each pair: its margin and its words."""
    network.eval()
    ordered = sorted(pairs, key=tokens.length)
    best = {}
    with torch.inference_mode():
        for at in range(0, len(ordered), AT_ONCE):
            part = ordered[at : at + AT_ONCE]
            inputs = [tokens.of(pair) for pair in part]
            with torch.autocast(network.ends.weight.device.type, torch.bfloat16):
                read = pair_logits(network, embeddings, inputs)
            for pair, logits in zip(part, read, strict=True):
                text, spans = pair.window.text, tokens.windows[pair.window].spans
                span = Reading(logits.float().cpu().numpy(), spans).best(0, len(text))
                best[pair] = (span.margin, text[span.start : span.end])
    return best
