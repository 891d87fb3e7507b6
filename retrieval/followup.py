"""Make a follow-up question stand alone, by rules."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.terms import STOP_WORDS, fold, terms

FEW_WORDS = 3  # a question with no more content words, and no name, leans on what went before
_LEANS = re.compile(
    r"^(?:and|but|so|what about|how about|et|mais|und|그럼|그러면|그리고|그런데)\b"
    r"|\b(?:it|its|they|their|them|this|these|those|he|she|his|her|there|that|then|"
    r"ce|cet|cette|ces|il|elle|ils|elles|celui|celle|y|en|leur|leurs)\b"
    r"|(?:그것|그곳|거기|이것|이는|그는|그들|해당|이때|그때|그 )",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\s?!.,;:()\[\]\"“”«»]+")
_NAME = re.compile(r"(?<!^)\b(?:[A-ZÀ-Ý]|\w*\d)")


@dataclass(frozen=True)
class StandaloneQuestion:
    """A question with the topic that it takes from the questions before it, if any."""

    question: str
    topic: str = ""

    @property
    def text(self) -> str:
        """The question as it is searched: "How long is it? (WEST plasma record)"."""
        return f"{self.question} ({self.topic})" if self.topic else self.question


def standalone_question(question: str, history: Sequence[str]) -> StandaloneQuestion:
    """The question with the topic of the questions before it, if it leans on them.

    It leans on them with a word that points back, such as "it", or if it is short and
    names nothing.

    Args:
        history: the earlier questions, oldest first.
    """
    standing = StandaloneQuestion("")
    for turn in [*history, question]:
        standing = _resolve(turn.strip(), standing)
    return standing


def _resolve(question: str, before: StandaloneQuestion) -> StandaloneQuestion:
    is_short = len(_content_words(question)) <= FEW_WORDS and not _NAME.search(question)
    if not before.question or not (is_short or _LEANS.search(question)):
        return StandaloneQuestion(question)
    own = set(terms(question))
    topic = [
        word
        for word in dict.fromkeys(_content_words(f"{before.topic} {before.question}"))
        if not own.issuperset(terms(word))
    ]
    return StandaloneQuestion(question, " ".join(topic))


def _content_words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if fold(word) not in STOP_WORDS]
