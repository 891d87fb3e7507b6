"""Train the extractive reader on files in SQuAD's form.

Run from the repository's root: `python -m training.train FILE … --out FOLDER`. It runs on a
GPU where there is one, and goes on from the last checkpoint in FOLDER if interrupted. An epoch
reads each file once, or so often as FILE=SHARE says: 0.1 of its questions, or 2 times all of them.
Every ``--folds``-th article is held out and scored after each epoch; none of ``--drills`` and
``--dossiers``. Each question of the latter meets other passages as well.
"""

import argparse
import json
import random
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from retrieval.e5_folder import E5_MODEL
from retrieval.embedding import Encoder
from retrieval.span_reader import WEIGHTS, packed
from training.card import CARD, model_card
from training.examples import Example, read_squad, split
from training.plan import Hard, Source, plan
from training.recurring import recurring_questions
from training.trainer import Recipe, Trainer


@dataclass(frozen=True)
class Given:
    """A file of the command, and how much of it an epoch reads."""

    path: Path
    share: float = 1.0


def main() -> None:
    """Train, score after each epoch, and write the weights and their card."""
    arguments = _parser().parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(arguments.seed)
    chance = random.Random(arguments.seed)
    sources, tests = _sources(arguments)
    epochs = [sources] * arguments.epochs
    if arguments.recurring:
        texts = [example for source in sources for example in source.examples]
        epochs.insert(0, [Source(tuple(recurring_questions(texts, chance)))])
    recipe = Recipe(
        batch=arguments.batch,
        rate=arguments.rate,
        dropout=arguments.dropout,
        ranked=arguments.ranked,
        steps=arguments.steps,
        start=arguments.start,
        teachers=arguments.teacher,
    )
    trainer = Trainer(Encoder(arguments.model), arguments.out, recipe)
    groups, scored = plan(trainer.tokens, epochs, tests, chance)
    for report in trainer.run(groups, scored, chance):
        print(json.dumps(report), flush=True)
    weights = arguments.out / WEIGHTS.name
    save_file(packed(trainer.network.cpu().state_dict()), weights)
    files = [each.path for each in (*arguments.files, *arguments.drills, *arguments.dossiers)]
    command = shlex.join(["python", "-m", "training.train", *sys.argv[1:]])
    card = model_card(command, files, arguments.licences, tests, trainer.reports, weights)
    (arguments.out / CARD).write_text(card, encoding="utf-8")


def _sources(arguments: argparse.Namespace) -> tuple[list[Source], dict[str, list[Example]]]:
    """What is trained on, a source a file, and what is scored, by the file's name."""
    hard = Hard(arguments.hard, strange=arguments.strange)
    beside = Hard(1.0, arguments.beside, arguments.strange)
    tests = {path.stem: read_squad(path) for path in arguments.scored}
    sources = []
    for given in arguments.files:
        train, test = split(read_squad(given.path), arguments.fold, arguments.folds)
        sources.append(Source(train, given.share, hard))
        tests[given.path.stem] = test
    for files, met in ((arguments.drills, hard), (arguments.dossiers, beside)):
        sources += [Source(read_squad(given.path), given.share, met) for given in files]
    return sources, tests


def _given(text: str) -> Given:
    path, _, share = text.rpartition("=")
    try:
        return Given(Path(path), float(share)) if path else Given(Path(text))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is neither FILE nor FILE=SHARE") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=_given, nargs="+", metavar="FILE[=SHARE]")
    many: dict[str, Any] = {"action": "append", "default": []}
    shared = many | {"type": _given, "metavar": "FILE[=SHARE]"}
    parser.add_argument("--drills", **shared, help="not held out of")
    parser.add_argument("--dossiers", **shared, help="drills that also meet each other's passages")
    parser.add_argument("--scored", **many, type=Path, help="not trained on")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--steps", type=int, help="at most, by which the rate has fallen to 0")
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--fold", type=int, default=0, help="the one held out; -1: none")
    parser.add_argument("--start", type=Path, help="weights to go on from, in place of e5's layers")
    parser.add_argument("--teacher", **many, type=Path, help="weights")
    parser.add_argument("--batch", type=int, default=Recipe.batch, help="pairs a step")
    parser.add_argument("--rate", type=float, default=Recipe.rate, help="highest learning rate")
    parser.add_argument("--dropout", type=float, default=Recipe.dropout, help="0: faster on a CPU")
    parser.add_argument("--hard", type=float, default=Hard.share, help="share that meets another")
    parser.add_argument("--beside", type=int, default=2, help="others that --dossiers meet")
    parser.add_argument("--strange", type=float, default=Hard.strange, help="that meets any other")
    parser.add_argument("--ranked", type=float, default=Recipe.ranked, help="of which answers")
    parser.add_argument("--recurring", action="store_true", help="first an epoch without labels")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--licences", default="", help="of the data, for the model card")
    parser.add_argument("--model", default=E5_MODEL)
    return parser


if __name__ == "__main__":
    main()
