"""The functions for programs, asked for with Gradio's client of a running server."""

import contextlib
import io
import re
import shlex
import subprocess
from shutil import which

import pytest
from commands import ROOT, Server
from gradio_client import Client
from gradio_client.exceptions import AppError

SIGNED = "What did KIER and NRC CEI sign?"
FENCE = re.compile(r"```(python|sh)\n(.*?)```", re.DOTALL)
EXAMPLES = FENCE.findall((ROOT / "docs" / "api.md").read_text(encoding="utf-8"))
PRINTED = ["Letter of Intent", "Letter of Intent", "KSTAR", "right", "Letter of Intent"]


@pytest.fixture(scope="module")
def client(server: Server) -> Client:
    """Gradio's client."""
    return Client(server.address, verbose=False)


@pytest.mark.parametrize(
    ("language", "code", "printed"),
    [(*example, printed) for example, printed in zip(EXAMPLES, PRINTED, strict=True)],
)
def test_an_example_of_the_documentation_runs(
    server: Server, language: str, code: str, printed: str
) -> None:
    code = code.replace("http://127.0.0.1:7860", server.address)
    if language == "python":
        if "from mcp" in code:
            pytest.importorskip("mcp", reason="needs the extra mcp")
        with contextlib.redirect_stdout(io.StringIO()) as out:
            exec(code, {"__name__": "__main__"})
        assert printed in out.getvalue()
    elif which("curl") is None:
        pytest.skip("needs curl")
    else:
        done = subprocess.run(shlex.split(code), capture_output=True, text=True, check=True)
        assert printed in done.stdout


def test_the_page_itself_is_closed_to_programs(client: Client) -> None:
    names = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert list(names) == ["/ask", "/search", "/documents", "/document", "/evaluate"]


def test_an_answer_has_links_to_this_server(client: Client, server: Server) -> None:
    answer = client.predict(question=SIGNED, api_name="/ask")
    assert answer["answered"] is True
    assert answer["citations"][0]["url"].startswith(f"{server.address}/document/")


def test_a_search_keeps_to_its_limit_and_filters(client: Client) -> None:
    found = client.predict(query="Letter of Intent", limit=2, documents=["k*"], api_name="/search")
    assert len(found["passages"]) == 2
    assert all(passage["document"].startswith("k") for passage in found["passages"])


def test_a_page_of_a_document_can_be_read(client: Client) -> None:
    name = "kstar-30-seconds-2021.txt"
    whole = client.predict(document=name, api_name="/document")
    assert "KSTAR" in whole["pages"][0]["text"]
    assert client.predict(document=name, page=1, api_name="/document") == whole


def test_an_evaluation_has_metrics_and_a_verdict_for_each_question(client: Client) -> None:
    rows = [
        {"question": SIGNED, "answers": ["Letter of Intent"], "documents": ["korea-canada-b*"]},
        {"question": "Who won the 2018 football World Cup?", "answerable": False},
        {"question": "What?"},
    ]
    found = client.predict(questions=rows, api_name="/evaluate")
    assert (found["n"], found["skipped"], found["abstention"]["accuracy"]) == (2, 1, 1.0)
    assert [row["verdict"] for row in found["questions"]] == ["right", "rightly not answered"]
    assert "Letter of Intent" in found["questions"][0]["answer"]
    assert found["questions"][0]["citations"][0]["document"].startswith("korea-canada-battery")
    assert found["bad_rows"][0]["row"] == 3
    assert found["absent_documents"] == ["korea-canada-b*"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"questions": [], "api_name": "/evaluate"}, "questions: List should have at least 1"),
        ({"questions": ["What?"], "api_name": "/evaluate"}, "questions.0: Input should be a valid"),
        ({"question": " ", "api_name": "/ask"}, "question: String should have at least 1"),
        ({"question": SIGNED, "since": "soon", "api_name": "/ask"}, "since 'soon' is no date"),
        ({"question": SIGNED, "history": "x", "api_name": "/ask"}, "history: Input should be"),
        ({"query": "x", "limit": 101, "api_name": "/search"}, "limit: Input should be less"),
        ({"document": "none.md", "api_name": "/document"}, "has no document 'none.md'"),
        (
            {"document": "kstar-30-seconds-2021.txt", "page": 9, "api_name": "/document"},
            "has no page 9",
        ),
    ],
)
def test_what_cannot_be_given_is_said_in_a_sentence(
    client: Client, asked: dict[str, object], said: str
) -> None:
    with pytest.raises(AppError, match=said):
        client.predict(**asked)
