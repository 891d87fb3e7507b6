"""The training itself: steps, learning rate, checkpoints."""

import random
import time
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.optim.lr_scheduler import LambdaLR
from transformers import BertConfig, BertModel

from retrieval.embedding import Encoder
from retrieval.span_inputs import body_of
from retrieval.span_network import SpanNetwork, batch_logits
from retrieval.span_reader import unpacked
from training.batches import Group, Pair, Tokens, batches
from training.losses import Inputs, masked, rank_loss, span_loss, taught_loss
from training.scores import Tests, figures, judge

WARM_UP = 0.1  # share of the steps in which the learning rate rises
WEIGHT_DECAY = 0.01
MOST_GRADIENT = 1.0
REPORT_SECONDS = 20
CHECKPOINT_SECONDS = 120
CHECKPOINT = "checkpoint.pt"
TAUGHT = 0.9  # share of what the teachers say in what is learnt; the rest is the data's


@dataclass(frozen=True)
class Recipe:
    """How a network is trained.

    Attributes:
        batch: pairs a step.
        rate: the highest learning rate.
        dropout: share of the layers' output that is left out. Drawing it takes a fifth of a step
            on a CPU, and in a single epoch no pair comes twice.
        steps: at most so many, else all of all epochs.
        ranked: weight of which passage answers, beside where the answer stands.
        start: weights of a reader to go on from, in place of the encoder's layers.
        teachers: weights of readers whose mean is learnt besides the data (Hinton et al. 2015).
    """

    batch: int = 16
    rate: float = 1.5e-4
    dropout: float = 0.1
    steps: int | None = None
    ranked: float = 0.1
    start: Path | None = None
    teachers: Sequence[Path] = ()


class Trainer:
    """Trains a network that begins as the encoder's layers.

    Args:
        encoder: of BERT's form.
        folder: holds the checkpoint.
    """

    def __init__(self, encoder: Encoder, folder: Path, recipe: Recipe) -> None:
        self.tokens = Tokens(encoder)
        self._recipe = recipe
        self._body = body_of(encoder)
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        self._embeddings = self._body.embeddings.to(self._device)
        self._teachers = [self._network(weights).eval() for weights in recipe.teachers]
        self.network = self._network(recipe.start)
        self.reports: list[dict[str, float]] = []  # the scores after each epoch
        self._folder = folder
        self._optimizer = torch.optim.AdamW(
            self.network.parameters(), recipe.rate, weight_decay=WEIGHT_DECAY
        )

    def run(
        self, epochs: Sequence[list[Group]], tests: Tests, chance: random.Random
    ) -> Iterator[dict[str, float]]:
        """Train on each epoch's groups of pairs, and yield the scores on each test after it."""
        ordered = [batches(groups, self.tokens, self._recipe.batch, chance) for groups in epochs]
        steps = [batch for epoch in ordered for batch in epoch][: self._recipe.steps]
        last = list(enumerate(accumulate(map(len, ordered)), 1))
        # Of the epochs that --steps cuts off the first one counts, whose part is trained.
        ends = {min(end, len(steps)): epoch for epoch, end in reversed(last)}
        schedule = LambdaLR(self._optimizer, lambda step: _rate(step, len(steps)))
        first = self._resume(schedule)
        started = reported = saved = time.monotonic()
        for step, batch in enumerate(steps[first:], first + 1):
            loss = self._train(batch)
            schedule.step()
            now = time.monotonic()
            if now - reported > REPORT_SECONDS:
                reported = now
                left = (now - started) / (step - first) * (len(steps) - step)
                done = f"step {step}/{len(steps)}, loss {loss:.3f}"
                print(f"{done}, {left / 60:.0f} min left", flush=True)
            if step in ends:
                self.reports.append({"epoch": ends[step], **self._scores(tests)})
                yield self.reports[-1]
            if step in ends or now - saved > CHECKPOINT_SECONDS:
                saved = now
                self._save(step, schedule)

    def _network(self, weights: Path | None) -> SpanNetwork:
        return network_of(self._body, weights, self._recipe.dropout).to(self._device)

    def _scores(self, tests: Tests) -> dict[str, float]:
        return {
            f"{name} {figure}": value
            for name, test in tests.items()
            for figure, value in figures(
                judge(self.network, self._embeddings, self.tokens, test)
            ).items()
        }

    def _train(self, batch: Sequence[Pair]) -> Tensor:
        self.network.train()
        inputs = [self.tokens.of(pair) for pair in batch]
        logits = self._logits(self.network, inputs)
        loss = span_loss(logits, inputs, batch) + self._recipe.ranked * rank_loss(logits, batch)
        if self._teachers:
            with torch.no_grad():
                taught = [self._logits(teacher, inputs) for teacher in self._teachers]
            loss = TAUGHT * taught_loss(logits, taught) + (1 - TAUGHT) * loss
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), MOST_GRADIENT)
        self._optimizer.step()
        self._optimizer.zero_grad()
        return loss.detach()

    def _logits(self, network: SpanNetwork, inputs: Inputs) -> Tensor:
        with torch.autocast(self._device, torch.bfloat16):
            return masked(batch_logits(network, self._embeddings, inputs), inputs)

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


def network_of(body: BertModel, weights: Path | None, dropout: float = 0.0) -> SpanNetwork:
    """A network with the weights of a reader, or that begins as the encoder's layers."""
    network = SpanNetwork(_config(body, dropout))
    if weights:
        network.load_state_dict(unpacked(load_file(weights)))
    else:
        for layer, own in zip(network.layers, body.encoder.layer, strict=True):
            state = own.state_dict()
            layer.load_state_dict({name: value.float() for name, value in state.items()})
    return network


def _config(encoder: BertModel, dropout: float) -> BertConfig:
    """The encoder's form, without dropout in its attention.

    Drawing that takes longer on a CPU than all the rest of a step.
    """
    config = deepcopy(encoder.config)
    config.hidden_dropout_prob = dropout
    config.attention_probs_dropout_prob = 0.0
    return config


def _rate(step: int, steps: int) -> float:
    """Share of the learning rate: rises in the warm-up, then falls to 0."""
    return min((step + 1) / (WARM_UP * steps), (steps - step) / (steps * (1 - WARM_UP)))
