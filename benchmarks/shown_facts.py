"""Counts numbers, dates and names of a sentence that are not in what it cites.

Made apart from retrieval/verify.py, whose work it measures, and stricter: it knows no forms,
units or acronyms, so that its count is an upper bound, to be read by hand.
"""

import re

from retrieval.terms import fold

_NUMBER = re.compile(r"\d+(?:[.,  ]\d+)*")
_NAME = re.compile(r"\b[A-ZÀ-Ý][\w-]*")


def missing_facts(sentence: str, cited: str) -> list[str]:
    """The numbers, and the words with a capital inside the sentence, that the text lacks."""
    numbers = {_digits(number) for number in _NUMBER.findall(cited)}
    missing = [n for n in _NUMBER.findall(sentence) if _digits(n) not in numbers]
    folded = fold(cited)
    start = re.match(r"\W*\w+", sentence)
    inside = sentence[start.end() :] if start else sentence
    return missing + [name for name in _NAME.findall(inside) if fold(name) not in folded]


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)
