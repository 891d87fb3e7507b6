"""Web sites on loopback, and a small internet in which they have public addresses."""

import threading
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from httpcore2 import SOCKET_OPTION, ConnectError, NetworkBackend, NetworkStream, SyncBackend

Answer = Callable[[BaseHTTPRequestHandler], None]


class Site(ThreadingHTTPServer):
    """A real server on loopback that answers by path; it has no robots.txt unless given one."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), _Handler)
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: who asks hangs up where an answer is too long."""

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"

    def page(
        self, path: str, content: str | bytes, media_type: str = "text/html", **headers: str
    ) -> str:
        """Answer with a page; keywords are headers, their low lines meant as hyphens."""
        given = content.encode() if isinstance(content, str) else content
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.answer(path, 200, {"Content-Type": media_type, **more}, given)

    def moved(self, path: str, to: str, status: int = 302) -> str:
        return self.answer(path, status, {"Location": to})

    def answer(
        self, path: str, status: int, headers: dict[str, str] | None = None, content: bytes = b""
    ) -> str:
        def answer_(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in (headers or {}).items():
                handler.send_header(name, value)
            handler.send_header("Content-Length", str(len(content)))
            handler.end_headers()
            handler.wfile.write(content)

        self.answers[path] = answer_
        return self.url(path)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        if self.path not in self.server.answers:
            self.server.answer(self.path, 404)
        self.server.answers[self.path](self)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Internet(NetworkBackend):
    """Names with addresses, and addresses with a site behind them."""

    def __init__(self) -> None:
        self.names: dict[str, list[str]] = {}
        self.sites: dict[str, Site] = {}
        self.connected: list[str] = []
        self.looked_up: list[str] = []

    def resolve(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        if host not in self.names:
            raise OSError(f"no host {host} at {port}")
        return self.names[host]

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> NetworkStream:
        self.connected.append(host)
        if host not in self.sites:
            raise ConnectError(f"{host}:{port} does not answer")
        port = self.sites[host].server_port
        return SyncBackend().connect_tcp("127.0.0.1", port, timeout, local_address, socket_options)
