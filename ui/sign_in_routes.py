"""The page where users sign in, and the way out."""

import math
import re
from functools import partial
from urllib.parse import parse_qs

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ui.access import COOKIE, Access
from ui.guard import SIGN_IN
from ui.pages import template
from ui.render import STYLE
from ui.same_origin import REFUSED, is_foreign
from ui.translation import translated

# Each check of a password takes 64 MiB.
CHECKS_AT_ONCE = CapacityLimiter(2)
LONGEST_FORM = 2**14  # bytes
WRONG = "That name and password do not belong together."
SIGNED_OUT = "You are signed out."
TOO_MANY = "Too many attempts. Try again in {time}."
OUT = "out"  # what the address says after signing out
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    # Not none at all: the browser would then not say which page sent the form.
    "Referrer-Policy": "same-origin",
}
# A browser reads a backslash as a slash, leaves tabs out, and takes `//host` for another site.
PATH_HERE = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


def sign_in_routes(access: Access, title: str) -> APIRouter:
    """The routes ``/sign-in`` and ``/sign-out``; the latter is behind the guard."""
    router = APIRouter()

    def page(said: str, status: int = 200, name: str = "") -> HTMLResponse:
        html = template("sign_in.html").render(
            title=title, style=STYLE, said=translated(said), name=name
        )
        return HTMLResponse(html, status, HEADERS)

    @router.get(SIGN_IN)
    def form(request: Request, next: str = "", said: str = "") -> Response:
        if not access.needs_sign_in:
            return RedirectResponse(_inside(request, next), 303)
        return page(SIGNED_OUT if said == OUT else "")

    @router.post(SIGN_IN)
    async def enter(request: Request, next: str = "") -> Response:
        if is_foreign(request.headers):
            return page(REFUSED, 403)
        given = await _form(request)
        name, password = given.get("name", ""), given.get("password", "")
        host = request.client.host if request.client else ""
        check = partial(access.sign_in, name, password, host)
        entered = await run_sync(check, limiter=CHECKS_AT_ONCE)
        if entered.wait_seconds:
            seconds = math.ceil(entered.wait_seconds)
            said = translated(TOO_MANY, time=_duration(seconds))
            answer = page(said, 429, name)
            answer.headers["Retry-After"] = str(seconds)
            return answer
        if not entered.secret:
            return page(WRONG, 401, name)
        access.sign_out(request.headers)  # an earlier session in this browser
        inside = RedirectResponse(_inside(request, next), 303, HEADERS)
        inside.set_cookie(
            COOKIE,
            entered.secret,
            max_age=access.session_seconds,
            path=_root(request) or "/",
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="lax",
        )
        return inside

    @router.post("/sign-out")
    def leave(request: Request) -> Response:
        access.sign_out(request.headers)
        outside = RedirectResponse(f"{_root(request)}{SIGN_IN}?said={OUT}", 303)
        outside.delete_cookie(COOKIE, path=_root(request) or "/", httponly=True, samesite="lax")
        return outside

    return router


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", ""))


def _inside(request: Request, path: str) -> str:
    """Where to go after signing in: a path of this server and of no other."""
    return _root(request) + (path if PATH_HERE.fullmatch(path) else "/")


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form; those beyond the longest one are left out."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST_FORM:
            return {}
    fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=None)
    return {name: values[0] for name, values in fields.items()}


def _duration(seconds: int) -> str:
    if seconds <= 60:
        return translated("{count} seconds", count=seconds)
    return translated("{count} minutes", count=math.ceil(seconds / 60))
