"""Under which address whoever asks knows this server, for links in what it answers."""

from contextvars import ContextVar

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

_ADDRESS: ContextVar[str] = ContextVar("address", default="")


def address() -> str:
    """The address without a slash at its end; empty where no request is being answered."""
    return _ADDRESS.get()


def note_address(request: Request) -> None:
    """Take the address from a request that is about to be answered."""
    _ADDRESS.set(str(request.base_url).rstrip("/"))


class Address:
    """Middleware that notes the address, also for the threads in which a request is answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on."""
        if scope["type"] == "http":
            note_address(Request(scope))
        await self._app(scope, receive, send)
