"""Addresses that ask a question in the chat, such as ``./?question=What+is+LCOE%3F``."""

from typing import Any
from urllib.parse import urlencode

import gradio as gr

from evaluation import GoldQuestion

QUESTION, EARLIER = "question", "after"  # names in the address
ASK = """(question) => {
  const press = () => document.querySelector('#question [data-testid=submit-button]')?.click();
  if (question) setTimeout(press, 0);  // when the textbox shows the question
}"""


def chat_link(gold: GoldQuestion) -> str:
    """The address, below that of the page, which asks a question after those before it."""
    asked = {QUESTION: gold.question}
    if gold.history:
        asked[EARLIER] = "\n".join(" ".join(question.split()) for question in gold.history)
    return f"./?{urlencode(asked)}"


def ask_from_address(blocks: gr.Blocks, chat: gr.ChatInterface) -> None:
    """Ask, when the page is opened, what its address asks."""

    def read(request: gr.Request) -> tuple[list[dict[str, Any]], str]:
        asked = dict(request.query_params)
        earlier = asked.get(EARLIER, "").splitlines()
        return [{"role": "user", "content": text} for text in earlier], asked.get(QUESTION, "")

    opened = blocks.load(
        read,
        None,
        [chat.chatbot_value, chat.textbox],
        show_progress="hidden",
        api_visibility="private",
    )
    opened.then(None, chat.textbox, None, js=ASK)
