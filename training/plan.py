"""What each epoch reads: which questions, and which passages beside each."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training.batches import (
    Group,
    Pair,
    Tokens,
    Window,
    hard_negatives,
    pairs_of,
    windows_of,
)
from training.examples import Example, asked_of, held_out, read_squad, swapped
from training.scores import Scored, Tests

SWAP_SHARE = 0.3  # of the answerable questions that get a twin with another name or number


@dataclass(frozen=True)
class Hard:
    """The share of the questions that meet ``passages`` more, which do not answer."""

    share: float = 0.5
    passages: int = 1


def split(
    files: list[Path], fold: int, folds: int
) -> tuple[list[Example], dict[str, list[Example]]]:
    """The questions to train on, and of each file those of the articles that are held out."""
    train: list[Example] = []
    test: dict[str, list[Example]] = {}
    for path in files:
        examples = read_squad(path)
        out = held_out(examples, fold, folds) if fold >= 0 else set()
        train += [example for example in examples if example.article not in out]
        test[path.stem] = [example for example in examples if example.article in out]
    return train, test


def split_unseen(
    examples: list[Example], questions: Sequence[Path]
) -> tuple[list[Example], dict[str, list[Example]]]:
    """The questions to train on, and for each public set those of the articles that it asks of."""
    test: dict[str, list[Example]] = {}
    for path in questions:
        out = asked_of(examples, path)
        test[path.parent.name] = [example for example in examples if example.article in out]
        examples = [example for example in examples if example.article not in out]
    return examples, test


def draw(shares: Sequence[tuple[list[Example], float]], chance: random.Random) -> list[Example]:
    """Of each list of questions that share."""
    return [
        example
        for examples, share in shares
        for example in chance.sample(examples, round(share * len(examples)))
    ]


def plan(
    tokens: Tokens,
    drawn: list[list[Example]],
    tests: dict[str, list[Example]],
    hard: Hard,
    chance: random.Random,
) -> tuple[list[list[Group]], Tests]:
    """The pairs of each epoch and those of each scored question, their texts already read."""
    train = list(dict.fromkeys(example for epoch in drawn for example in epoch))
    every = [*train, *(example for examples in tests.values() for example in examples)]
    contexts = dict.fromkeys((example.title, example.context) for example in every)
    windows = windows_of(tokens.encoder, list(contexts))
    near = _near(train, windows)
    groups = [epoch_groups(epoch, windows, near, hard, chance) for epoch in drawn]
    scored = {name: scored_of(examples, windows) for name, examples in tests.items() if examples}
    tokens.read(pair for epoch in groups for group in epoch for pair in group)
    tokens.read(pair for each in scored.values() for test in each for pair in test.all_pairs)
    return groups, scored


def scored_of(examples: Sequence[Example], windows: dict[str, list[Window]]) -> list[Scored]:
    """The questions of a set with their own passages and others of the set."""
    near = _near(examples, windows)
    return [
        Scored(
            example,
            tuple(pairs),
            tuple(Pair(example.question, window) for window in near.get(example, ())),
        )
        for example in examples
        if (pairs := pairs_of(example, windows))
    ]


def _near(
    examples: Sequence[Example], windows: dict[str, list[Window]]
) -> dict[Example, list[Window]]:
    """Hard negatives among the passages of the examples."""
    return hard_negatives(examples, {e.context: windows[e.context] for e in examples})


def epoch_groups(
    train: list[Example],
    windows: dict[str, list[Window]],
    near: dict[Example, list[Window]],
    hard: Hard,
    chance: random.Random,
) -> list[Group]:
    """All questions with their passages, some beside others that do not answer."""
    twins = swapped(train, SWAP_SHARE, chance)
    groups: list[Group] = []
    for example in [*train, *twins]:
        pairs = pairs_of(example, windows)
        if near.get(example) and chance.random() < hard.share:
            found = chance.sample(near[example], min(hard.passages, len(near[example])))
            pairs += [Pair(example.question, window) for window in found]
        groups += [pairs] if example.is_answerable and pairs else [[pair] for pair in pairs]
    return groups
