"""Reads a conversation as Gradio keeps it: turns with a role and contents of several forms."""

from typing import Any


def earlier_questions(history: list[dict[str, Any]]) -> list[str]:
    """The user's texts in Gradio's history, whose contents are strings or lists of blocks."""
    return [_text(turn["content"]) for turn in history if turn.get("role") == "user"]


def _text(content: str | list[dict[str, Any]]) -> str:
    if isinstance(content, str):
        return content
    return " ".join(str(block.get("text", "")) for block in content)
