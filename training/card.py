"""The model card: what a network was trained on, how, and how good it is."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

from training.examples import Example, read_squad

CARD = "MODEL_CARD.md"
MOST_NAMED = 12  # articles that were held out
TEXT = """# The extractive reader

Reads a question and a passage, and says for each token how well an answer begins and ends there, or
that there is none. Twelve layers of the form of multilingual-e5-small (MIT), from which they were
trained; its word embeddings are used as they are. Matrices are kept as int8 with a scale a row.

- Trained on {day} with `{command}`
- Data: {data}
- Licences of the data: {licences}
- Held out, and never trained on: {held_out}
- sha256 of the weights: {digest}

Scores after each epoch on questions that it was not trained on, the gold passage given; `f1` is the
token F1 of the answerable questions, `auroc` how well the lead over "no answer" tells them from the
others.

{scores}

It is made for questions on documents in English, French and Korean. It finds words and does not
judge whether a document is right.
"""


def model_card(
    command: str,
    files: Sequence[Path],
    licences: str,
    tests: Mapping[str, Sequence[Example]],
    reports: Sequence[Mapping[str, float]],
    weights: Path,
) -> str:
    """The card of weights that have just been written, in Markdown.

    Args:
        files: all that was read, whether trained on or held out.
        tests: the questions that were not trained on, by set.
        reports: the scores after each epoch.
    """
    held_out = {example.article for test in tests.values() for example in test}
    return TEXT.format(
        day=date.today().isoformat(),
        command=command,
        data="; ".join(f"{path.name}, {len(read_squad(path)):,} questions" for path in files),
        licences=licences or "not stated",
        held_out=_listed(held_out),
        digest=hashlib.sha256(weights.read_bytes()).hexdigest(),
        scores="\n".join(_table(reports)),
    )


def _listed(articles: Collection[str]) -> str:
    if len(articles) > MOST_NAMED:
        return f"{len(articles)} articles"
    return ", ".join(sorted(articles)) or "nothing"


def _table(reports: Sequence[Mapping[str, float]]) -> list[str]:
    """The reports as rows of a Markdown table, a column a figure."""
    names = list(reports[-1])
    rows = [[_number(report[name]) for name in names] for report in reports]
    return [_row(names), _row(["---"] * len(names)), *map(_row, rows)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _number(value: float) -> str:
    return f"{value:.0f}" if value == int(value) else f"{value:.3f}"
