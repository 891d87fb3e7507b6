"""Sentences of a model that answer nothing: about the passages, a heading, the question again.

Every word of such a sentence stands in the documents or in the question, so that looking its
words up does not find it out.
"""

import re
from collections.abc import Iterable

from retrieval.asked_words import has_word
from retrieval.terms import fold
from retrieval.wording import take_apart

LEAST_WORDS = 4  # of a heading that is found inside a sentence; fewer are often a name
_WORD = re.compile(r"\w+")
_ABOUT_PASSAGES = re.compile(
    r"(?:the|this|these|le|ce|les|ces|die|der|diese)\s+(?:\w+\s+){0,2}passages?\b", re.IGNORECASE
)
_IS = re.compile(
    r"(?:\b(?:is|are|was|were|be|as|called|named|titled|est|sont|était|appelle|nomme|ist|war|heißt)|"
    r"[:：은는이가])\W*$",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:what|which|who|whom|whose|where|when|why|how|quel|quelle|quels|quelles|qui|où|quand|"
    r"pourquoi|comment|combien|wer|wen|wem|wo|wann|warum|wie|welche[rsnm]?)\b|"
    r"^\W*que\b|qu['’]est-ce|무엇|무슨|뭐|누구|누가|어디|언제|왜|어떻게|어떤|어느|얼마|몇",
    re.IGNORECASE,
)
# Whose true answer may have the question's own words: "is it so" and "this or that".
_ANSWERED_BY_ITS_WORDS = re.compile(
    r"^\W*(?:and |et )?(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|"
    r"est-ce|ist|sind|hat)\b|\b(?:or|ou|oder)\b|아니면|또는|혹은|중\s",
    re.IGNORECASE,
)


class Headings:
    """The titles and headings of what a model was shown.

    They name what a document speaks of, and are no statement: "the new name is WIND AND SUN
    PLANS FOR ELY" has all its words from one.
    """

    def __init__(self, headings: Iterable[str]) -> None:
        split = {_words(heading) for heading in headings}
        # The longest first: a heading may hold a shorter one.
        self._long = sorted((w for w in split if len(w) >= LEAST_WORDS), key=len, reverse=True)
        self._short = {words for words in split if len(words) < LEAST_WORDS}

    def has_short(self, text: str) -> bool:
        """Whether a text is a heading of few words, which says nothing."""
        return _words(text) in self._short

    def without(self, text: str) -> str:
        """A text without the longer headings that it holds whole."""
        for start, end in self._spans(text):
            text = f"{text[:start]} {text[end:]}".strip()
        return text

    def given_as_answer(self, text: str) -> list[str]:
        """The longer headings that a text puts behind "is", "is called" or a colon."""
        spans = self._spans(text)
        return [text[start:end] for start, end in spans if _IS.search(text[:start])]

    def without_lines(self, text: str) -> str:
        """A text without the lines that are a longer heading and no more."""
        return "\n".join(line for line in text.splitlines() if _words(self.without(line)))

    def _spans(self, text: str) -> list[tuple[int, int]]:
        """Where the longer headings are, the last first, none within another."""
        found = list(_WORD.finditer(text))
        words = _words(text)
        taken: dict[int, int] = {}
        for heading in self._long:
            for at in range(len(words) - len(heading) + 1):
                until = at + len(heading)
                is_free = all(until <= start or end <= at for start, end in taken.items())
                if words[at:until] == heading and is_free:
                    taken[at] = until
        return [
            (found[at].start(), found[until - 1].end())
            for at, until in sorted(taken.items(), reverse=True)
        ]


def evasion(text: str, question: str) -> str:
    """Why a sentence is no answer to a question, one short clause; empty if it may be one."""
    if _ABOUT_PASSAGES.match(text):
        return "it speaks of the passages, not of their matter"
    if _is_open(question) and _is_repeated(text, question):
        return "it says no more than the question"
    return ""


def says_anything(text: str) -> bool:
    """Whether a text has a word with content, an amount or a date."""
    wording = take_apart(text)
    return any(word.is_content for word in wording.words) or bool(
        wording.quantities or wording.dates
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(fold(match.group()) for match in _WORD.finditer(text))


def _is_open(question: str) -> bool:
    return bool(_ASKS.search(question)) and not _ANSWERED_BY_ITS_WORDS.search(question)


def _is_repeated(text: str, question: str) -> bool:
    own, asked = take_apart(text), take_apart(question)
    figures = [amount.text.strip() for amount in own.quantities]
    figures += [date.text.strip() for date in own.dates]
    return all(
        has_word(asked.words, text[word.start : word.end]) for word in own.words if word.is_content
    ) and all(re.search(rf"(?<!\w){re.escape(figure)}(?!\w)", question) for figure in figures)
