"""Reads a conversation as Gradio keeps it: turns with a role and contents of several forms.

Gradio keeps texts alone. The answers behind them are kept beside, by the place of their question
among the user's, so that a turn which was cleared, undone or asked again is known by its absence.
"""

from collections.abc import Mapping
from typing import Any

from retrieval.records import Answer, Exchange

Kept = Mapping[int, Answer]


def earlier_questions(history: list[dict[str, Any]]) -> list[str]:
    """The user's texts in Gradio's history, whose contents are strings or lists of blocks."""
    return [_text(turn["content"]) for turn in history if turn.get("role") == "user"]


def kept_before(kept: Kept, history: list[dict[str, Any]]) -> Kept:
    """The answers to the questions of a history, without any that came after it."""
    turns = len(earlier_questions(history))
    return {turn: answer for turn, answer in kept.items() if turn < turns}


def kept_with(kept: Kept, history: list[dict[str, Any]], answer: Answer) -> Kept:
    """The same and the answer to the question that follows the history."""
    return {**kept_before(kept, history), len(earlier_questions(history)): answer}


def answers_shown(kept: Kept, history: list[dict[str, Any]]) -> list[Answer]:
    """The answers that stand in the page; questions that have none are left out."""
    return [each.answer for each in exchanges_shown(kept, history) if each.answer]


def exchanges_shown(kept: Kept, history: list[dict[str, Any]]) -> list[Exchange]:
    """The questions that stand in the page, each with its answer if it has one by now."""
    return [
        Exchange(question.strip(), _answer_to(question, kept.get(turn)))
        for turn, question in enumerate(earlier_questions(history))
        if question.strip()
    ]


def _answer_to(question: str, answer: Answer | None) -> Answer | None:
    # Where a new question has taken the place of one cleared, its answer is yet to come.
    return answer if answer and answer.question.strip() == question.strip() else None


def _text(content: str | list[dict[str, Any]]) -> str:
    if isinstance(content, str):
        return content
    return " ".join(str(block.get("text", "")) for block in content)
