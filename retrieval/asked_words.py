"""Words that say what a question is about, which a text has, and how alike two texts are."""

import re
from collections.abc import Iterable, Sequence

from retrieval.units import UNITS
from retrieval.wording import Word, key_of, same_key, take_apart

# "몇 기" and "얼마인가" say how a question is put; single letters are left of "l'usine".
_HOW = re.compile(r"몇\s?\S+|얼마\S*|\b[A-Za-zÀ-ÿ]\b|-t-\w+")


def asked_words(question: str, unit: str = "?") -> list[str]:
    """The words with content; "gigawatts" is left out where the unit is "W"."""
    bare = _HOW.sub(" ", question)
    found = [bare[word.start : word.end] for word in take_apart(bare).words if word.is_content]
    return [word for word in found if UNITS.get(word.casefold(), ("",))[0] != (unit or "?")]


def has_word(words: Sequence[Word], asked: str) -> bool:
    """Whether a word, in any of its forms, is among others."""
    keys = {key_of(asked, language) for language in ("en", "fr")}
    return any(same_key(key, word.key) for key in keys for word in words)


def held(asked: Iterable[str], text: str) -> set[str]:
    """Those of the asked words that a text has, in any of their forms."""
    words = take_apart(text).words
    return {word for word in asked if has_word(words, word)}


def likeness(first: str, second: str) -> float:
    """Jaccard index of the words with content of two texts, amounts and dates left out."""
    a, b = (
        {word.key for word in take_apart(text).words if word.is_content} for text in (first, second)
    )
    return len(a & b) / len(a | b) if a | b else 0.0
