"""Keys of references: words of publisher and title, and the year, in plain ASCII."""

import re
import unicodedata
from collections.abc import Container
from itertools import chain, count

from retrieval.records import Source
from retrieval.terms import STOP_WORDS

LONGEST_WORD = 24  # letters; Korean names are written as one word
_SYLLABLES = range(0xAC00, 0xD7A4)
# Revised Romanization of Korean (2000), letter by letter: starts, middles and ends of syllables.
_STARTS = "g kk n d tt r m b pp s ss - j jj ch k t p h".replace("-", "").split(" ")
_MIDDLES = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
_ENDS = "- k k k n n n t l k m l l l p l m p p t t ng t t k t p t".replace("-", "").split(" ")


def reference_key(source: Source, taken: Container[str]) -> str:
    """Such as ``kier2025korea``, with a number behind it where that key is taken."""
    publisher, title = _words(source.publisher), _words(source.title)
    year = re.match("[0-9]{4}", source.published)
    key = "".join([*publisher[:1], year.group() if year else "", *title[:1]])
    key = key if re.search("[a-z]", key) else f"document{key}"
    numbered = (f"{key}-{number}" for number in count(2))
    return next(one for one in chain([key], numbered) if one not in taken)


def _words(text: str) -> list[str]:
    """The words in ASCII, without those that say nothing; none of scripts other than these."""
    words = (_in_ascii(word) for word in re.findall(r"[^\W_]+", text.casefold()))
    return [word[:LONGEST_WORD] for word in words if len(word) > 1 and word not in STOP_WORDS]


def _in_ascii(word: str) -> str:
    latin = "".join(map(_romanised, unicodedata.normalize("NFC", word)))
    # Mathematical letters, which have no small form, are plain capitals once they are taken apart.
    return unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode("ascii").lower()


def _romanised(sign: str) -> str:
    if ord(sign) not in _SYLLABLES:
        return sign
    syllable, end = divmod(ord(sign) - _SYLLABLES.start, len(_ENDS))
    start, middle = divmod(syllable, len(_MIDDLES))
    return _STARTS[start] + _MIDDLES[middle] + _ENDS[end]
