"""Titles and headings, which name what a document speaks of and state nothing."""

import re
from collections.abc import Iterable

from retrieval.terms import fold

LEAST_WORDS = 4  # of a heading that is found inside a sentence; fewer are often a name
_WORD = re.compile(r"\w+")
_IS = re.compile(
    r"(?:\b(?:is|are|was|were|be|known as|called|named|titled|est|sont|était|appelle|nomme|ist|"
    r"war|heißt)|[:：은는이가])\W*$",
    re.IGNORECASE,
)
_REFERS = re.compile(
    r"(?:[\"“«‘「『《]|\b(?:to|in|by|per|from|of|selon|d['’]après|dans|de|par|laut|nach)\W)\W*$",
    re.IGNORECASE,
)


def is_name(title: str) -> bool:
    """Whether a title names a text: one without a title has its first sentence for it."""
    return not title.endswith((".", "!", "?", "。"))


class Headings:
    """The titles and headings of what a model was shown.

    They name what a document speaks of, and are no statement: "the new name is WIND AND SUN
    PLANS FOR ELY" has all its words from one.
    """

    def __init__(self, headings: Iterable[str]) -> None:
        self._all = {_words(heading) for heading in headings if is_name(heading)}
        # The longest first: a heading may hold a shorter one.
        self._long = sorted((w for w in self._all if len(w) >= LEAST_WORDS), key=len, reverse=True)

    def has_short(self, text: str) -> bool:
        """Whether a text is a heading of few words, which says nothing."""
        words = _words(text)
        return len(words) < LEAST_WORDS and words in self._all

    def are_in(self, text: str) -> bool:
        """Whether a text holds a longer heading whole."""
        return bool(self._spans(text))

    def given_as_answer(self, text: str) -> list[str]:
        """The longer headings that a text puts behind "is", "is called" or a colon."""
        spans = self._spans(text)
        return [text[start:end] for start, end in spans if _IS.search(text[:start])]

    def without_references(self, text: str) -> str:
        """A text without the longer headings that it refers to: in quotation marks, or "in …"."""
        for start, end in self._spans(text):
            if _REFERS.search(text[:start]):
                text = f"{text[:start]} {text[end:]}".strip()
        return text

    def without_lines(self, text: str) -> str:
        """A text without the lines that are a heading and no more."""
        lines = text.splitlines()
        return "\n".join(line for line in lines if _words(line) and _words(line) not in self._all)

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


def _words(text: str) -> tuple[str, ...]:
    return tuple(fold(match.group()) for match in _WORD.finditer(text))
