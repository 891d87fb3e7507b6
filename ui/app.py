"""The web application: wiring only."""

import json
import os
import socket
from collections.abc import Iterable
from importlib.util import find_spec

import uvicorn
from fastapi import FastAPI

from retrieval.assistant import Assistant
from retrieval.errors import SettingsError
from retrieval.index import Library
from retrieval.settings import Settings

# Read when gradio is imported: nothing is sent anywhere.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr

from ui.address import Address
from ui.api_tools import Tool, api_tools
from ui.chat_tab import chat_tab
from ui.document_routes import document_routes
from ui.evaluation_tab import evaluation_tab
from ui.filter_form import offer_choices
from ui.gradio_api import close_the_rest, gradio_api
from ui.keeper import Keeper
from ui.library_tab import library_tab
from ui.openai_routes import openai_routes
from ui.page_image import page_image_routes
from ui.render import LOGO, SCRIPTS, STYLE
from ui.same_origin import SameOrigin
from ui.sidebar import conversation_parts, sidebar
from ui.theme import THEME

TITLE = "Energy-research chat"
SHUTDOWN_SECONDS = 2  # for answers that are being written


def create_app(library: Library) -> FastAPI:
    """The page at ``/``, and the routes of documents and for programs, over one library."""

    def masthead() -> str:
        count = len(library.catalogue.documents())
        return (
            f"<header>{LOGO.read_text(encoding='utf-8')}<div><h1>{TITLE}</h1><p>Answers in the "
            f"documents' own sentences, <mark>each with its source</mark>. {count} documents in "
            "the library.</p></div></header>"
        )

    assistant = Assistant(library)
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as blocks:
        gr.HTML(masthead, elem_id="masthead")
        parts, keeper = conversation_parts(), Keeper(library)
        sidebar(blocks, keeper, parts)
        with gr.Tab("Chat"):
            chat = chat_tab(blocks, assistant, keeper, parts)
        with gr.Tab("Library") as tab:
            library_tab(library, tab)
        with gr.Tab("Evaluation") as tab:
            evaluation_tab(assistant, tab)
        offer_choices(blocks, library, chat.additional_inputs)
        tools = api_tools(assistant)
        gradio_api(tools)
    close_the_rest(blocks, tools)
    app = _routes(assistant, tools)
    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        theme=THEME,
        css=STYLE,
        head=SCRIPTS,
        favicon_path=str(LOGO),
        show_error=False,
        footer_links=[],
    )
    return app


def _routes(assistant: Assistant, tools: Iterable[Tool]) -> FastAPI:
    """The application without the page."""
    library = assistant.library
    app = FastAPI(title=TITLE, docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(document_routes(library))
    app.include_router(page_image_routes(library))
    app.include_router(openai_routes(assistant))
    app.add_middleware(Address)
    app.add_middleware(SameOrigin)
    if find_spec("mcp"):  # an extra
        from ui.mcp_server import mount_mcp

        mount_mcp(app, tools, library.settings.host)
    return app


def serve(settings: Settings, *, as_json: bool = False) -> None:
    """Serve the page until it is stopped, and print its address.

    Raises:
        SettingsError: the address cannot be listened on.
    """
    listener = _listen(settings.host, settings.port)
    library = Library(settings)
    app = create_app(library)
    # Loaded before the first question, which would wait for it otherwise.
    library.encoder.encode_query("warm")
    host, port = listener.getsockname()[:2]
    address = f"http://{host}:{port}"
    said = json.dumps({"address": address}) if as_json else f"{TITLE}: {address}  (Ctrl-C stops it)"
    print(said, flush=True)  # noqa: T201
    # An open page keeps a connection that never ends by itself; Ctrl-C must not wait for it.
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=SHUTDOWN_SECONDS)
    uvicorn.Server(config).run(sockets=[listener])
    library.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        # Who reads the printed address may connect at once, before the server accepts.
        listener.listen()
    except OSError as error:
        listener.close()
        raise SettingsError(
            f"Cannot listen on {host}:{port} ({error.strerror}). Choose another port, for "
            f"example `energychat chat --port {port + 1 if port else 8080}`."
        ) from error
    return listener
