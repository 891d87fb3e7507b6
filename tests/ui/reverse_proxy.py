"""A reverse proxy that offers a server below a path, as nginx and Caddy do."""

import contextlib
from collections.abc import AsyncIterator, Iterator

import httpx
from own_server import Clock, Closed, add_users, serving
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from retrieval import Library
from ui.app import create_app

ROOT = "/energy"
# What a proxy must not hand on from one connection to another.
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "upgrade", "te", "trailer"}


@contextlib.contextmanager
def offered(library: Library, *, strips: bool) -> Iterator[Closed]:
    """A server at which users sign in, behind a proxy that strips the path or keeps it."""
    add_users(library)
    library.settings = library.settings.model_copy(update={"root_path": ROOT})
    clock = Clock()
    with (
        serving(create_app(library, clock)) as server,
        serving(proxy(server.address, strips=strips)) as front,
    ):
        yield Closed(f"{front.address}{ROOT}", library, clock)


def proxy(behind: str, *, strips: bool) -> Starlette:
    """A reverse proxy as nginx is one, which offers a server below the path and nothing else."""

    async def forward(request: Request) -> Response:
        path = request.url.path.removeprefix(ROOT) if strips else request.url.path
        headers = [
            (name, value) for name, value in request.headers.raw if name.decode() not in HOP_BY_HOP
        ] + [(b"x-forwarded-proto", b"http"), (b"x-forwarded-for", b"192.0.2.7")]
        client = httpx.AsyncClient(timeout=60)
        asked = client.build_request(
            request.method,
            f"{behind}{path}",
            params=request.query_params,
            headers=headers,
            content=await request.body(),
        )
        answer = await client.send(asked, stream=True)

        async def body() -> AsyncIterator[bytes]:
            async for piece in answer.aiter_raw():
                yield piece
            await client.aclose()

        response = StreamingResponse(body(), answer.status_code)
        response.raw_headers = [
            pair for pair in answer.headers.raw if pair[0].decode().lower() not in HOP_BY_HOP
        ]
        return response

    methods = ["GET", "POST", "HEAD", "DELETE"]
    return Starlette(routes=[Route(f"{ROOT}/{{path:path}}", forward, methods=methods)])
