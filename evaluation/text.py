"""How an answer and a gold answer, or a passage and a gold passage, are compared."""

import re
import string
import unicodedata
from difflib import SequenceMatcher

_CJK = r"\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_TOKEN = re.compile(f"[{_CJK}]|[^{_CJK}\\s]+")
_ARTICLE = re.compile(r"\b(?:a|an|the)\b")
_MARKER = re.compile(r"\s*\[\d+\]")

OVERLAP_SHARE = 0.5  # of the shorter of two texts that both must hold in one piece
LEAST_OVERLAP = 15  # characters, unless the gold passage is held whole


def normalise(text: str) -> str:
    """Text without case, punctuation, articles and superfluous white space.

    As in SQuAD, in its order; beside ASCII punctuation that of other scripts goes too,
    and NFKC makes the full-width and the composed forms of a character one. Articles
    stay where nothing else would be left ("A" is the answer to "Which class?").
    Source: Rajpurkar et al. 2016, section 6.1, and its evaluation script.
    """
    lower = unicodedata.normalize("NFKC", text).lower()
    bare = "".join(c for c in lower if not _is_punctuation(c))
    without = " ".join(_ARTICLE.sub(" ", bare).split())
    return without or " ".join(bare.split())


def _is_punctuation(character: str) -> bool:
    return character in string.punctuation or unicodedata.category(character).startswith("P")


def answer_tokens(text: str) -> list[str]:
    """Words of the normalised text; of Korean, Chinese and Japanese runs each character.

    Korean writes particles to the word ("5년" and "5년간" share no word) and its spaces
    vary, so that a syllable is the unit there, as in KorQuAD 1.0 (Lim, Kim & Lee 2019);
    numbers and Latin words within Korean text stay whole.
    """
    return _TOKEN.findall(normalise(text))


def without_markers(text: str) -> str:
    """An answer without its citation markers, which would count as numbers."""
    return _MARKER.sub("", text)


def overlaps(text: str, gold: str) -> bool:
    """Whether a text holds a gold passage, or enough of it.

    Both are compared in NFKC, without case and without any white space, since line ends
    and table cells are written differently. The text holds the gold passage whole, or
    their longest common run is at least OVERLAP_SHARE of the shorter one and
    LEAST_OVERLAP characters long. So a gold sentence that a chunk cuts counts for the
    larger half, and a sentence counts that lies within a gold paragraph. An empty text or
    gold passage overlaps nothing.
    """
    a, b = _squeezed(text), _squeezed(gold)
    if not a or not b:
        return False
    if b in a:
        return True
    least = max(OVERLAP_SHARE * min(len(a), len(b)), LEAST_OVERLAP)
    return SequenceMatcher(a=a, b=b, autojunk=False).find_longest_match().size >= least


def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
