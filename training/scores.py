"""How good the network is, the gold passage given: token F1 and answerable or not."""

from collections.abc import Mapping, Sequence

import torch
from sklearn.metrics import roc_auc_score
from torch import nn

from evaluation.metrics import token_f1
from retrieval.span_network import SpanNetwork, pair_logits
from retrieval.spans import Reading
from training.batches import Pair, Tokens
from training.examples import Example

AT_ONCE = 32
Tests = Mapping[str, Sequence[tuple[Example, list[Pair]]]]  # by the name of the set


def score(
    network: SpanNetwork,
    embeddings: nn.Module,
    tokens: Tokens,
    tests: Sequence[tuple[Example, list[Pair]]],
) -> dict[str, float]:
    """Token F1 and exact spans of answerable questions, AUROC of the best span's margin.

    Returns:
        ``f1`` over the answerable questions, whether or not "no answer" scores higher;
        ``auroc`` of the margin over "no answer", NaN-free: left out where one class is missing.
    """
    network.eval()
    flat = [(i, pair) for i, (_, pairs) in enumerate(tests) for pair in pairs]
    flat.sort(key=lambda item: tokens.length(item[1]))
    best: dict[int, tuple[float, str]] = {}
    with torch.inference_mode():
        for at in range(0, len(flat), AT_ONCE):
            part = flat[at : at + AT_ONCE]
            inputs = [tokens.of(pair) for _, pair in part]
            with torch.autocast(network.ends.weight.device.type, torch.bfloat16):
                read = pair_logits(network, embeddings, inputs)
            for (i, pair), logits in zip(part, read, strict=True):
                spans = tokens.windows[pair.window].spans
                span = Reading(logits.float().cpu().numpy(), spans).best(0, len(pair.window.text))
                if i not in best or span.margin > best[i][0]:
                    best[i] = (span.margin, pair.window.text[span.start : span.end])
    answerable = [i for i in best if tests[i][0].is_answerable]
    f1 = [token_f1(best[i][1], tests[i][0].answers) or 0.0 for i in answerable]
    kinds = [tests[i][0].is_answerable for i in best]
    found = {"questions": float(len(best)), "f1": sum(f1) / (len(f1) or 1)}
    if len(set(kinds)) == 2:
        found["auroc"] = float(roc_auc_score(kinds, [best[i][0] for i in best]))
    return found
