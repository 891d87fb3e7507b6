"""Score a reader's weights on questions with the gold passage given, with 95 % intervals.

Run from the repository's root: `python -m training.evaluate FILE … [--weights FILE]`, for the
questions of files in SQuAD's form, or with `--fold N` for those that `training.train --fold N`
holds out of them. The figures are those of training/scores.py.
"""

import argparse
import json
from pathlib import Path

from retrieval.e5_folder import E5_MODEL
from retrieval.embedding import Encoder
from retrieval.span_inputs import body_of
from retrieval.span_reader import WEIGHTS
from training.batches import Tokens, windows_of
from training.examples import Example, read_squad, split
from training.plan import scored_of
from training.scores import figures, intervals, judge
from training.trainer import network_of


def main() -> None:
    """Print a line of JSON for each file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="default: those that ship")
    parser.add_argument("--fold", type=int, help="articles held out; default: all")
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--model", default=E5_MODEL)
    arguments = parser.parse_args()
    encoder = Encoder(arguments.model)
    for path in arguments.files:
        examples = read_squad(path)
        if arguments.fold is not None:
            _, examples = split(examples, arguments.fold, arguments.folds)
        scored = report(encoder, arguments.weights, examples)
        print(json.dumps({"file": path.name} | scored), flush=True)


def report(encoder: Encoder, weights: Path, examples: list[Example]) -> dict[str, object]:
    """The figures of weights on some questions, rounded, each with its interval."""
    body, tokens = body_of(encoder), Tokens(encoder)
    contexts = dict.fromkeys((example.title, example.context) for example in examples)
    tests = scored_of(examples, windows_of(encoder, list(contexts)))
    tokens.read(pair for test in tests for pair in test.all_pairs)
    judged = judge(network_of(body, weights), body.embeddings, tokens, tests)
    found: dict[str, object] = {k: round(value, 3) for k, value in figures(judged).items()}
    ranges = {k: [round(end, 3) for end in pair] for k, pair in intervals(judged).items() if pair}
    return found | {"questions": len(judged), "intervals": ranges}


if __name__ == "__main__":
    main()
