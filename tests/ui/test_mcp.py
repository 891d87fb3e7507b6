"""The tools, called with the official client of the Model Context Protocol."""

import asyncio
import json
import urllib.request
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from urllib.error import HTTPError

import pytest
from commands import Server

pytest.importorskip("mcp", reason="needs the extra mcp: pip install 'energychat[mcp]'")

from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, Tool

SIGNED = "What did KIER and NRC CEI sign?"
Result = TypeVar("Result")
LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}


def call(server: Server, name: str, **arguments: object) -> CallToolResult:
    async def ask(session: ClientSession) -> CallToolResult:
        return await session.call_tool(name, arguments)

    return asyncio.run(with_session(server, ask))


async def with_session(server: Server, ask: Callable[[ClientSession], Awaitable[Result]]) -> Result:
    async with (
        streamable_http_client(f"{server.address}/mcp") as (reading, writing, _),
        ClientSession(reading, writing) as session,
    ):
        await session.initialize()
        return await ask(session)


def tools(server: Server) -> dict[str, Tool]:
    listed = asyncio.run(with_session(server, lambda session: session.list_tools()))
    return {tool.name: tool for tool in listed.tools}


def content(result: CallToolResult) -> dict[str, Any]:
    assert not result.isError, result.content
    assert result.structuredContent is not None
    return result.structuredContent


def test_there_are_five_tools_which_change_nothing(server: Server) -> None:
    listed = tools(server)
    assert list(listed) == ["ask", "search", "documents", "document", "evaluate"]
    assert all(tool.annotations and tool.annotations.readOnlyHint for tool in listed.values())


def test_a_tool_says_what_it_does_and_what_its_arguments_are(server: Server) -> None:
    ask = tools(server)["ask"]
    assert str(ask.description).startswith("Answer a question from the documents")
    assert ask.inputSchema["required"] == ["question"]
    assert ask.inputSchema["properties"]["question"]["type"] == "string"
    assert all(field["description"] for field in ask.inputSchema["properties"].values())


def test_an_answer_has_citations_with_links(server: Server) -> None:
    result = call(server, "ask", question=SIGNED)
    answer = content(result)
    assert "Letter of Intent" in answer["answer"]
    assert answer["citations"][0]["url"].startswith(f"{server.address}/document/")
    assert json.loads(result.content[0].text) == answer  # type: ignore[union-attr]


def test_passages_documents_and_pages_are_given(server: Server) -> None:
    found = content(call(server, "search", query="KSTAR", limit=1))["passages"][0]
    listed = content(call(server, "documents"))["documents"]
    assert found["document"] in {each["document"] for each in listed}
    pages = content(call(server, "document", document=found["document"]))["pages"]
    assert found["text"] in pages[found["page"] - 1]["text"]


def test_an_evaluation_judges_each_question(server: Server) -> None:
    rows = [{"question": SIGNED, "answers": ["Letter of Intent"]}, {"question": "What?"}]
    found = content(call(server, "evaluate", questions=rows))
    assert [row["verdict"] for row in found["questions"]] == ["right"]
    assert [row["row"] for row in found["bad_rows"]] == [2]
    schema = tools(server)["evaluate"].inputSchema["properties"]["questions"]
    assert schema["maxItems"] == 50


def test_what_cannot_be_given_is_said_in_a_sentence(server: Server) -> None:
    result = call(server, "document", document="none.md")
    assert result.isError
    assert "has no document 'none.md'" in result.content[0].text  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://example.org"}, 403),
        # A name of another site that leads to this machine.
        ({"Host": "example.org", "Origin": "http://example.org"}, 421),
    ],
)
def test_a_page_of_another_site_is_refused(
    server: Server, headers: dict[str, str], status: int
) -> None:
    sent = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    body = json.dumps(LIST).encode()
    request = urllib.request.Request(f"{server.address}/mcp", body, sent | headers)
    try:
        with urllib.request.urlopen(request) as answer:
            code = answer.status
    except HTTPError as error:
        with error:
            code = error.code
    assert code == status
