"""Questions on passages, from files in SQuAD's form, with the answer's place or none."""

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

SWAPPED = re.compile(r"\d+(?:[.,]\d+)*|(?<!^)\b[A-ZÀ-Ý]\w+(?:[ -][A-ZÀ-Ý]\w+)*")


@dataclass(frozen=True)
class Example:
    """A question on a passage; ``start`` and ``end`` count characters, both 0 without answer.

    ``answers`` are all accepted forms, also where this passage does not hold them, ``title`` is
    what stands above the passage, and ``article`` is what is held out as a whole.
    """

    article: str
    title: str
    question: str
    context: str
    start: int
    end: int
    answers: tuple[str, ...]

    @property
    def is_answerable(self) -> bool:
        return self.end > self.start


def read_squad(path: Path) -> list[Example]:
    """All questions of a file in the form of SQuAD 2.0.

    A paragraph may have a ``title`` of its own, such as that of one of several documents.

    Raises:
        OSError, ValueError, KeyError: the file cannot be read or is of another form.
    """
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    return [
        _example(article["title"], paragraph, question)
        for article in articles
        for paragraph in article["paragraphs"]
        for question in paragraph["qas"]
    ]


def _example(article: str, paragraph: dict[str, str], question: dict[str, object]) -> Example:
    answers: list[dict[str, object]] = question["answers"]  # type: ignore[assignment]
    start = int(str(answers[0]["answer_start"])) if answers else 0
    return Example(
        article,
        paragraph.get("title", article.replace("_", " ")),
        str(question["question"]).strip(),
        paragraph["context"],
        start,
        start + len(str(answers[0]["text"])) if answers else 0,
        tuple(dict.fromkeys(str(answer["text"]) for answer in answers)),
    )


def held_out(examples: Sequence[Example], fold: int, folds: int) -> set[str]:
    """The articles of a fold: every ``folds``-th of the sorted titles, from the ``fold``-th."""
    return set(sorted({example.article for example in examples})[fold::folds])


def split(
    examples: Sequence[Example], fold: int, folds: int
) -> tuple[list[Example], list[Example]]:
    """The questions to train on, and those of the articles that are held out; -1 holds out none."""
    out = held_out(examples, fold, folds) if fold >= 0 else set()
    train = [example for example in examples if example.article not in out]
    return train, [example for example in examples if example.article in out]


def swapped(examples: Sequence[Example], share: float, chance: random.Random) -> Iterator[Example]:
    """Unanswerable twins: a number or name of the question becomes one of another question.

    Args:
        share: of the answerable examples that get a twin where they hold a number or name.
    """
    found = [match for e in examples for match in SWAPPED.findall(e.question)]
    for example in examples:
        own = SWAPPED.findall(example.question)
        if not own or not example.is_answerable or chance.random() >= share:
            continue
        old = chance.choice(own)
        others = [
            name
            for name in chance.sample(found, min(50, len(found)))
            if name[0].isdigit() == old[0].isdigit() and name not in example.question
        ]
        if others:
            question = example.question.replace(old, others[0])
            yield replace(example, question=question, start=0, end=0)
