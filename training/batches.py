"""What the network is fed: pairs of a question and a passage, their lower states read once."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from torch import Tensor

from retrieval.embedding import Encoder
from training.examples import Example
from training.states import TextStates, passage_states, question_states

WINDOW_TOKENS = 190  # of a passage; a longer one is cut into windows
WINDOW_OVERLAP = 60  # tokens, so that an answer at a border is whole in one of them
READ_AT_ONCE = 32  # texts
HARD_NEGATIVES = 4  # passages that rank highest for a question and hold no answer

T = TypeVar("T")


@dataclass(frozen=True)
class Window:
    """A piece of a passage, with the title above it."""

    title: str
    text: str


@dataclass(frozen=True)
class Pair:
    """A question and a window, with the answer's characters in it, or 0 and 0."""

    question: str
    window: Window
    start: int = 0
    end: int = 0


def windows_of(encoder: Encoder, contexts: Sequence[tuple[str, str]]) -> dict[str, list[Window]]:
    """Windows of passages, given with their titles; windows of one passage overlap."""
    found: dict[str, list[Window]] = {}
    texts = [context for _, context in contexts]
    for (title, context), spans in zip(contexts, encoder.token_spans(texts), strict=True):
        step = WINDOW_TOKENS - WINDOW_OVERLAP
        last = max(len(spans) - WINDOW_OVERLAP, 1)
        found[context] = [
            Window(title, context[spans[at][0] : spans[at : at + WINDOW_TOKENS][-1][1]])
            for at in range(0, last, step)
        ]
    return found


def pairs_of(example: Example, windows: dict[str, list[Window]]) -> list[Pair]:
    """The example's question with the window that holds its answer, or with all of them."""
    if not example.is_answerable:
        return [Pair(example.question, window) for window in windows[example.context]]
    found = []
    for window in windows[example.context]:
        start = example.start - example.context.index(window.text)
        end = start + example.end - example.start
        if start >= 0 and end <= len(window.text):
            found.append(Pair(example.question, window, start, end))
    return found[:1]


def hard_negatives(
    examples: Sequence[Example], windows: dict[str, list[Window]]
) -> dict[Example, list[Window]]:
    """For each answerable question the windows most like it, by words, without its answer."""
    pool = list(dict.fromkeys(window for each in windows.values() for window in each))
    vectorizer = TfidfVectorizer(sublinear_tf=True)
    table = vectorizer.fit_transform(f"{window.title} {window.text}" for window in pool)
    lowered = [window.text.casefold() for window in pool]
    found = {}
    for example in (e for e in examples if e.is_answerable):
        scores = (table @ vectorizer.transform([example.question]).T).toarray()[:, 0]
        answers = [answer.casefold() for answer in example.answers]
        ranked = (int(i) for i in np.argsort(-scores)[: 5 * HARD_NEGATIVES])
        free = [pool[i] for i in ranked if not any(a in lowered[i] for a in answers)]
        found[example] = free[:HARD_NEGATIVES]
    return found


class States:
    """The lower states of questions and windows, held as float16, each read once."""

    def __init__(self, encoder: Encoder, lower: int) -> None:
        self.encoder, self.lower = encoder, lower
        self.questions: dict[str, TextStates] = {}
        self.windows: dict[Window, TextStates] = {}

    def read(self, pairs: Sequence[Pair]) -> Iterator[str]:
        """Read all texts of the pairs; yields a line on how far it is."""
        questions = sorted({pair.question for pair in pairs} - self.questions.keys(), key=len)
        for part in _parts(questions):
            states = question_states(self.encoder, self.lower, part)
            self.questions.update(zip(part, map(_halved, states), strict=True))
            yield f"read {len(self.questions)} questions"
        windows = sorted({p.window for p in pairs} - self.windows.keys(), key=lambda w: len(w.text))
        for group in _parts(windows):
            texts = [(window.title, window.text) for window in group]
            read = passage_states(self.encoder, self.lower, texts)
            self.windows.update(zip(group, map(_halved, read), strict=True))
            yield f"read {len(self.windows)} of {len(windows)} windows"

    def of(self, pair: Pair) -> tuple[Tensor, Tensor]:
        """What :func:`training.network.pair_logits` takes."""
        return self.questions[pair.question][0], self.windows[pair.window][0]


def batches(
    pairs: Sequence[Pair], states: States, size: int, chance: random.Random
) -> list[list[Pair]]:
    """The pairs in batches of about one length, in random order."""
    lengths = {
        id(pair): len(states.windows[pair.window][0]) + chance.uniform(0, 20) for pair in pairs
    }
    ordered = sorted(pairs, key=lambda pair: lengths[id(pair)])
    found = [ordered[at : at + size] for at in range(0, len(ordered), size)]
    chance.shuffle(found)
    return found


def _parts(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[at : at + READ_AT_ONCE] for at in range(0, len(items), READ_AT_ONCE))


def _halved(states: TextStates) -> TextStates:
    return states[0].half(), states[1]
