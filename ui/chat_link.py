"""Addresses that ask a question in the chat, such as ``./?question=What+is+LCOE%3F``."""

from urllib.parse import urlencode

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
