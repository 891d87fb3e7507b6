"""Words that are divided at the end of a line: which hyphens belong to the word."""

import re
from collections.abc import Iterable, Sequence

from ingest.pdf_lines import Line

SOFT_HYPHEN = "\u00ad"
SHORTEST_PART = 3  # letters of a word that may stand for itself in a compound
_HYPHEN_END = re.compile(r"\w[-\u00ad\u2010]$")
_WORD = re.compile(r"\w+(?:[-\u2010]\w+)*")
_LAST = re.compile(r"\w+(?=[-\u2010]$)")
_FIRST = re.compile(r"\w+")
# "wind- and solar power": the hyphen stands for a part that follows later.
_SUSPENDING = frozenset("and or to nor und oder bis et ou".split())
# Words that far more often are a syllable than a part of a compound with a hyphen.
_SYLLABLES = frozenset(
    """all and any con der for fore her his man not one our out over par per pro sub the there
    under was with""".split()
)


def words_within(pages: Iterable[Sequence[Line]]) -> frozenset[str]:
    """The words of a document that no end of a line divides, in lower case."""
    found: set[str] = set()
    for lines in pages:
        goes_on = False
        for line in lines:
            words = _WORD.findall(line.text.casefold())
            is_divided = bool(_HYPHEN_END.search(line.text))
            found.update(words[goes_on : len(words) - is_divided])
            goes_on = is_divided
    return frozenset(found)


def joined(text: str, line: str, known: frozenset[str]) -> str:
    """The text that the next line goes on to, as far as it stays: with its hyphen, or without.

    A hyphen stays where the document has the word with it, or has both parts but not the whole;
    a space is added where no word is divided.

    Args:
        known: the words that :func:`words_within` found.
    """
    if not _HYPHEN_END.search(text):
        return f"{text} "
    if text.endswith(SOFT_HYPHEN):
        return text[:-1]
    before, after = _LAST.search(text), _FIRST.match(line)
    if before is None or after is None or after[0].casefold() in _SUSPENDING:
        return f"{text} "
    first, second = before[0].casefold(), after[0].casefold()
    if not (after[0][0].islower() or (before[0].isupper() and after[0].isupper())):
        return text
    if first + second in known:
        return text[:-1]
    is_compound = f"{first}-{second}" in known or (
        {first, second} <= known
        and min(len(first), len(second)) >= SHORTEST_PART
        and first not in _SYLLABLES
    )
    return text if is_compound else text[:-1]
