"""The training itself: steps, learning rate, checkpoints."""

import random
import time
from collections.abc import Iterator, Sequence
from copy import deepcopy
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.optim.lr_scheduler import LambdaLR
from transformers import BertConfig, BertModel

from retrieval.embedding import Encoder
from retrieval.span_inputs import body_of
from retrieval.span_network import SpanNetwork, pair_logits
from retrieval.span_reader import unpacked
from retrieval.spans import OUTSIDE
from training.batches import Pair, Tokens, batches
from training.scores import Tests, score

BATCH = 16
LEARNING_RATE = 1.5e-4
WARM_UP = 0.1  # share of the steps in which the learning rate rises
WEIGHT_DECAY = 0.01
MOST_GRADIENT = 1.0
REPORT_STEPS = 10
CHECKPOINT_STEPS = 50
CHECKPOINT = "checkpoint.pt"


class Trainer:
    """Trains a network that begins as the encoder's layers.

    Args:
        encoder: of BERT's form.
        folder: holds the checkpoint.
        start: weights of a reader to go on from, in place of the encoder's layers.
    """

    def __init__(self, encoder: Encoder, folder: Path, start: Path | None = None) -> None:
        self.tokens = Tokens(encoder)
        self._body = body_of(encoder)
        self.network = SpanNetwork(_config(self._body))
        if start:
            self.network.load_state_dict(unpacked(load_file(start)))
        else:
            self._begin_as_encoder()
        self.network.to("cuda" if torch.cuda.is_available() else "cpu")
        self.reports: list[dict[str, float]] = []  # the scores after each epoch
        self._folder = folder
        self._optimizer = torch.optim.AdamW(
            self.network.parameters(), LEARNING_RATE, weight_decay=WEIGHT_DECAY
        )

    def run(
        self, epochs: Sequence[list[Pair]], tests: Tests, chance: random.Random
    ) -> Iterator[dict[str, float]]:
        """Train on each epoch's pairs, and yield the scores on each test after it."""
        ordered = [batches(pairs, self.tokens, BATCH, chance) for pairs in epochs]
        ends = {sum(map(len, ordered[: n + 1])): n + 1 for n in range(len(ordered))}
        steps = [batch for epoch in ordered for batch in epoch]
        schedule = LambdaLR(self._optimizer, lambda step: _rate(step, len(steps)))
        first = self._resume(schedule)
        started = time.monotonic()
        for step, batch in enumerate(steps[first:], first + 1):
            loss = self._train(batch)
            schedule.step()
            if step % REPORT_STEPS == 0:
                left = (time.monotonic() - started) / (step - first) * (len(steps) - step)
                print(
                    f"step {step}/{len(steps)}, loss {loss:.3f}, {left / 60:.0f} min left",
                    flush=True,
                )
            if step in ends:
                self.reports.append({"epoch": ends[step], **self._scores(tests)})
                yield self.reports[-1]
            if step % CHECKPOINT_STEPS == 0 or step in ends:
                self._save(step, schedule)

    def _begin_as_encoder(self) -> None:
        for layer, own in zip(self.network.layers, self._body.encoder.layer, strict=True):
            layer.load_state_dict({name: value.float() for name, value in own.state_dict().items()})

    def _scores(self, tests: Tests) -> dict[str, float]:
        return {
            f"{name} {figure}": value
            for name, test in tests.items()
            if test
            for figure, value in score(
                self.network, self._body.embeddings, self.tokens, test
            ).items()
        }

    def _train(self, batch: Sequence[Pair]) -> float:
        self.network.train()
        inputs = [self.tokens.of(pair) for pair in batch]
        device = self.network.ends.weight.device.type
        with torch.autocast(device, torch.bfloat16):
            logits = pair_logits(self.network, self._body.embeddings, inputs)
        losses = [
            span_loss(each, self.tokens.windows[pair.window].spans, pair)
            for each, pair in zip(logits, batch, strict=True)
        ]
        total = torch.stack(losses).mean()
        total.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), MOST_GRADIENT)
        self._optimizer.step()
        self._optimizer.zero_grad()
        return float(total.detach())

    def _save(self, step: int, schedule: LambdaLR) -> None:
        # Written beside the old one, which an interruption must not damage.
        part = self._folder / f"{CHECKPOINT}.part"
        state = {
            "step": step,
            "network": self.network.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "schedule": schedule.state_dict(),
            "reports": self.reports,
        }
        torch.save(state, part)
        part.replace(self._folder / CHECKPOINT)

    def _resume(self, schedule: LambdaLR) -> int:
        path = self._folder / CHECKPOINT
        if not path.is_file():
            return 0
        saved = torch.load(path, weights_only=True)
        self.network.load_state_dict(saved["network"])
        self._optimizer.load_state_dict(saved["optimizer"])
        schedule.load_state_dict(saved["schedule"])
        self.reports = saved["reports"]
        return int(saved["step"])


def _config(encoder: BertModel) -> BertConfig:
    """The encoder's form, with an attention that is quick to train on a CPU.

    Drawing the attention's dropout takes longer there than all the rest of a step.
    """
    config = deepcopy(encoder.config)
    config.attention_probs_dropout_prob = 0.0
    config._attn_implementation = "eager"
    return config


def _rate(step: int, steps: int) -> float:
    """Share of the learning rate: rises in the warm-up, then falls to 0."""
    return min((step + 1) / (WARM_UP * steps), (steps - step) / (steps * (1 - WARM_UP)))


def span_loss(logits: Tensor, spans: Sequence[tuple[int, int]], pair: Pair) -> Tensor:
    """Cross-entropy of the first and the last token, their mean; row 0 is "no answer".

    Args:
        logits: shape ``(1 + n_tokens, 2)``.
        spans: each token's characters in the window's text.
    """
    outside = torch.tensor([False, *(span == OUTSIDE for span in spans)], device=logits.device)
    target = torch.tensor(answer_rows(spans, pair), device=logits.device)
    masked = logits.float().masked_fill(outside[:, None], float("-inf"))
    return nn.functional.cross_entropy(masked.T, target)


def answer_rows(spans: Sequence[tuple[int, int]], pair: Pair) -> list[int]:
    """Rows of the logits that are the answer's first and last token; 0 and 0 without one."""
    inside = [
        row
        for row, (start, end) in enumerate(spans, 1)
        if (start, end) != OUTSIDE and start < pair.end and end > pair.start
    ]
    return [inside[0], inside[-1]] if inside else [0, 0]
