"""Gradio's chat, taking back one question at a time."""

import gradio as gr
from gradio.components.chatbot import NormalizedMessageDict

from ui.conversation import earlier_questions


class Chat(gr.ChatInterface):
    """The chat whose retry and undo take back the last question alone.

    Gradio's take back all questions behind the last answer as one text, of which there are several
    where an answer was stopped.
    """

    def _pop_last_user_message(
        self, history: list[NormalizedMessageDict]
    ) -> tuple[list[NormalizedMessageDict], str]:
        asked = [place for place, turn in enumerate(history) if turn["role"] == "user"]
        if not asked:
            return history, ""
        return history[: asked[-1]], earlier_questions([dict(turn) for turn in history])[-1]
