"""Which questions ask for something that they do not name, unlike "is it so" and "this or that"."""

import re

_ASKS = re.compile(
    r"\b(?:what|which|who|whom|whose|where|when|why|how|quel|quelle|quels|quelles|qui|où|quand|"
    r"pourquoi|comment|combien|wer|wen|wem|wo|wann|warum|wie|welche[rsnm]?)\b|"
    r"^\W*que\b|qu['’]est-ce|[은는]\s*\?$|무엇|무슨|뭐|누구|누가|어디|언제|왜|어떻게|어떤|어느|얼마|몇",
    re.IGNORECASE,
)
# The true answer may have the question's own words.
_ANSWERED_BY_ITS_WORDS = re.compile(
    r"^\W*(?:and |et )?(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|"
    r"est-ce|ist|sind|hat)\b|\b(?:or|ou|oder)\b|아니면|또는|혹은|중\s",
    re.IGNORECASE,
)


def is_open(question: str) -> bool:
    """Whether a question asks for something that it does not name itself."""
    return bool(_ASKS.search(question)) and not _ANSWERED_BY_ITS_WORDS.search(question)
