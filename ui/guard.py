"""Lets nobody in who has not signed in or sent a token; the one door before all that is served."""

from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.access import Access, bearer_token
from ui.openai_messages import error_json
from ui.root_path import path_below_root
from ui.same_origin import REFUSED, is_foreign

SIGN_IN = "/sign-in"
SIGN_IN_FIRST = (
    "Sign in first: your session may have ended. Programs send a token as "
    "`Authorization: Bearer TOKEN`."
)
ONLY_READS = {"GET", "HEAD", "OPTIONS"}
# Gradio's own files, which are the same for everybody, and large.
PUBLIC_FILES = ("/assets/", "/static/", "/svelte/")
POLICY_VIOLATION = 1008  # RFC 6455, section 7.4.1


class Guard:
    """Middleware; what it lets in has a ``user`` in its scope."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        headers, path = Headers(scope=scope), path_below_root(scope)
        if path == SIGN_IN:
            await self._app(scope, receive, send)
            return
        user = self._access.user_of(headers)
        if scope["type"] == "websocket" and (user is None or is_foreign(headers)):
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        elif user is None:
            await _refusal(scope, headers)(scope, receive, send)
        elif self._access.needs_sign_in and _is_forged(scope, headers):
            await JSONResponse({"detail": REFUSED}, 403)(scope, receive, send)
        else:
            hides = self._access.needs_sign_in and not path.startswith(PUBLIC_FILES)
            sent = _kept_by_nobody(send) if hides else send
            await self._app({**scope, "user": user}, receive, sent)


def _is_forged(scope: Scope, headers: Headers) -> bool:
    """Whether another site's page had a browser send what changes something, with its cookie."""
    changes = scope["type"] == "http" and scope["method"] not in ONLY_READS
    return changes and not bearer_token(headers) and is_foreign(headers)


def _refusal(scope: Scope, headers: Headers) -> Response:
    """What the sender of a request understands: a page to sign in, or an error."""
    path = path_below_root(scope)
    if "text/html" in headers.get("accept", ""):
        asked = ""
        if scope["method"] in ONLY_READS and path != "/":
            asked = quote(path)
        if query := scope["query_string"].decode("ascii", "ignore"):
            asked = f"{asked or '/'}?{query}"
        after = f"?next={quote(asked, safe='')}" if asked else ""
        return RedirectResponse(f"{scope.get('root_path', '')}{SIGN_IN}{after}", 303)
    if path.startswith("/v1/"):
        said = error_json(SIGN_IN_FIRST, "invalid_api_key", "authentication_error")
    elif path.startswith("/mcp"):
        said = {"error": "invalid_token", "error_description": SIGN_IN_FIRST}
    else:
        said = {"detail": SIGN_IN_FIRST}
    return JSONResponse(said, 401, {"WWW-Authenticate": 'Bearer realm="energychat"'})


def _kept_by_nobody(send: Send) -> Send:
    """Says of what is for users alone that neither a proxy nor the browser may keep it."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.setdefault("Cache-Control", "private, no-store")
        await send(message)

    return sent
