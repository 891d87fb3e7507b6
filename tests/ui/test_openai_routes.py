"""The chat completions, asked for with OpenAI's own client of a running server."""

import json
import urllib.request
from urllib.error import HTTPError

import openai
import pytest
from commands import Server
from openai import OpenAI
from openai.types.chat import ChatCompletion

SIGNED = "What did KIER and NRC CEI sign?"
UNANSWERABLE = "Who won the football world cup in 1954?"


@pytest.fixture(scope="module")
def client(server: Server) -> OpenAI:
    """OpenAI's client, which has to send some key."""
    return OpenAI(base_url=f"{server.address}/v1", api_key="none", max_retries=0)


@pytest.fixture(scope="module")
def signed(client: OpenAI) -> ChatCompletion:
    """The answer to a question that the corpus answers."""
    return complete(client, SIGNED)


def complete(client: OpenAI, *questions: str) -> ChatCompletion:
    return client.chat.completions.create(
        model="energychat", messages=[{"role": "user", "content": text} for text in questions]
    )


def post(
    server: Server, body: object, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str]]:
    """Status and error of a request that OpenAI's client would not send."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    sent = {"Content-Type": "application/json"} | (headers or {})
    request = urllib.request.Request(f"{server.address}/v1/chat/completions", data, sent)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, {}
    except HTTPError as error:
        with error:
            return error.code, json.load(error)["error"]


def asking(question: str, **more: object) -> dict[str, object]:
    return {"model": "energychat", "messages": [{"role": "user", "content": question}]} | more


def test_the_one_model_is_listed(client: OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["energychat"]
    assert client.models.retrieve("energychat").id == "energychat"


def test_an_answer_is_a_sentence_with_its_marker_and_its_source(signed: ChatCompletion) -> None:
    content = str(signed.choices[0].message.content)
    text, _, sources = content.partition("\n\nSources:\n1. ")
    assert "Letter of Intent" in text
    assert "[1]" in text
    assert "page 1: http://127.0.0.1:" in sources
    assert signed.choices[0].finish_reason == "stop"


def test_a_citation_opens_the_cited_words_on_this_server(
    signed: ChatCompletion, server: Server
) -> None:
    citation = signed.choices[0].message.citations[0]  # type: ignore[attr-defined]
    assert citation["marker"] == 1
    assert citation["url"].startswith(f"{server.address}/document/{citation['document']}?page=1&")
    with urllib.request.urlopen(citation["url"]) as page:
        assert '<mark id="cited">' in page.read().decode()


def test_a_reply_says_that_it_answers_and_how_surely(signed: ChatCompletion) -> None:
    message = signed.choices[0].message
    assert message.answered is True  # type: ignore[attr-defined]
    assert 0.3 <= message.confidence <= 1  # type: ignore[attr-defined]


def test_a_reply_has_numbers_of_tokens(signed: ChatCompletion) -> None:
    assert signed.usage is not None
    assert signed.usage.prompt_tokens == 11  # 31 bytes, three a token
    assert signed.usage.total_tokens == 11 + signed.usage.completion_tokens


def test_a_stream_says_what_a_whole_reply_says(client: OpenAI, signed: ChatCompletion) -> None:
    stream = client.chat.completions.create(
        model="energychat",
        messages=[{"role": "user", "content": SIGNED}],
        stream=True,
        stream_options={"include_usage": True},
    )
    *chunks, last, usage = list(stream)
    whole = signed.choices[0].message
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == whole.content
    assert last.choices[0].finish_reason == "stop"
    for name in ("citations", "answered", "confidence"):
        assert getattr(last, name) == getattr(whole, name)
    assert usage.usage == signed.usage


def test_a_stream_ends_with_done(server: Server) -> None:
    body = json.dumps(asking(SIGNED, stream=True)).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{server.address}/v1/chat/completions", body, headers)
    with urllib.request.urlopen(request) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.read().endswith(b"\n\ndata: [DONE]\n\n")


def test_a_follow_up_is_read_with_the_users_earlier_messages(client: OpenAI) -> None:
    reply = client.chat.completions.create(
        model="energychat",
        messages=[
            {"role": "system", "content": "You are a pirate."},
            {"role": "user", "content": "What is KSTAR?"},
            {"role": "assistant", "content": "A tokamak."},
            {"role": "user", "content": "Where is it?"},
        ],
    )
    message = reply.choices[0].message
    assert "KSTAR" in str(message.content)
    assert any("KSTAR" in each["quote"] for each in message.citations)  # type: ignore[attr-defined]


def test_a_question_in_parts_is_one_question(client: OpenAI, signed: ChatCompletion) -> None:
    reply = client.chat.completions.create(
        model="energychat",
        messages=[
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": "What did KIER"},
                    {"type": "text", "text": "and NRC CEI sign?"},
                ],
            }
        ],
        temperature=0.7,
        seed=1,
    )
    assert reply.choices[0].message.content == signed.choices[0].message.content


def test_an_unanswerable_question_has_no_sources(client: OpenAI) -> None:
    message = complete(client, UNANSWERABLE).choices[0].message
    assert str(message.content).startswith("The documents in the library do not answer this")
    assert "Sources:" not in str(message.content)
    assert message.citations == []  # type: ignore[attr-defined]
    assert message.answered is False  # type: ignore[attr-defined]


def test_an_empty_question_is_refused(client: OpenAI) -> None:
    with pytest.raises(openai.BadRequestError, match="The question is empty") as caught:
        complete(client, SIGNED, "  ")
    assert caught.value.code == "empty_question"


def test_a_conversation_without_a_user_is_refused(server: Server) -> None:
    status, error = post(server, {"model": "energychat", "messages": []})
    assert (status, error["code"]) == (400, "empty_question")


def test_a_question_that_is_too_long_is_refused(client: OpenAI) -> None:
    with pytest.raises(openai.BadRequestError, match="2,001 characters") as caught:
        complete(client, "a" * 2001)
    assert caught.value.code == "context_length_exceeded"


def test_an_unknown_model_is_not_found(client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError, match="no model 'gpt-5' here") as caught:
        client.chat.completions.create(model="gpt-5", messages=[])
    assert caught.value.code == "model_not_found"
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("gpt-5")


def test_a_body_that_is_too_long_is_refused(server: Server) -> None:
    # The server need not have read all of it by then.
    status, error = post(server, b" " * (2**20 + 1))
    assert (status, error["code"]) == (413, "request_too_large")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{", "the body"),
        (b'"text"', "the body"),
        ({"model": "energychat"}, "messages"),
        (asking("x", stream="perhaps"), "stream"),
        (
            {
                "model": "energychat",
                "messages": [{"role": "user", "content": [{"type": "image_url", "text": ""}]}],
            },
            "messages.0.content",
        ),
    ],
)
def test_what_is_no_request_is_refused_in_a_sentence(
    server: Server, body: object, said: str
) -> None:
    status, error = post(server, body)
    assert (status, error["code"]) == (400, "invalid_request")
    assert error["message"].startswith(f"The request is not understood: {said}")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_what_a_form_of_another_site_can_send_is_refused(server: Server, kind: str) -> None:
    status, error = post(server, asking(SIGNED), {"Content-Type": kind})
    assert (status, error["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize("origin", ["http://example.org", "http://127.0.0.1:1", "null", ""])
def test_a_page_of_another_site_is_refused(server: Server, origin: str) -> None:
    status, error = post(server, asking(SIGNED), {"Origin": origin})
    assert (status, error["code"]) == (403, "cross_origin")


def test_a_page_of_this_server_may_ask(server: Server) -> None:
    assert post(server, asking(SIGNED), {"Origin": server.address}) == (200, {})
