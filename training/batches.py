"""What the network is fed: pairs of a question and a passage, in batches."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from retrieval.embedding import Encoder
from retrieval.span_inputs import TextTokens, passage_tokens, question_tokens
from training.examples import Example

WINDOW_TOKENS = 190  # of a passage; a longer one is cut into windows
WINDOW_OVERLAP = 60  # tokens, so that an answer at a border is whole in one of them
ASKED_AT_ONCE = 256  # questions whose words are looked up together
HARD_NEGATIVES = 4  # passages that rank highest for a question and hold no answer
POOL = 16  # batches that are sorted by length together


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


Group = Sequence[Pair]  # pairs of one question that are learnt together


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
    """For each question the windows most like it, by words, that do not answer it.

    An unanswerable one meets no more of its own passage, whose windows it is asked of already.
    """
    pool = list(dict.fromkeys(window for each in windows.values() for window in each))
    answering = {(e.question, w) for e in examples if e.is_answerable for w in windows[e.context]}
    found = {}
    for example, near in zip(examples, _nearest(examples, pool), strict=True):
        found[example] = [
            window
            for window in near
            if (example.question, window) not in answering
            and not may_answer(window, example, windows)
        ][:HARD_NEGATIVES]
    return found


def _nearest(examples: Sequence[Example], pool: Sequence[Window]) -> Iterator[list[Window]]:
    """The windows that share most of each question's words, the best first."""
    vectorizer = TfidfVectorizer(sublinear_tf=True, dtype=np.float32)
    table = vectorizer.fit_transform(f"{window.title} {window.text}" for window in pool).T
    asked = vectorizer.transform(example.question for example in examples)
    wanted = min(5 * HARD_NEGATIVES, len(pool))
    for at in range(0, len(examples), ASKED_AT_ONCE):
        lacking = -(asked[at : at + ASKED_AT_ONCE] @ table).toarray()
        # All the others need no order.
        for scores, best in zip(lacking, np.argpartition(lacking, wanted - 1), strict=True):
            yield [pool[i] for i in sorted(best[:wanted], key=scores.__getitem__)]


def may_answer(window: Window, example: Example, windows: dict[str, list[Window]]) -> bool:
    """Whether a window is of the example's own passage, or holds the words of its answer."""
    text = window.text.casefold()
    is_own = window in windows[example.context]
    return is_own or any(answer.casefold() in text for answer in example.answers)


class Tokens:
    """The tokens of questions and windows, each read once."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self.questions: dict[str, TextTokens] = {}
        self.windows: dict[Window, TextTokens] = {}

    def read(self, pairs: Iterable[Pair]) -> None:
        """Read all texts of the pairs."""
        pairs = list(pairs)
        questions = list(dict.fromkeys(pair.question for pair in pairs))
        self.questions.update(zip(questions, question_tokens(self.encoder, questions), strict=True))
        windows = list(dict.fromkeys(pair.window for pair in pairs))
        texts = [(window.title, window.text) for window in windows]
        self.windows.update(zip(windows, passage_tokens(self.encoder, texts), strict=True))

    def of(self, pair: Pair) -> tuple[TextTokens, TextTokens]:
        """What :func:`retrieval.span_network.pair_logits` takes."""
        return self.questions[pair.question], self.windows[pair.window]

    def length(self, pair: Pair) -> int:
        """Tokens of question and window."""
        return sum(len(text.ids) for text in self.of(pair))


def batches(
    groups: Sequence[Group], tokens: Tokens, size: int, chance: random.Random
) -> list[list[Pair]]:
    """The pairs in random order, in batches of about one length; those of a group together.

    Sorted are a few batches at a time: sorted as a whole, the questions of one passage would
    come in one batch, and such batches teach little.

    Args:
        size: pairs of a batch, which its last group may exceed.
    """
    drawn = chance.sample(list(groups), len(groups))
    found: list[list[Pair]] = []
    for pool in _cut(drawn, POOL * size):
        pool.sort(key=lambda group: max(map(tokens.length, group)))
        found += [[pair for group in part for pair in group] for part in _cut(pool, size)]
    return chance.sample(found, len(found))


def _cut(groups: Sequence[Group], size: int) -> Iterator[list[Group]]:
    """The groups in order, in parts of at least that many pairs but for the last."""
    part: list[Group] = []
    for group in groups:
        part.append(group)
        if sum(map(len, part)) >= size:
            yield part
            part = []
    if part:
        yield part
