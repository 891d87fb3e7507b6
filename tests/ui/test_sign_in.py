"""The one door: what is refused without signing in, and how sessions begin and end."""

from itertools import product

import httpx
import pytest
from commands import Commands
from own_server import PASSWORD, Closed

from retrieval import Library, Settings
from retrieval.errors import SettingsError
from retrieval.settings import load_settings
from ui.access import why_not_open

BROWSER = {"Accept": "text/html,application/xhtml+xml"}
WRONG = "do not belong together"


def sign_in(client: httpx.Client, name: str, password: str, **more: str) -> httpx.Response:
    return client.post("/sign-in", params=more, data={"name": name, "password": password})


PATHS = [
    *("/", "/config", "/gradio_api/info", "/gradio_api/queue/data?session_hash=x"),
    *("/gradio_api/heartbeat/x", "/assets/x.js", "/theme.css", "/static/x", "/login", "/logout"),
    *("/document/pump.md", "/original/pump.md", "/page/pump.md", "/v1/models", "/mcp", "/none"),
    *("/sign-in/", "//sign-in", "/sign-in/../config", "/sign-inx"),
]


def test_no_path_is_open_to_a_program_without_a_token(closed: Closed) -> None:
    with closed.client() as client:
        for method, path in product(("GET", "POST"), PATHS):
            answer = client.request(method, path)
            assert answer.status_code == 401, path
            assert answer.headers["www-authenticate"].startswith("Bearer")
            assert "Sign in first" in answer.text


def test_a_browser_is_led_to_the_sign_in_and_back(closed: Closed) -> None:
    asked = "/document/pump.md?page=1&start=4&end=8"
    with closed.client() as client:
        led = client.get(asked, headers=BROWSER)
        assert led.status_code == 303
        entered = client.post(led.headers["location"], data={"name": "maria", "password": PASSWORD})
        assert entered.headers["location"] == asked
        assert "The pump of Ely" in client.get(asked).text


ELSEWHERE = [
    *("//example.org", "https://example.org", "/\\example.org", "\\\\example.org"),
    *("/\t/example.org", "example.org", "javascript:alert(1)", "/a\\b", "//", ""),
]


def test_signing_in_leads_to_no_other_site(closed: Closed) -> None:
    with closed.client() as client:
        for address in ELSEWHERE:
            entered = sign_in(client, "maria", PASSWORD, next=address)
            assert entered.headers["location"] == "/", address


def test_the_cookie_is_for_this_server_alone(closed: Closed) -> None:
    with closed.client() as client:
        cookie = sign_in(client, "maria", PASSWORD).headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Max-Age=43200" in cookie
        assert "Secure" not in cookie
        client.headers["X-Forwarded-Proto"] = "https"
        assert "Secure" in sign_in(client, "maria", PASSWORD).headers["set-cookie"]


def test_an_unknown_name_and_a_wrong_password_are_told_alike(closed: Closed) -> None:
    with closed.client() as client:
        unknown, wrong = sign_in(client, "jan", PASSWORD), sign_in(client, "jun", "not that one")
        assert unknown.status_code == wrong.status_code == 401
        assert unknown.text.replace("jan", "jun") == wrong.text
        assert WRONG in wrong.text
        assert "set-cookie" not in wrong.headers
        assert client.get("/").status_code == 401


def test_who_guesses_has_to_wait_even_with_the_right_password(closed: Closed) -> None:
    with closed.client() as client:
        for _ in range(5):
            assert sign_in(client, "maria", "not that one").status_code == 401
        refused = sign_in(client, "maria", PASSWORD)
        assert refused.status_code == 429
        assert refused.headers["retry-after"] == "30"
        assert "Try again in 30 seconds" in refused.text
        assert sign_in(client, "jun", PASSWORD).status_code == 303
        closed.clock.turn(seconds=30)
        assert sign_in(client, "maria", PASSWORD).status_code == 303


def test_an_address_that_tries_many_names_has_to_wait(closed: Closed) -> None:
    with closed.client() as client:
        for number in range(20):
            sign_in(client, f"name{number}", "not that one")
            sign_in(client, "jun", PASSWORD)  # a password of one's own does not buy more guesses
        assert sign_in(client, "maria", PASSWORD).status_code == 429
        # A proxy on this machine is believed who it asks for.
        client.headers["X-Forwarded-For"] = "192.0.2.7"
        assert sign_in(client, "maria", PASSWORD).status_code == 303


def test_a_session_ends_after_its_hours(closed: Closed) -> None:
    with closed.client("maria") as client:
        closed.clock.turn(hours=11.9)
        assert client.get("/config").status_code == 200
        closed.clock.turn(hours=0.1)
        assert client.get("/config").status_code == 401


def test_signing_out_ends_the_session_on_the_server(closed: Closed) -> None:
    with closed.client("maria") as client:
        cookies = dict(client.cookies)
        assert client.get("/sign-out").status_code == 404
        assert client.post("/sign-out").headers["location"] == "/sign-in?said=out"
        assert client.get("/config", cookies=cookies).status_code == 401


def test_signing_in_again_ends_the_session_before(closed: Closed) -> None:
    with closed.client("maria") as client:
        before = dict(client.cookies)
        sign_in(client, "maria", PASSWORD)
        assert client.get("/config").status_code == 200
    with closed.client() as other:
        assert other.get("/config", cookies=before).status_code == 401


def test_another_sites_page_neither_signs_in_nor_sends_with_a_cookie(closed: Closed) -> None:
    foreign = {"Origin": "https://example.org"}
    with closed.client("maria") as client:
        for path in ("/sign-in", "/sign-out", "/gradio_api/queue/join", "/gradio_api/upload"):
            assert client.post(path, headers=foreign).status_code == 403
        assert client.get("/config").status_code == 200
        null = client.post("/sign-out", headers={"Origin": "null"})
        assert null.status_code == 403


def test_what_users_see_is_kept_by_no_cache(closed: Closed) -> None:
    with closed.client("maria") as client:
        for path in ("/", "/document/pump.md", "/original/pump.md"):
            assert "no-store" in client.get(path).headers["cache-control"]


def test_a_form_that_is_no_form_is_a_wrong_password(closed: Closed) -> None:
    with closed.client() as client:
        for body in (b"", b"\xff\x00", b"name=maria&password=" + b"x" * 20_000, b"password=x"):
            answer = client.post("/sign-in", content=body)
            assert answer.status_code == 401
            assert WRONG in answer.text


def test_a_password_changed_or_a_user_removed_is_out_at_once(closed: Closed) -> None:
    with closed.client("maria") as maria, closed.client("jun") as jun:
        closed.library.state.set_password("maria", "another hash")
        closed.library.state.remove_user("jun")
        assert maria.get("/config").status_code == jun.get("/config").status_code == 401
        # Also without any user the door stays closed until the server is started anew.
        closed.library.state.remove_user("maria")
        assert jun.get("/config").status_code == 401


@pytest.mark.parametrize(
    ("settings", "is_refused"),
    [
        ({}, False),
        ({"host": "localhost"}, False),
        ({"host": "::1"}, False),
        ({"host": "0.0.0.0"}, True),
        ({"host": "::"}, True),
        ({"host": "192.0.2.7"}, True),
        ({"root_path": "/energy"}, True),
        ({"host": "0.0.0.0", "allow_anonymous": True}, False),
    ],
)
def test_without_users_others_are_served_only_if_that_is_said(
    library: Library, settings: dict[str, object], is_refused: bool
) -> None:
    set_so = Settings.model_validate(settings)
    assert bool(why_not_open(set_so, library.state)) == is_refused
    library.state.add_user("maria", "hash", "reader")
    assert not why_not_open(set_so, library.state)


def test_the_command_refuses_to_serve_others_and_names_the_remedies(
    energychat: Commands, tmp_path: object
) -> None:
    done = energychat("chat", "--host", "0.0.0.0", "--port", 0, "--library", tmp_path)
    assert done.code == 2
    said = " ".join(done.err.replace("│", " ").split())
    assert "energychat user add NAME --role librarian" in said
    assert "--allow-anonymous" in said
    assert "Traceback" not in done.err


@pytest.mark.parametrize("path", ["energy", "/energy?x", "//energy", "/en ergy", "https://x/y"])
def test_a_root_path_that_is_none_is_refused(path: str) -> None:
    with pytest.raises(SettingsError, match="is no path such as /energy"):
        load_settings(root_path=path)
