"""The functions for programs, for Gradio's client: ``predict(…, api_name="/ask")``."""

from collections.abc import Iterable
from functools import wraps

import gradio as gr
from gradio.events import api

from retrieval.errors import EnergyChatError
from ui.address import note_address
from ui.answering import ANSWERS_AT_ONCE
from ui.api_boundary import Tool
from ui.roles import with_request
from ui.serialise import Json


def gradio_api(tools: Iterable[Tool]) -> None:
    """Put the functions into the Blocks that are being built, each under its name."""
    for tool in tools:
        api(_for_gradio(tool), api_name=tool.__name__, concurrency_limit=ANSWERS_AT_ONCE)


def close_the_rest(blocks: gr.Blocks, tools: Iterable[Tool]) -> None:
    """Close to programs what the page itself does, once it is built."""
    names = {tool.__name__ for tool in tools}
    for event in blocks.fns.values():
        if event.api_name not in names:
            event.api_visibility = "private"


def _for_gradio(tool: Tool) -> Tool:
    @wraps(tool)
    async def run(request: gr.Request, *arguments: object) -> Json:
        # Gradio's queue calls this outside of the request in which the middleware noted it.
        if request.request:
            note_address(request.request)
        try:
            return await tool(*arguments)
        except EnergyChatError as error:
            # Of all errors, Gradio hands only its own on to whoever asks.
            raise gr.Error(str(error), print_exception=False) from error

    with_request(run, tool)
    return run
