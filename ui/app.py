"""The web application: wiring only."""

import json
import os
import socket
import time
from collections.abc import Callable, Iterable
from importlib.util import find_spec

import uvicorn
from fastapi import FastAPI

from retrieval.assistant import Assistant
from retrieval.errors import SettingsError
from retrieval.index import Library
from retrieval.settings import Settings
from retrieval.users import User

# Read when gradio is imported: nothing is sent anywhere.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr

from ui.access import EVERYBODY, Access, is_local
from ui.account import SESSION_ENDED, account_html
from ui.address import Address
from ui.api_boundary import Tool
from ui.api_tools import api_tools
from ui.chat_tab import chat_tab
from ui.document_routes import document_routes
from ui.evaluation_tab import evaluation_tab
from ui.filter_form import offer_choices
from ui.gradio_api import close_the_rest, gradio_api
from ui.gradio_words import button_words
from ui.guard import Guard
from ui.keeper import Keeper
from ui.labels import label, labels
from ui.library_tab import library_tab
from ui.openai_routes import openai_routes
from ui.page_image import page_image_routes
from ui.render import LOGO, SCRIPTS, STYLE
from ui.roles import name_of, user_of
from ui.root_path import RootPath
from ui.same_origin import SameOrigin
from ui.sidebar import conversation_parts, sidebar
from ui.sign_in_routes import sign_in_routes
from ui.theme import THEME
from ui.translation import PageLanguage, translated

TITLE = "Energy-research chat"
PROMISE = "Answers in the documents' own sentences, <mark>each with its source</mark>."
ONE_DOCUMENT, SIZE = "1 document in the library.", "{count} documents in the library."
SHUTDOWN_SECONDS = 2  # for answers that are being written
# Files that were uploaded or offered are looked at each hour, and go a day later, or at the end.
CACHE_SECONDS = (3600, 24 * 3600)


def create_app(library: Library, clock: Callable[[], float] = time.time) -> FastAPI:
    """The page at ``/``, and the routes of documents and for programs, over one library.

    Args:
        clock: seconds since 1970, for sessions that end.
    """

    def masthead(user: User = EVERYBODY) -> str:
        count = len(library.catalogue.documents())
        size = translated(ONE_DOCUMENT if count == 1 else SIZE, count=count)
        return (
            f"{account_html(user)}<header>{LOGO.read_text(encoding='utf-8')}<div><h1>{TITLE}</h1>"
            f"<p>{translated(PROMISE)} {size}</p></div></header>"
        )

    def masthead_for(request: gr.Request) -> str:
        return masthead(user_of(request))

    assistant = Assistant(library)
    with gr.Blocks(
        title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=CACHE_SECONDS
    ) as blocks:
        head = gr.HTML(masthead(), elem_id="masthead")
        gr.HTML(str(label(SESSION_ENDED)), visible="hidden", elem_id="when-session-ends")
        button_words()
        parts, keeper = conversation_parts(), Keeper(library)
        sidebar(blocks, keeper, parts)
        with gr.Tab(label("Chat")):
            chat = chat_tab(blocks, assistant, keeper, parts)
        with gr.Tab(label("Library")) as tab:
            changing = library_tab(library, tab, blocks)
        with gr.Tab(label("Evaluation")) as tab:
            evaluation_tab(assistant, tab)
        for counts in (blocks.load, *(event.then for event in changing)):
            counts(masthead_for, None, head, show_progress="hidden", api_visibility="private")
        offer_choices(blocks, library, chat.additional_inputs)
        tools = api_tools(assistant)
        gradio_api(tools)
    close_the_rest(blocks, tools)
    app = _routes(assistant, tools, Access(library.state, library.settings, clock))
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
        i18n=labels(),
        auth_dependency=name_of,
        root_path=library.settings.root_path,
    )
    return app


def _routes(assistant: Assistant, tools: Iterable[Tool], access: Access) -> FastAPI:
    """The application without the page."""
    library, settings = assistant.library, assistant.library.settings
    app = FastAPI(title=TITLE, docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(sign_in_routes(access, TITLE))
    app.include_router(document_routes(library))
    app.include_router(page_image_routes(library))
    app.include_router(openai_routes(assistant))
    # The last one added is asked first.
    app.add_middleware(Guard, access=access)
    app.add_middleware(Address)
    app.add_middleware(PageLanguage)
    app.add_middleware(SameOrigin)
    app.add_middleware(RootPath, root_path=settings.root_path)
    if find_spec("mcp"):  # an extra
        from ui.mcp_server import mount_mcp

        is_closed = access.needs_sign_in or settings.allow_anonymous
        mount_mcp(app, tools, is_for_this_machine=is_local(settings) and not is_closed)
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
    # An open page keeps a connection that never ends by itself; Ctrl-C must not wait for it.
    config = uvicorn.Config(
        app,
        log_level="warning",
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        forwarded_allow_ips=settings.trusted_proxies,
    )
    _Server(config, said).run(sockets=[listener])
    library.close()


class _Server(uvicorn.Server):
    """Says where it serves once Ctrl-C is its own: one that came sooner would be lost."""

    def __init__(self, config: uvicorn.Config, said: str) -> None:
        super().__init__(config)
        self._said = said

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve, and say so."""
        await super().startup(sockets)
        print(self._said, flush=True)  # noqa: T201


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
