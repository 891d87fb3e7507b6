"""The functions for programs as tools of the Model Context Protocol, at ``/mcp``.

The server of the package ``mcp`` itself: Gradio's, which uses the same one, wants an older
pydantic than all else here, and gives Python's notation of a reply instead of JSON.
"""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from inspect import getdoc
from typing import Any

from fastapi import FastAPI
from mcp.server.fastmcp import FastMCP
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations

from ui.api_boundary import Tool

INSTRUCTIONS = (
    "Answers questions about energy research from a library of documents, each sentence with the "
    "words of the document that it is from. Cite the links that a reply gives, and say so where "
    "the documents do not answer."
)
READS_ONLY = ToolAnnotations(readOnlyHint=True, openWorldHint=False)


def mount_mcp(app: FastAPI, tools: Iterable[Tool], *, is_for_this_machine: bool) -> None:
    """Serve the tools at ``/mcp`` of an application that has not started yet.

    Args:
        is_for_this_machine: whether nobody is asked to sign in and no other machine to come.
    """
    # Stateless: a client that comes back after a restart need not begin anew.
    server = FastMCP(
        "energychat",
        INSTRUCTIONS,
        stateless_http=True,
        json_response=True,
        log_level="ERROR",
        transport_security=_guard(is_for_this_machine),
    )
    for tool in tools:
        server.add_tool(tool, description=getdoc(tool), annotations=READS_ONLY)
    app.router.routes.extend(server.streamable_http_app().routes)
    before = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[Any]:
        async with before(app) as state, server.session_manager.run():
            yield state

    app.router.lifespan_context = lifespan


def _guard(is_for_this_machine: bool) -> TransportSecuritySettings:
    """On this machine alone, a name that leads here from elsewhere is refused, too."""
    if not is_for_this_machine:
        return TransportSecuritySettings(enable_dns_rebinding_protection=False)
    names = [f"{name}:*" for name in ("127.0.0.1", "localhost", "[::1]")]
    origins = [f"http://{name}" for name in names]
    return TransportSecuritySettings(allowed_hosts=names, allowed_origins=origins)
