"""Train the extractive reader on files in SQuAD's form.

Run from the repository's root: `python -m training.train FILE … --out FOLDER`. It runs on a
GPU where there is one, and goes on from the last checkpoint in FOLDER if interrupted. Every
``--folds``-th article is held out and scored after each epoch; of ``--whole`` files and of
``--drills`` none is.
"""

import argparse
import json
import random
import shlex
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file

from retrieval.e5_folder import E5_MODEL
from retrieval.embedding import Encoder
from retrieval.span_reader import WEIGHTS, packed
from training.batches import Pair, Tokens, Window, hard_negatives, pairs_of, windows_of
from training.card import CARD, model_card
from training.examples import Example, held_out, read_squad, swapped
from training.scores import Tests
from training.trainer import Recipe, Trainer

HARD_SHARE = 0.5  # of the answerable questions that meet a passage without answer, each epoch
SWAP_SHARE = 0.3  # of the answerable questions that get a twin with another name or number


def main() -> None:
    """Train, score after each epoch, and write the weights and their card."""
    arguments = _parser().parse_args()
    files = [*arguments.files, *arguments.whole, *arguments.drills]
    others, tests = split(arguments.files, arguments.fold, arguments.folds)
    others += [example for path in arguments.whole for example in read_squad(path)]
    drills = [example for path in arguments.drills for example in read_squad(path)]
    tests |= {path.stem: read_squad(path) for path in arguments.scored}
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(arguments.seed)
    chance = random.Random(arguments.seed)
    share = round(arguments.share * len(others))
    drawn = [drills + chance.sample(others, share) for _ in range(arguments.epochs)]
    recipe = Recipe(arguments.batch, arguments.rate, arguments.start, arguments.teacher)
    trainer = Trainer(Encoder(arguments.model), arguments.out, recipe)
    epochs, scored = plan(trainer.tokens, drawn, tests, arguments.hard, chance)
    for report in trainer.run(epochs, scored, chance):
        print(json.dumps(report), flush=True)
    weights = arguments.out / WEIGHTS.name
    save_file(packed(trainer.network.cpu().state_dict()), weights)
    command = shlex.join(["python", "-m", "training.train", *sys.argv[1:]])
    card = model_card(command, files, arguments.licences, tests, trainer.reports, weights)
    (arguments.out / CARD).write_text(card, encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--whole", type=Path, action="append", default=[], help="not held out of")
    parser.add_argument("--drills", type=Path, action="append", default=[], help="whole, always")
    parser.add_argument("--scored", type=Path, action="append", default=[], help="not trained on")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--fold", type=int, default=0, help="the one held out; -1: none")
    parser.add_argument("--start", type=Path, help="weights to go on from, in place of e5's layers")
    parser.add_argument("--teacher", type=Path, action="append", default=[], help="weights")
    parser.add_argument("--batch", type=int, default=Recipe.batch, help="pairs a step")
    parser.add_argument("--rate", type=float, default=Recipe.rate, help="highest learning rate")
    parser.add_argument("--hard", type=float, default=HARD_SHARE, help="share of hard negatives")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--share", type=float, default=1.0, help="of all but drills, each epoch")
    parser.add_argument("--licences", default="", help="of the data, for the model card")
    parser.add_argument("--model", default=E5_MODEL)
    return parser


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


def plan(
    tokens: Tokens,
    drawn: list[list[Example]],
    tests: dict[str, list[Example]],
    hard_share: float,
    chance: random.Random,
) -> tuple[list[list[Pair]], Tests]:
    """The pairs of each epoch and those of each scored question, their texts already read."""
    train = list(dict.fromkeys(example for epoch in drawn for example in epoch))
    every = [*train, *(example for examples in tests.values() for example in examples)]
    contexts = dict.fromkeys((example.title, example.context) for example in every)
    windows = windows_of(tokens.encoder, list(contexts))
    trained = {example.context for example in train}
    hard = hard_negatives(train, {c: found for c, found in windows.items() if c in trained})
    pairs = [epoch_pairs(epoch, windows, hard, hard_share, chance) for epoch in drawn]
    scored = {
        name: [(example, pairs_of(example, windows)) for example in examples]
        for name, examples in tests.items()
    }
    tokens.read(pair for epoch in pairs for pair in epoch)
    tokens.read(pair for each in scored.values() for _, found in each for pair in found)
    return pairs, scored


def epoch_pairs(
    train: list[Example],
    windows: dict[str, list[Window]],
    hard: dict[Example, list[Window]],
    hard_share: float,
    chance: random.Random,
) -> list[Pair]:
    """All questions with their passages, and some that the passage does not answer."""
    twins = swapped(train, SWAP_SHARE, chance)
    pairs = [pair for example in [*train, *twins] for pair in pairs_of(example, windows)]
    pairs += [
        Pair(example.question, chance.choice(hard[example]))
        for example in train
        if hard.get(example) and chance.random() < hard_share
    ]
    return pairs


if __name__ == "__main__":
    main()
