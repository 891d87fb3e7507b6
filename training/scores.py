"""How good the network is, the gold passage given: token F1 and answerable or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np
import torch
from torch import nn

from evaluation.metrics import Term, auroc, share, token_f1
from evaluation.statistics import Interval, auroc_interval, ratio_intervals, resample_counts
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


@dataclass(frozen=True)
class Judged:
    """What a network says of a question.

    Attributes:
        f1: token F1 of its best words, whether or not "no answer" scores higher.
        margin: of those words over "no answer".
        others: the largest margin in what else the question meets; None where it meets nothing.
    """

    is_answerable: bool
    f1: float
    margin: float
    others: float | None

    @property
    def largest(self) -> float:
        """The largest margin in all that the question meets."""
        return self.margin if self.others is None else max(self.margin, self.others)

    @property
    def f1_term(self) -> Term:
        """What the question adds to the mean token F1."""
        return (self.f1, 1.0) if self.is_answerable else (0.0, 0.0)

    @property
    def first_term(self) -> Term:
        """What it adds to the share whose own passage comes first."""
        if not self.is_answerable or self.others is None:
            return (0.0, 0.0)
        return (float(self.margin > self.others), 1.0)


def judge(
    network: SpanNetwork, embeddings: nn.Module, tokens: Tokens, tests: Sequence[Scored]
) -> list[Judged]:
    """What a network says of each question."""
    wanted = list(dict.fromkeys(pair for test in tests for pair in test.all_pairs))
    found = _best_spans(network, embeddings, tokens, wanted)
    judged = []
    for test in tests:
        margin, words = max((found[pair] for pair in test.pairs), key=itemgetter(0))
        others = max((found[pair][0] for pair in test.others), default=None)
        f1 = token_f1(words, test.example.answers) or 0.0
        judged.append(Judged(test.example.is_answerable, f1, margin, others))
    return judged


def figures(judged: Sequence[Judged]) -> dict[str, float]:
    """How well a network reads, each figure left out where nothing can tell it.

    Returns:
        ``f1``, token F1 of the answerable questions; ``auroc`` of the margin, for answerable or
        not; ``asked``, the same of the largest margin in all that a question meets; ``first``,
        the share of the answerable questions whose own passage has a larger margin than all the
        others that they meet.
    """
    values = {
        "questions": float(len(judged)),
        "f1": share(each.f1_term for each in judged),
        "auroc": _auroc(judged, [each.margin for each in judged]),
        "asked": _auroc(judged, [each.largest for each in judged]),
        "first": share(each.first_term for each in judged),
    }
    return {name: value for name, value in values.items() if value is not None}


def intervals(judged: Sequence[Judged]) -> dict[str, Interval]:
    """The 95 % intervals of the figures, by resampling the questions."""
    counts = resample_counts(len(judged))
    terms = np.array([[each.f1_term, each.first_term] for each in judged])
    f1, first = ratio_intervals(terms[:, :, 0], terms[:, :, 1], counts)
    kinds = np.array([each.is_answerable for each in judged])
    margins = np.array([[each.margin, each.largest] for each in judged])
    own, asked = (auroc_interval(column, kinds, counts) for column in margins.T)
    return {"f1": f1, "auroc": own, "asked": asked, "first": first}


def _auroc(judged: Sequence[Judged], margins: Sequence[float]) -> float | None:
    pairs = list(zip(judged, margins, strict=True))
    positive = [margin for each, margin in pairs if each.is_answerable]
    return auroc(positive, [margin for each, margin in pairs if not each.is_answerable])


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
