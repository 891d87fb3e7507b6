"""The path below which a reverse proxy offers this server, such as ``/energy``."""

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class RootPath:
    """Middleware that takes requests with the path and, from a proxy that strips it, without."""

    def __init__(self, app: ASGIApp, root_path: str) -> None:
        self._app = app
        self._root = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, its path as ASGI wants it: with the root path, which is named."""
        if self._root and scope["type"] in {"http", "websocket"}:
            if scope["path"] == self._root:
                # Without a slash at its end, the page's relative links would lead out of it.
                await RedirectResponse(f"{self._root}/")(scope, receive, send)
                return
            scope = {**scope, "root_path": self._root}
            if not scope["path"].startswith(f"{self._root}/"):
                scope["path"] = self._root + scope["path"]
                scope["raw_path"] = self._root.encode() + (scope.get("raw_path") or b"")
        await self._app(scope, receive, send)


def path_below_root(scope: Scope) -> str:
    """The path of a request as this application's routes name it."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))
