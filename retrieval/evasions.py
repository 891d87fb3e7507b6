"""Sentences of a model that answer nothing: about the passages, or the question over again.

Every word of such a sentence stands in the documents or in the question, so that looking its
words up does not find it out.
"""

import re

from retrieval.alignment import Comparison, Item
from retrieval.open_questions import is_open
from retrieval.wording import Word, take_apart

Said = Word | Item

_ABOUT_PASSAGES = re.compile(
    r"(?:^|\b(?:according to|in|from|than|selon|dans)\s+)"
    r"(?:the|this|these|le|ce|les|ces|die|der|diese)\s+(?:\w+\s+){0,2}passages?\b"
    r"(?!\s+(?:of|through)\b)",  # of a law, of time
    re.IGNORECASE,
)


def evasion(text: str, question: str) -> str:
    """Why a sentence is no answer to a question, one short clause; empty if it may be one."""
    if _ABOUT_PASSAGES.search(text):
        return "it speaks of the passages, not of their matter"
    if is_open(question) and not additions(text, question):
        return "it says no more than the question"
    return ""


def additions(text: str, question: str) -> list[Said]:
    """The words with content, amounts and dates of a text that the question does not have."""
    both = Comparison(take_apart(text), take_apart(question))
    found: list[Said] = [word for word, same in both.shared if not same]
    return found + [item for item, same in both.items if not same]
