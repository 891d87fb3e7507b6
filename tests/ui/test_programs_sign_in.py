"""Programs with a token and without: the real clients of each interface."""

import asyncio

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AuthenticationError
from openai import AuthenticationError as OpenAIAuthenticationError
from openai import OpenAI
from own_server import Closed

COST = "How much does the pump of Ely cost?"


def openai(closed: Closed, key: str) -> OpenAI:
    return OpenAI(base_url=f"{closed.address}/v1", api_key=key, max_retries=0)


def completed(client: OpenAI) -> str:
    asked = {"role": "user", "content": COST}
    reply = client.chat.completions.create(model="energychat", messages=[asked])  # type: ignore
    return str(reply.choices[0].message.content)


def test_openais_client_takes_the_token_as_its_key(closed: Closed) -> None:
    assert "5,200 pounds" in completed(openai(closed, closed.token("jun")))
    with pytest.raises(OpenAIAuthenticationError, match="Sign in first"):
        completed(openai(closed, "none"))


def test_a_token_that_was_revoked_opens_nothing(closed: Closed) -> None:
    client = openai(closed, closed.token("jun"))
    assert client.models.list().data[0].id == "energychat"
    closed.library.state.revoke_token("jun", "test")
    with pytest.raises(OpenAIAuthenticationError):
        client.models.list()


def test_gradios_client_sends_the_token_in_a_header(closed: Closed) -> None:
    headers = {"Authorization": f"Bearer {closed.token('jun')}"}
    client = Client(closed.address, verbose=False, headers=headers)
    assert "5,200 pounds" in client.predict(question=COST, api_name="/ask")["answer"]
    with pytest.raises(AuthenticationError):
        Client(closed.address, verbose=False)


def test_mcps_client_sends_the_token_in_a_header(closed: Closed) -> None:
    pytest.importorskip("mcp", reason="needs the extra mcp: pip install 'energychat[mcp]'")
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def answer(headers: dict[str, str]) -> str:
        async with (
            httpx.AsyncClient(headers=headers, timeout=60) as http,
            streamable_http_client(f"{closed.address}/mcp", http_client=http) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            reply = await session.call_tool("ask", {"question": COST})
            return str((reply.structuredContent or {})["answer"])

    headers = {"Authorization": f"Bearer {closed.token('jun')}"}
    assert "5,200 pounds" in asyncio.run(answer(headers))
    with pytest.raises(BaseExceptionGroup) as refused:
        asyncio.run(answer({}))
    assert "401" in str([*leaves(refused.value)])


def leaves(group: BaseException) -> list[BaseException]:
    if isinstance(group, BaseExceptionGroup):
        return [leaf for each in group.exceptions for leaf in leaves(each)]
    return [group]


def test_documents_are_read_with_a_token_too(closed: Closed) -> None:
    headers = {"Authorization": f"Bearer {closed.token('jun')}"}
    with closed.client() as client:
        assert "pump" in client.get("/original/pump.md", headers=headers).text
        wrong = client.get("/original/pump.md", headers={"Authorization": "Bearer wrong"})
        assert wrong.status_code == 401
