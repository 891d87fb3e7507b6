"""Words that say what a question is about, and whether a text has them in any form."""

import re
from collections.abc import Sequence

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
