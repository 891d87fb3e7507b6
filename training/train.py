"""Train the extractive reader on files in SQuAD's form.

Run from the repository's root: `python -m training.train FILE … --out FOLDER`. It runs on a
GPU where there is one, and goes on from the last checkpoint in FOLDER if interrupted. Every
``--folds``-th article is held out and scored after each epoch; none of ``--drills`` and
``--dossiers``. Each question of the latter meets other passages as well.
"""

import argparse
import json
import random
import shlex
import sys
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from retrieval.e5_folder import E5_MODEL
from retrieval.embedding import Encoder
from retrieval.span_reader import WEIGHTS, packed
from training.card import CARD, model_card
from training.examples import Example, read_all, read_squad
from training.plan import Hard, Source, plan, split
from training.recurring import recurring_questions
from training.trainer import Recipe, Trainer


def main() -> None:
    """Train, score after each epoch, and write the weights and their card."""
    arguments = _parser().parse_args()
    files = [*arguments.files, *arguments.drills, *arguments.dossiers]
    others, tests = split(arguments.files, arguments.fold, arguments.folds)
    tests |= {path.stem: read_squad(path) for path in arguments.scored}
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(arguments.seed)
    chance = random.Random(arguments.seed)
    sources = _sources(arguments, others)
    epochs = [sources] * arguments.epochs
    if arguments.recurring:
        texts = [example for source in sources for example in source.examples]
        epochs.insert(0, [Source(tuple(recurring_questions(texts, chance)))])
    recipe = Recipe(
        batch=arguments.batch,
        rate=arguments.rate,
        dropout=arguments.dropout,
        ranked=arguments.ranked,
        start=arguments.start,
        teachers=arguments.teacher,
    )
    trainer = Trainer(Encoder(arguments.model), arguments.out, recipe)
    groups, scored = plan(trainer.tokens, epochs, tests, chance)
    for report in trainer.run(groups, scored, chance):
        print(json.dumps(report), flush=True)
    weights = arguments.out / WEIGHTS.name
    save_file(packed(trainer.network.cpu().state_dict()), weights)
    command = shlex.join(["python", "-m", "training.train", *sys.argv[1:]])
    card = model_card(command, files, arguments.licences, tests, trainer.reports, weights)
    (arguments.out / CARD).write_text(card, encoding="utf-8")


def _sources(arguments: argparse.Namespace, others: list[Example]) -> list[Source]:
    hard = Hard(arguments.hard, strange=arguments.strange)
    drills, dossiers = (tuple(read_all(files)) for files in (arguments.drills, arguments.dossiers))
    return [
        Source(tuple(others), arguments.share, hard),
        Source(drills, arguments.drill_share, hard),
        Source(dossiers, arguments.drill_share, Hard(1.0, arguments.beside, arguments.strange)),
    ]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    many: dict[str, Any] = {"type": Path, "action": "append", "default": []}
    parser.add_argument("--drills", **many, help="not held out of, with a share of their own")
    parser.add_argument("--dossiers", **many, help="drills that also meet each other's passages")
    parser.add_argument("--scored", **many, help="not trained on")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--fold", type=int, default=0, help="the one held out; -1: none")
    parser.add_argument("--start", type=Path, help="weights to go on from, in place of e5's layers")
    parser.add_argument("--teacher", **many, help="weights")
    parser.add_argument("--batch", type=int, default=Recipe.batch, help="pairs a step")
    parser.add_argument("--rate", type=float, default=Recipe.rate, help="highest learning rate")
    parser.add_argument("--dropout", type=float, default=Recipe.dropout, help="0: faster on a CPU")
    parser.add_argument("--hard", type=float, default=Hard.share, help="share that meets another")
    parser.add_argument("--beside", type=int, default=2, help="others that --dossiers meet")
    parser.add_argument("--strange", type=float, default=Hard.strange, help="that meets any other")
    parser.add_argument("--ranked", type=float, default=Recipe.ranked, help="of which answers")
    parser.add_argument("--recurring", action="store_true", help="first an epoch without labels")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--share", type=float, default=1.0, help="of FILE, each epoch; 2: twice")
    parser.add_argument("--drill-share", type=float, default=1.0, help="of drills and dossiers")
    parser.add_argument("--licences", default="", help="of the data, for the model card")
    parser.add_argument("--model", default=E5_MODEL)
    return parser


if __name__ == "__main__":
    main()
