"""What each epoch reads: which questions, and which passages beside each."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from training.batches import (
    Group,
    Pair,
    Tokens,
    Window,
    hard_negatives,
    may_answer,
    pairs_of,
    windows_of,
)
from training.examples import Example, swapped
from training.scores import Scored, Tests

SWAP_SHARE = 0.3  # of the answerable questions that get a twin with another name or number


@dataclass(frozen=True)
class Hard:
    """What questions meet besides their own passage, and what does not answer them.

    Attributes:
        share: of the questions that meet others which share their words.
        passages: how many of these.
        strange: share of the questions that meet any other passage, mostly on another subject
            and often in another language, as in a library that is not about what is asked.
    """

    share: float = 0.5
    passages: int = 1
    strange: float = 0.3


@dataclass(frozen=True)
class Source:
    """Questions of one kind.

    Attributes:
        share: of the questions that an epoch reads; 2 reads all of them twice.
    """

    examples: Sequence[Example]
    share: float = 1.0
    hard: Hard = Hard()

    def draw(self, chance: random.Random) -> list[Example]:
        """The questions of an epoch."""
        whole, part = divmod(self.share, 1)
        rest = chance.sample(self.examples, round(part * len(self.examples)))
        return [*self.examples] * int(whole) + rest


def plan(
    tokens: Tokens,
    epochs: Sequence[Sequence[Source]],
    tests: dict[str, list[Example]],
    chance: random.Random,
) -> tuple[list[list[Group]], Tests]:
    """The pairs of each epoch and those of each scored question, their texts already read."""
    drawn = [[(source.hard, source.draw(chance)) for source in epoch] for epoch in epochs]
    train = list(dict.fromkeys(e for epoch in drawn for _, examples in epoch for e in examples))
    every = [*train, *(example for examples in tests.values() for example in examples)]
    contexts = dict.fromkeys((example.title, example.context) for example in every)
    windows = windows_of(tokens.encoder, list(contexts))
    # Nothing of the articles that are held out is met, not even as what does not answer.
    own = {example.context: windows[example.context] for example in train}
    near = hard_negatives(train, own)
    groups = [
        [
            group
            for hard, examples in epoch
            for group in epoch_groups(examples, own, near, hard, chance)
        ]
        for epoch in drawn
    ]
    scored = {name: scored_of(examples, windows) for name, examples in tests.items() if examples}
    tokens.read(pair for epoch in groups for group in epoch for pair in group)
    tokens.read(pair for each in scored.values() for test in each for pair in test.all_pairs)
    return groups, scored


def scored_of(examples: Sequence[Example], windows: dict[str, list[Window]]) -> list[Scored]:
    """The questions of a set with their own passages and others of the set."""
    near = hard_negatives(examples, {e.context: windows[e.context] for e in examples})
    return [
        Scored(
            example,
            tuple(pairs),
            tuple(Pair(example.question, window) for window in near.get(example, ())),
        )
        for example in examples
        if (pairs := pairs_of(example, windows))
    ]


def epoch_groups(
    train: list[Example],
    windows: dict[str, list[Window]],
    near: dict[Example, list[Window]],
    hard: Hard,
    chance: random.Random,
) -> list[Group]:
    """All questions with their passages, some beside others that do not answer.

    Args:
        windows: of all passages that may be met.
    """
    twins = swapped(train, SWAP_SHARE, chance)
    pool = [window for each in windows.values() for window in each]
    groups: list[Group] = []
    for example in [*train, *twins]:
        pairs = pairs_of(example, windows)
        others: list[Window] = []
        if near.get(example) and chance.random() < hard.share:
            others = chance.sample(near[example], min(hard.passages, len(near[example])))
        if chance.random() < hard.strange:
            other = chance.choice(pool)
            if not may_answer(other, example, windows):
                others.append(other)
        pairs += [Pair(example.question, window) for window in others]
        groups += [pairs] if example.is_answerable and pairs else [[pair] for pair in pairs]
    return groups
