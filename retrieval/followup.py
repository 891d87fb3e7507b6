"""Make a follow-up question stand alone, by rules."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.terms import STOP_WORDS, fold, terms

FEW_WORDS = 3  # a question with no more content words, and no name, leans on what went before
_OPENS = re.compile(
    r"^(?:and|but|so|then|what about|how about|et|mais|qu'en est-il|und)\b"
    r"|^(?:그럼|그러면|그리고|그런데)\b",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"\b(?:its|their|his|her|hers|theirs|there|then|which ones?|cet|cette|ces|leur|leurs)\b"
    # Not the "that" behind a noun, which only joins a clause to it.
    r"|\b(?:is|are|was|were|does|did|make|made|of|to|in|for|with|by|about|after|before) that\b"
    r"|\bthat(?=\W*$)"
    # Not the pronoun that repeats a subject: "l'usine doit-elle".
    r"|^(?!.*\b(?:le|la|les|l|un|une|ce|son|sa|ses)\b.*\b(?:ils?|elles?)\b).*\b(?:ils?|elles?)\b"
    r"|(?:그것|그곳|거기|이것|이는|그는|그들|해당|이때|그때|그 )",
    re.IGNORECASE,
)
# These point back beyond the question even if it goes on to name something.
_POINTS_FAR = re.compile(
    r"\b(?:it|they|them|he|she|him|this|these|those|the (?:ones?|others?)|"
    r"celui|celle|ceux|celles)\b",
    re.IGNORECASE,
)
# "it" and "there" that stand for nothing.
_EMPTY = re.compile(
    r"\b(?:is|was) it (?:true|correct|right|known|possible|planned|the case)\b"
    r"|\bit (?:costs?|takes?|took|would take|would cost)(?= (?:\w+ ){0,3}to\b)"
    r"|\b(?:is|are|was|were|will) there\b|\bthere (?:is|are|was|were|will)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"(?:얼마|무엇|무슨|누가|누구|언제|어디|어느|어떤|어떻게|왜|몇)\w*")
_WORD = re.compile(r"[^\s?!.,;:()\[\]\"“”«»]+")
_NAME = re.compile(r"(?<!^)\b(?!I\b)(?:[A-ZÀ-Ý]|\w*\d)")


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

    It leans on them if it opens with "and" or the like, if it names nothing and is short or
    has a word that points back, and if such a word comes before the first name. After a name,
    "its" or "that" means something in the question itself.

    Args:
        history: the earlier questions, oldest first.
    """
    standing = StandaloneQuestion("")
    for turn in [*history, question]:
        standing = _resolve(turn.strip(), standing)
    return standing


def _resolve(question: str, before: StandaloneQuestion) -> StandaloneQuestion:
    if not before.question or not _leans(question):
        return StandaloneQuestion(question)
    own = set(terms(question))
    topic = [
        word
        for word in dict.fromkeys(_content_words(f"{before.topic} {before.question}"))
        if not own.issuperset(terms(word))
    ]
    return StandaloneQuestion(question, " ".join(topic))


def _leans(question: str) -> bool:
    if _OPENS.search(question):
        return True
    text = _EMPTY.sub(" ", question)
    name, far = _NAME.search(text), _POINTS_FAR.search(text)
    if name:
        return far is not None and far.start() < name.start()
    asked = [word for word in _content_words(question) if not _ASKS.fullmatch(word)]
    return len(asked) <= FEW_WORDS or bool(far or _POINTS.search(text))


def _content_words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if fold(word) not in STOP_WORDS]
