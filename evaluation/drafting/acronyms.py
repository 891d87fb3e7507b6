"""Questions for what an acronym stands for.

The long form is found by the algorithm of Schwartz & Hearst 2003, "A simple algorithm for
identifying abbreviation definitions in biomedical text", here from initials alone.
"""

import re
from collections.abc import Iterator

from evaluation.drafting.asked import Asked

_ACRONYM = re.compile(r"\((?P<short>[A-Z][A-Za-z0-9&-]{1,9})\)")
_SMALL = frozenset("of the for and in on to a an de du des la le les l d et à au aux".split())
_ASKS = {
    "en": "What does {} stand for?",
    "fr": "Que signifie le sigle {} ?",
    "ko": "{}{} 무엇의 약자인가?",
}


def acronym_questions(sentence: str, language: str) -> Iterator[Asked]:
    """What each acronym stands for that follows its long form in parentheses."""
    for match in _ACRONYM.finditer(sentence):
        short = re.sub(r"(?<=[A-Z])s$", "", match["short"])
        long = _long_form(sentence[: match.start()], short)
        if long:
            topic = "는" if language == "ko" else ""
            yield Asked(_ASKS[language].format(short, topic), (long,), "acronym", 0.65)


def _long_form(before: str, short: str) -> str:
    """The words at the end whose initials are the acronym's capitals; empty if none are."""
    letters = [letter.lower() for letter in short if letter.isupper()]
    words = list(re.finditer(r"[^\W_]+", before))
    if len(letters) < 2 or not words or before[words[-1].end() :].strip():
        return ""
    start = None
    for word in reversed(words):
        if not letters:
            break
        initial = word.group()[0].lower()
        if initial == letters[-1]:
            letters.pop()
            start = word.start()
        elif word.group().lower() not in _SMALL:
            return ""
    return before[start:].strip() if not letters and start is not None else ""
