"""Sentences of a model that answer nothing: about the passages, or the question over again.

Every word of such a sentence stands in the documents or in the question, so that looking its
words up does not find it out.
"""

import re

from retrieval.alignment import Comparison, Item
from retrieval.wording import Word, take_apart

Said = Word | Item

_ABOUT_PASSAGES = re.compile(
    r"(?:^|\b(?:according to|in|from|than|selon|dans)\s+)"
    r"(?:the|this|these|le|ce|les|ces|die|der|diese)\s+(?:\w+\s+){0,2}passages?\b"
    r"(?!\s+(?:of|through)\b)",  # of a law, of time
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:what|which|who|whom|whose|where|when|why|how|quel|quelle|quels|quelles|qui|où|quand|"
    r"pourquoi|comment|combien|wer|wen|wem|wo|wann|warum|wie|welche[rsnm]?)\b|"
    r"^\W*que\b|qu['’]est-ce|[은는]\s*\?$|무엇|무슨|뭐|누구|누가|어디|언제|왜|어떻게|어떤|어느|얼마|몇",
    re.IGNORECASE,
)
# Whose true answer may have the question's own words: "is it so" and "this or that".
_ANSWERED_BY_ITS_WORDS = re.compile(
    r"^\W*(?:and |et )?(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|"
    r"est-ce|ist|sind|hat)\b|\b(?:or|ou|oder)\b|아니면|또는|혹은|중\s",
    re.IGNORECASE,
)


def evasion(text: str, question: str) -> str:
    """Why a sentence is no answer to a question, one short clause; empty if it may be one."""
    if _ABOUT_PASSAGES.search(text):
        return "it speaks of the passages, not of their matter"
    if is_open(question) and not additions(text, question):
        return "it says no more than the question"
    return ""


def is_open(question: str) -> bool:
    """Whether a question asks for something that it does not name itself."""
    return bool(_ASKS.search(question)) and not _ANSWERED_BY_ITS_WORDS.search(question)


def additions(text: str, question: str) -> list[Said]:
    """The words with content, amounts and dates of a text that the question does not have."""
    both = Comparison(take_apart(text), take_apart(question))
    found: list[Said] = [word for word, same in both.shared if not same]
    return found + [item for item, same in both.items if not same]
