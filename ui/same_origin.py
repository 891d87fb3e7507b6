"""Turns away what a web page of another site sends to the programs' interfaces.

Whoever has the server on their own machine lets every page that they visit send requests to it.
"""

from urllib.parse import urlsplit

from fastapi.responses import JSONResponse
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.openai_messages import error_json
from ui.root_path import path_below_root

GUARDED = ("/v1/", "/mcp")
REFUSED = "A web page of another site may not ask here."


class SameOrigin:
    """Middleware: what a browser sends from another host than this one is refused with 403."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, or refuse it."""
        is_guarded = scope["type"] == "http" and path_below_root(scope).startswith(GUARDED)
        if is_guarded and is_foreign(Headers(scope=scope)):
            refusal = JSONResponse(error_json(REFUSED, "cross_origin"), 403)
            await refusal(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def is_foreign(headers: Headers) -> bool:
    """Whether a browser says that another host's page sent this; programs say nothing."""
    origin = headers.get("origin")
    # A page without a host of its own, such as one in a sandbox, sends "null".
    return origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
