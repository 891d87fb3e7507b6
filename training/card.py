"""The model card: what a network was trained on, how, and how good it is."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from training.examples import Example, read_squad

CARD = "MODEL_CARD.md"
TEXT = """# The extractive reader

Reads a question and a passage, and says for each token how well an answer begins and ends there, or
that there is none. Twelve layers of the form of multilingual-e5-small (MIT), from which they were
trained; its word embeddings are used as they are. Matrices are kept as int8 with a scale a row.

- Trained on {day} with `{command}`
- Data: {data}
- Licences of the data: {licences}
- Held out, and never trained on: {held_out}
- sha256 of the weights: {digest}

Scores after each epoch on the {questions} questions held out, the gold passage given; `f1` is the
token F1 of the answerable questions, `auroc` how well the lead over "no answer" tells them from the
others.

| epoch | f1 | auroc |
|---|---|---|
{scores}

It is made for questions on documents in English and French. Korean it was taught by the encoder
alone. It finds words and does not judge whether a document is right.
"""


def model_card(
    command: str,
    files: Sequence[Path],
    licences: str,
    test: Sequence[Example],
    reports: Sequence[Mapping[str, float]],
    weights: Path,
) -> str:
    """The card of weights that have just been written, in Markdown.

    Args:
        files: all that was read, whether trained on or held out.
        test: the questions that were held out.
        reports: the scores after each epoch.
    """
    rows = [f"| {r['epoch']:.0f} | {r['f1']:.3f} | {_number(r.get('auroc'))} |" for r in reports]
    return TEXT.format(
        day=date.today().isoformat(),
        command=command,
        data="; ".join(f"{path.name}, {len(read_squad(path)):,} questions" for path in files),
        licences=licences or "not stated",
        held_out=", ".join(sorted({example.article for example in test})) or "nothing",
        digest=hashlib.sha256(weights.read_bytes()).hexdigest(),
        questions=len(test),
        scores="\n".join(rows),
    )


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
