"""Make a follow-up question stand alone, by rules."""

import re
from collections.abc import Sequence

from retrieval.terms import STOP_WORDS, content_terms, fold, terms

FEW_TERMS = 2  # a question with no more content terms than this leans on what went before
_LEANS = re.compile(
    r"^(?:and|but|so|what about|how about|et|mais|und|그럼|그러면|그리고|그런데)\b"
    r"|\b(?:it|its|they|their|them|this|these|those|he|she|his|her|there|that|then|"
    r"ce|cet|cette|ces|il|elle|ils|elles|celui|celle|y|en|leur|leurs)\b"
    r"|(?:그것|그곳|거기|이것|이는|그는|그들|해당|이때|그때|그 )",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\s?!.,;:()\[\]\"“”«»]+")


def standalone_question(question: str, history: Sequence[str]) -> str:
    """The question with the topic of the questions before it, if it leans on them.

    Args:
        history: the earlier questions, oldest first.

    Returns:
        The question as it is, or "How long is it? (WEST tokamak plasma record)".
    """
    standing = ""
    for turn in [*history, question]:
        standing = _resolve(turn.strip(), standing)
    return standing


def _resolve(question: str, before: str) -> str:
    if not before or not (_LEANS.search(question) or len(content_terms(question)) <= FEW_TERMS):
        return question
    own = set(terms(question))
    topic = [
        word
        for word in dict.fromkeys(_WORD.findall(before))
        if fold(word) not in STOP_WORDS and not own.issuperset(terms(word))
    ]
    return f"{question} ({' '.join(topic)})" if topic else question
