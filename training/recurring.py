"""Questions without labels: a sentence with a blank, whose words stand in another sentence too.

After recurring-span selection (Ram et al. 2021, "Few-shot question answering by pretraining span
selection"), in the form of questions, so that a reader learns both in one way.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.sentences import sentence_spans
from training.examples import Example

WORD = re.compile(r"\w+(?:[.,'’-]\w+)*")
BLANK = "…"
MOST_WORDS = 5  # of a recurring span
COMMON = 0.02  # share of the passages; a word in more of them is no sign of a span,
FEW = 20  # but for one in so few passages
LEAST_CHARACTERS = 3  # of a span; shorter ones recur by chance
AROUND = 110  # characters kept on either side of the blank, which a question has room for
PER_PASSAGE = 3  # questions


@dataclass(frozen=True)
class Place:
    """Where words stand: the passage, by its number, its sentence, and the characters."""

    passage: int
    sentence: tuple[int, int]
    start: int
    end: int


def recurring_questions(examples: Sequence[Example], chance: random.Random) -> list[Example]:
    """Questions on the examples' own passages, of which only the texts are used.

    Each asks for words that stand in two sentences of an article: one, with a blank for them, is
    the question, and the passage with the other holds the answer, once.
    """
    articles: dict[str, dict[str, str]] = defaultdict(dict)
    for example in examples:
        articles[example.article][example.context] = example.title
    common = _common([text for passages in articles.values() for text in passages])
    found: list[Example] = []
    for article, titles in articles.items():
        texts = list(titles)
        asked = list(_questions(article, texts, titles, common, chance))
        found += chance.sample(asked, min(len(asked), PER_PASSAGE * len(texts)))
    return found


def _questions(
    article: str,
    texts: Sequence[str],
    titles: dict[str, str],
    common: set[str],
    chance: random.Random,
) -> Iterator[Example]:
    for words, places in recurring_spans(texts, common).items():
        hidden, shown = chance.sample(places, 2)
        first, last = hidden.sentence
        context = texts[shown.passage]
        if hidden.passage == shown.passage:
            context = context[:first] + context[last:].lstrip()
        if hidden.sentence == shown.sentence or context.count(words) != 1:
            continue
        text = texts[hidden.passage]
        before = text[max(first, hidden.start - AROUND) : hidden.start]
        question = f"{before}{BLANK}{text[hidden.end : min(last, hidden.end + AROUND)]}"
        start = context.index(words)
        title = titles[texts[shown.passage]]
        yield Example(article, title, question, context, start, start + len(words), (words,))


def recurring_spans(texts: Sequence[str], common: set[str]) -> dict[str, list[Place]]:
    """Spans that stand in several sentences of the texts, the longest only, with their places.

    Args:
        common: lower-case words with which no span begins or ends.
    """
    found: dict[str, list[Place]] = defaultdict(list)
    for number, text in enumerate(texts):
        for sentence in sentence_spans(text):
            words = [match.span() for match in WORD.finditer(text, *sentence)]
            for at, (start, _) in enumerate(words):
                for _, end in words[at : at + MOST_WORDS]:
                    found[text[start:end]].append(Place(number, sentence, start, end))
    kept: dict[str, list[Place]] = {}
    taken: set[tuple[int, int]] = set()  # characters of longer spans, by passage
    for span in sorted(found, key=len, reverse=True):
        places = [p for p in found[span] if (p.passage, p.start) not in taken]
        ends = WORD.findall(span)
        if (
            len({(p.passage, p.sentence) for p in places}) > 1
            and len(span) >= LEAST_CHARACTERS
            and not {ends[0].lower(), ends[-1].lower()} & common
        ):
            kept[span] = places
            taken |= {(p.passage, n) for p in places for n in range(p.start, p.end)}
    return kept


def _common(texts: Sequence[str]) -> set[str]:
    """The lower-case words that many of the passages hold."""
    held = Counter(word for text in texts for word in set(WORD.findall(text.lower())))
    return {word for word, passages in held.items() if passages > max(COMMON * len(texts), FEW)}
