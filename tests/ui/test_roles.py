"""A reader who sends what a librarian's buttons send is refused by the server."""

import json

import httpx
import pytest
from own_server import Closed

from ui.roles import READERS_MAY_NOT

# The handlers that change the library, by the function's name, with arguments for each.
CHANGES = {
    "plan": ["{folder}"],
    "upload": [[]],
    "ingest": ["{folder}"],
    "stop": [],
    "save": ["pump.md", "Another title", "", "", "", ""],
    "remove": ["pump.md"],
    "discard": ["pump.md"],
}


def queue(client: httpx.Client, name: str, folder: str) -> dict[str, object]:
    """Send what the page sends when a button is pressed, and return the last message."""
    events = client.get("/config").json()["dependencies"]
    data = [folder if value == "{folder}" else value for value in CHANGES[name]]
    # Gradio numbers what would have the same name.
    number = next(
        event["id"]
        for event in events
        if str(event["api_name"]).rstrip("_1234567890") == name
        and len(event["inputs"]) == len(data)
    )
    body = {"data": data, "fn_index": number, "session_hash": "raw", "trigger_id": None}
    joined = client.post("/gradio_api/queue/join", json=body)
    assert joined.status_code == 200, joined.text
    last: dict[str, object] = {}
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": "raw"}) as stream:
        for line in stream.iter_lines():
            if line.startswith("data:"):
                last = json.loads(line[5:])
            if last.get("msg") == "process_completed":
                return last
    return last


@pytest.mark.parametrize("name", CHANGES)
def test_only_a_librarian_may(closed: Closed, name: str) -> None:
    folder = str(closed.library.settings.documents.resolve())
    with closed.client("jun") as client:
        refused = queue(client, name, folder)
        assert refused["success"] is False
        assert READERS_MAY_NOT in json.dumps(refused)
    assert [d.source.title for d in closed.library.catalogue.documents()] == ["The pump of Ely"]
    with closed.client("maria") as client:
        assert queue(client, name, folder)["success"] is True


def test_a_readers_token_may_no_more_than_the_reader(closed: Closed) -> None:
    with closed.client() as client:
        client.headers["Authorization"] = f"Bearer {closed.token('jun')}"
        assert queue(client, "remove", "")["success"] is False
    assert closed.library.catalogue.documents()


def test_a_role_that_changes_counts_from_the_next_request_on(closed: Closed) -> None:
    with closed.client("maria") as client:
        assert queue(client, "stop", "")["success"] is True
        closed.library.state.set_role("maria", "reader")
        assert queue(client, "stop", "")["success"] is False
