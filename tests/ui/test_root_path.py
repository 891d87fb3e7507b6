"""Behind a reverse proxy that offers the server below a path: what programs get."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest
from gradio_client import Client
from openai import OpenAI
from own_server import Closed, serving
from reverse_proxy import ROOT, offered

from retrieval import Library, Settings
from ui.app import create_app

COST = "How much does the pump of Ely cost?"


@pytest.fixture(params=["stripped", "kept"])
def behind(request: pytest.FixtureRequest, small_library: Library) -> Iterator[Closed]:
    """A server behind a proxy that strips the path or keeps it."""
    with offered(small_library, strips=request.param == "stripped") as server:
        yield server


def test_programs_are_given_links_below_the_path(behind: Closed) -> None:
    token = behind.token("jun")
    headers = {"Authorization": f"Bearer {token}"}
    openai = OpenAI(base_url=f"{behind.address}/v1", api_key=token, max_retries=0)
    asked = {"role": "user", "content": COST}
    reply = openai.chat.completions.create(model="energychat", messages=[asked])  # type: ignore
    assert f"{behind.address}/document/pump.md" in str(reply.choices[0].message.content)
    gradio = Client(f"{behind.address}/", verbose=False, headers=headers)
    answer = gradio.predict(question=COST, api_name="/ask")
    link = answer["citations"][0]["url"]
    assert link.startswith(f"{behind.address}/document/pump.md")
    assert "5,200 pounds" in httpx.get(link, headers=headers).text


def test_mcp_works_below_the_path(behind: Closed) -> None:
    pytest.importorskip("mcp", reason="needs the extra mcp: pip install 'energychat[mcp]'")
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def first_link(headers: dict[str, str]) -> str:
        async with (
            httpx.AsyncClient(headers=headers, timeout=60) as http,
            streamable_http_client(f"{behind.address}/mcp", http_client=http) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            reply = await session.call_tool("ask", {"question": COST})
            return str((reply.structuredContent or {})["citations"][0]["url"])

    link = asyncio.run(first_link({"Authorization": f"Bearer {behind.token('jun')}"}))
    assert link.startswith(f"{behind.address}/document/")


def test_the_path_without_a_slash_leads_to_the_page(small_library: Library) -> None:
    small_library.settings = Settings(root_path=ROOT, allow_anonymous=True)
    with serving(create_app(small_library)) as server:
        led = httpx.get(f"{server.address}{ROOT}")
        assert led.headers["location"] == f"{ROOT}/"
        assert "Energy-research chat" in httpx.get(f"{server.address}{ROOT}/").text
        # Also without the proxy the page is there.
        assert "Energy-research chat" in httpx.get(server.address).text
