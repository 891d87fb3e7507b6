"""Passages whose texts are nearly the same, such as reprints of one press release."""

import re
from collections.abc import Iterable
from dataclasses import replace

from retrieval.records import Passage
from retrieval.terms import fold

SHINGLE = 5  # words in a row
SAME_TEXT = 0.9  # Jaccard index of the shingles from which two texts are the same
_WORD = re.compile(r"\w+")


def collapse(passages: Iterable[Passage]) -> list[Passage]:
    """The passages in their order, each with the documents that say nearly the same.

    Two texts are nearly the same when they share most rows of five words (Broder 1997, "On
    the resemblance and containment of documents") and have the same numbers and capitalised
    words: what a template says of two places differs in those alone.
    """
    kept: list[Passage] = []
    alike: dict[frozenset[str], list[int]] = {}
    for passage in passages:
        places = alike.setdefault(_telling(passage.chunk.text), [])
        same = next((n for n in places if _is_same(kept[n], passage)), None)
        if same is None:
            places.append(len(kept))
            kept.append(passage)
        else:
            kept[same] = _with(kept[same], passage)
    return kept


def _telling(text: str) -> frozenset[str]:
    words = _WORD.findall(text)
    return frozenset(word for word in words if word[0].isupper() or not word.isalpha())


def _is_same(passage: Passage, other: Passage) -> bool:
    """Whether the Jaccard index of the shingles is high."""
    a, b = _shingles(passage.chunk.text), _shingles(other.chunk.text)
    return len(a & b) >= SAME_TEXT * len(a | b)


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(fold(text))
    return {tuple(words[n : n + SHINGLE]) for n in range(max(len(words) - SHINGLE, 0) + 1)}


def _with(passage: Passage, duplicate: Passage) -> Passage:
    others = dict.fromkeys((*passage.duplicates, duplicate.document, *duplicate.duplicates))
    others.pop(passage.document, None)
    return replace(passage, duplicates=tuple(others))
