"""Lets a language model make a follow-up question stand alone; the rules are the fallback."""

import re
from collections.abc import Iterable, Sequence
from contextlib import closing

from retrieval.errors import LanguageModelError
from retrieval.followup import StandaloneQuestion, standalone_question
from retrieval.models import LanguageModel
from retrieval.prompting import follow_up_messages
from retrieval.terms import content_terms

TURNS = 3  # earlier questions that the model sees
LONGEST = 300  # characters of a question
TIMEOUT_SHARE = 0.3  # of the model's time; the answer is what it is for
_LABEL = re.compile(r"^(?:(?:rewritten|stand-?alone|last|new)?\s*question\s*:|[-*>])\s*", re.I)


def rewritten_question(
    model: LanguageModel, question: str, history: Sequence[str]
) -> StandaloneQuestion:
    """The question in the model's words if it leans on those before it, else as it is.

    The model's words count only if they are words of the conversation, so that it can
    neither change the subject nor bring a name of its own; else the rules' reading holds.

    Args:
        history: the earlier questions, oldest first.
    """
    by_rules = standalone_question(question, history)
    if not by_rules.topic:
        return by_rules
    earlier = list(history)[-TURNS:]
    try:
        with closing(
            model.stream(
                follow_up_messages(question, earlier), TIMEOUT_SHARE * model.timeout_seconds
            )
        ) as pieces:
            text = _first_line(pieces)
    except LanguageModelError:
        return by_rules  # the answer will say that the model is down
    is_sound = _is_sound(text, question, [*earlier, by_rules.topic])
    return StandaloneQuestion(text) if is_sound else by_rules


def _first_line(pieces: Iterable[str]) -> str:
    text = ""
    for piece in pieces:
        text += piece
        if "\n" in text.strip() or len(text) > LONGEST:
            break
    line = text.strip().partition("\n")[0]
    return _LABEL.sub("", line).strip().strip('"“”«»')


def _is_sound(text: str, question: str, earlier: Sequence[str]) -> bool:
    """Whether a text has all words of the question, and more of the conversation's alone."""
    own, known = set(content_terms(question)), set(content_terms(" ".join(earlier)))
    said = set(content_terms(text))
    return (
        len(text) <= LONGEST
        and text.endswith(("?", "？"))
        and own <= said
        and own < said <= own | known
    )
