"""Pages are fetched from real servers on loopback, and what must not be fetched is not."""

import gzip
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from web_site import Internet, Site

from ingest.parse import MEGABYTE
from ingest.web import FetchedPage, fetch
from ingest.web_address import is_url
from retrieval.errors import PageNotFetched

HTML = "<!doctype html><html><body><p>The pump of Ely costs 5,200 pounds.</p></body></html>"
PUBLIC, OTHER_PUBLIC = "93.184.216.34", "2606:4700::6810:84e5"
Fetch = Callable[..., FetchedPage]


@pytest.fixture
def internet(site: Site) -> Internet:
    """One site with a public address, under the name news.example."""
    internet = Internet()
    internet.names["news.example"] = [PUBLIC]
    internet.sites[PUBLIC] = site
    return internet


def get(url: str, *, timeout_seconds: float = 20, most_bytes: int = MEGABYTE) -> FetchedPage:
    """Fetch from loopback."""
    return fetch(url, timeout_seconds=timeout_seconds, most_bytes=most_bytes, allow_private=True)


def get_public(internet: Internet, url: str, *, timeout_seconds: float = 20) -> FetchedPage:
    """Fetch from the internet, private addresses refused."""
    return fetch(
        url,
        timeout_seconds=timeout_seconds,
        most_bytes=MEGABYTE,
        resolve=internet.resolve,
        network=internet,
    )


# --- what is fetched ----------------------------------------------------------------------


def test_a_page_is_fetched_with_its_type(site: Site) -> None:
    url = site.page("/pump", HTML, "text/html; charset=utf-8")
    assert get(url) == FetchedPage(url, "text/html", ".html", HTML.encode())


def test_the_part_behind_a_hash_is_not_sent(site: Site) -> None:
    assert get(site.page("/pump", HTML) + "#cost").url == site.url("/pump")
    assert site.asked == ["/robots.txt", "/pump"]


def test_letters_of_other_scripts_in_an_address_are_encoded(site: Site) -> None:
    site.page("/%EB%89%B4%EC%8A%A4?q=%ED%9E%98%20b", HTML)
    assert get(site.url("/뉴스?q=힘 b")).url == site.url("/%EB%89%B4%EC%8A%A4?q=%ED%9E%98%20b")


def test_the_agent_names_itself(site: Site) -> None:
    agents: list[str | None] = []
    site.page("/pump", HTML)
    answer = site.answers["/pump"]

    def noting(handler: BaseHTTPRequestHandler) -> None:
        agents.append(handler.headers["User-Agent"])
        answer(handler)

    site.answers["/pump"] = noting
    get(site.url("/pump"))
    assert agents == ["energychat"]


@pytest.mark.parametrize(
    ("charset", "encoding"), [("EUC-KR", "cp949"), ("ISO-8859-1", "cp1252"), ("utf-16", "utf-16")]
)
def test_an_encoding_that_the_header_alone_states_is_not_lost(
    site: Site, charset: str, encoding: str
) -> None:
    text = "<html><body><p>“Électricité”</p></body></html>"
    if encoding == "cp949":
        text = "<html><body><p>한국에너지기술연구원과 뷁</p></body></html>"
    url = site.page("/page", text.encode(encoding), f"text/html; charset={charset}")
    assert get(url).content.decode("utf-8-sig") == text


@pytest.mark.parametrize("charset", ["punycode", "unicode_escape", "hex", "no-such"])
def test_what_is_no_encoding_of_text_is_not_taken_for_one(site: Site, charset: str) -> None:
    url = site.page("/page", b"<html>caf\xe9</html>", f"text/html; charset={charset}")
    assert get(url).content == b"<html>caf\xe9</html>"


@pytest.mark.parametrize("charset", ["euc-kr", "no-such", "", "utf-8"])
def test_a_page_in_utf8_stays_as_it_is_whatever_the_header_says(site: Site, charset: str) -> None:
    url = site.page("/page", "<html>힘</html>", f"text/html; charset={charset}")
    assert get(url).content == "<html>힘</html>".encode()


def test_bytes_that_are_not_in_the_stated_encoding_stay_as_they_are(site: Site) -> None:
    url = site.page("/page", b"<html>caf\xe9</html>", "text/html; charset=utf-8")
    assert get(url).content == b"<html>caf\xe9</html>"


def docx() -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("path", "media_type", "content", "suffix"),
    [
        ("/a", "application/xhtml+xml", HTML, ".html"),
        ("/a", "application/pdf", "%PDF-1.7", ".pdf"),
        ("/a", "text/markdown", "# Title", ".md"),
        ("/a", "text/csv; header=present", "a,b", ".csv"),
        ("/a", "application/x-ndjson", '{"text": "x"}', ".jsonl"),
        ("/a", "application/rtf", r"{\rtf1 x}", ".rtf"),
        ("/a", "text/plain", "plain", ".txt"),
        ("/a.md", "text/plain; charset=utf-8", "# Title", ".md"),
        ("/a.csv?download=1", "application/octet-stream", "a,b", ".csv"),
        ("/a.pdf", "application/octet-stream", "%PDF-1.7", ".pdf"),
        ("/download?id=3", "application/octet-stream", "%PDF-1.7", ".pdf"),
        ("/a", "application/zip", docx(), ".docx"),
        ("/a", "", HTML, ".html"),
        ("/a.pdf", "application/pdf", HTML, ".html"),
        ("/a", "text/html", "%PDF-1.7", ".pdf"),
    ],
)
def test_the_format_is_told_by_bytes_then_type_then_address(
    site: Site, path: str, media_type: str, content: str | bytes, suffix: str
) -> None:
    assert get(site.page(path, content, media_type)).suffix == suffix


@pytest.mark.parametrize(
    ("path", "media_type", "content", "reason"),
    [
        ("/a", "image/png", b"\x89PNG\r\n", "it is sent as image/png"),
        ("/a.json", "application/json", b"{}", "it is sent as application/json"),
        ("/a", "application/octet-stream", b"\x00\x01\x02", "neither its type nor its address"),
        ("/a", "text/html", b"\x89PNG\r\n", "is a PNG image, which is not read"),
        ("/a.zip", "application/zip", b"PK\x03\x04", "neither its type nor its address"),
        ("/a", "text/html", b"", "it is empty"),
    ],
)
def test_what_is_of_no_format_that_is_read_is_refused(
    site: Site, path: str, media_type: str, content: bytes, reason: str
) -> None:
    url = site.page(path, content, media_type)
    with pytest.raises(PageNotFetched) as refused:
        get(url)
    assert str(refused.value).startswith(f"{url} was not fetched: ")
    assert reason in str(refused.value)


def test_a_film_is_refused_before_it_is_read(site: Site) -> None:
    url = site.page("/film", b"x" * 2 * MEGABYTE, "video/mp4")
    with pytest.raises(PageNotFetched, match="it is sent as video/mp4"):
        get(url)


# --- answers that are no page -------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (404, "there is no such page (error 404). Check the address."),
        (410, "there is no such page (error 410). Check the address."),
        (403, "the site refuses it, or asks for a login (error 403). Save the page"),
        (429, "the site is too busy (error 429). Try again later."),
        (503, "the site is too busy (error 503). Try again later."),
        (500, "the site has a fault of its own (error 500). Try again later."),
        (304, "the site answers 304, and no page. Open it in the browser."),
        (204, "the site answers 204, and no page. Open it in the browser."),
    ],
)
def test_an_answer_without_a_page_is_said_with_what_to_do(
    site: Site, status: int, reason: str
) -> None:
    url = site.answer("/page", status)
    with pytest.raises(PageNotFetched) as refused:
        get(url)
    assert str(refused.value).startswith(f"{url} was not fetched: {reason}")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://news.example/a", "does not begin with http:// or https://"),
        ("file:///etc/passwd", "does not begin with http:// or https://"),
        ("news.example/a", "does not begin with http:// or https://"),
        ("http:///a", "does not begin with http:// or https://"),
        ("http://news.example:99999/", "no web address"),
        ("http://[::1/", "no web address"),
        ("http://a b/", "cannot be the name of a host"),
        ("http://a\x00b/", "cannot be the name of a host"),
        ("http://xn--ü.example/", "cannot be the name of a host"),
        ("http://news.example/" + "a" * 4000, "longer than 4000 characters"),
    ],
)
def test_what_is_no_web_address_is_refused_before_anything_is_asked(
    internet: Internet, url: str, reason: str
) -> None:
    with pytest.raises(PageNotFetched, match=reason):
        get_public(internet, url)
    assert (internet.looked_up, internet.connected) == ([], [])


@pytest.mark.parametrize("text", ["http://a.org", " HTTPS://a.org/b", "ftp://a.org/b"])
def test_a_url_of_any_scheme_is_told_from_a_path(text: str) -> None:
    assert is_url(text)


@pytest.mark.parametrize(
    "text", ["", "corpus/documents", "/http://a", "a.org/b", "C://a", "http:a"]
)
def test_a_path_is_no_url(text: str) -> None:
    assert not is_url(text)


@pytest.mark.parametrize(
    "url", ["http://me:secret@news.example/", "https://secret@news.example/", "me:secret@news"]
)
def test_an_address_with_a_password_is_refused_and_not_repeated(
    internet: Internet, url: str
) -> None:
    with pytest.raises(PageNotFetched) as refused:
        get_public(internet, url)
    assert "secret" not in str(refused.value)
    assert internet.connected == []


def test_a_name_without_a_host_is_said(internet: Internet) -> None:
    with pytest.raises(PageNotFetched, match=r"no host nowhere\.example is known\. Check"):
        get_public(internet, "http://nowhere.example/a")


def test_a_host_that_does_not_answer_is_said(internet: Internet) -> None:
    internet.names["dead.example"] = [OTHER_PUBLIC]
    with pytest.raises(PageNotFetched, match=r"dead\.example cannot be connected to"):
        get_public(internet, "http://dead.example/a")


def test_of_several_addresses_the_first_that_answers_is_taken(
    site: Site, internet: Internet
) -> None:
    internet.names["news.example"] = [OTHER_PUBLIC, PUBLIC]
    site.page("/pump", HTML)
    site.page("/robots.txt", "", "text/plain")
    assert get_public(internet, "http://news.example/pump").suffix == ".html"
    assert internet.connected == [OTHER_PUBLIC, PUBLIC]


def test_an_answer_that_breaks_off_is_no_page(site: Site) -> None:
    def half(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"<html>")
        handler.close_connection = True

    site.answers["/page"] = half
    with pytest.raises(PageNotFetched, match=r"connection to 127\.0\.0\.1 broke off"):
        get(site.url("/page"))


# --- private addresses --------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0"]
)
def test_this_machine_is_refused_however_it_is_written(site: Site, host: str) -> None:
    site.page("/pump", HTML)
    url = f"http://{host}:{site.server_port}/pump"
    with pytest.raises(PageNotFetched, match=r"private or special network\. Say `--allow-private`"):
        fetch(url, timeout_seconds=20, most_bytes=MEGABYTE)
    assert site.asked == []


def test_a_public_name_with_a_private_address_among_others_is_refused(internet: Internet) -> None:
    internet.names["news.example"] = [PUBLIC, "10.0.0.7"]
    with pytest.raises(PageNotFetched, match=r"news\.example is at 10\.0\.0\.7, an address of"):
        get_public(internet, "http://news.example/pump")
    assert internet.connected == []


def test_the_address_that_was_checked_is_the_one_connected_to(
    site: Site, internet: Internet
) -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    site.page("/robots.txt", "", "text/plain")
    site.page("/pump", HTML)
    page = fetch(
        "http://news.example/pump",
        timeout_seconds=20,
        most_bytes=MEGABYTE,
        resolve=lambda host, port: next(answers),
        network=internet,
    )
    assert (page.content, internet.connected) == (HTML.encode(), [PUBLIC])


def test_a_name_that_turns_private_between_two_connections_is_refused(
    site: Site, internet: Internet
) -> None:
    def closing(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(404)
        handler.send_header("Connection", "close")
        handler.end_headers()

    site.answers["/robots.txt"] = closing
    site.page("/pump", HTML)
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    with pytest.raises(PageNotFetched, match=r"news\.example is at 127\.0\.0\.1"):
        fetch(
            "http://news.example/pump",
            timeout_seconds=20,
            most_bytes=MEGABYTE,
            resolve=lambda host, port: next(answers),
            network=internet,
        )
    assert (site.asked, internet.connected) == (["/robots.txt"], [PUBLIC])


def test_proxies_of_the_environment_are_not_used(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert get(site.page("/pump", HTML)).suffix == ".html"


# --- redirects ----------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_and_the_last_address_counts(site: Site, status: int) -> None:
    site.page("/new", HTML)
    assert get(site.moved("/old", "/new", status)).url == site.url("/new")


def test_five_redirects_are_followed_and_no_more(site: Site) -> None:
    for number in range(6):
        site.moved(f"/{number}", f"/{number + 1}")
    site.page("/6", HTML)
    assert get(site.url("/1")).url == site.url("/6")
    with pytest.raises(PageNotFetched, match="redirected more than 5 times"):
        get(site.url("/0"))


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("http://127.0.0.1/", r"it leads to http://127\.0\.0\.1/, and there: 127\.0\.0\.1 is at"),
        ("http://inner.example/", r"inner\.example is at 192\.168\.1\.1, an address of a private"),
        ("http://[64:ff9b::a00:1]/", "an address of a private"),
        ("file:///etc/passwd", "does not begin with http"),
        ("http://me:secret@news.example/", "bears a user name or password"),
        ("http://[::1/", "to no web address"),
        ("/gone", r"it leads to http://news\.example/gone, and there: there is no such page"),
    ],
)
def test_each_step_of_a_redirect_is_checked(
    site: Site, internet: Internet, to: str, reason: str
) -> None:
    internet.names |= {
        "inner.example": ["192.168.1.1"],
        "127.0.0.1": ["127.0.0.1"],
        "64:ff9b::a00:1": ["64:ff9b::a00:1"],
    }
    site.moved("/old", to)
    with pytest.raises(PageNotFetched, match=reason) as refused:
        get_public(internet, "http://news.example/old")
    assert str(refused.value).startswith("http://news.example/old was not fetched: ")
    assert "secret" not in str(refused.value)
    assert set(internet.connected) == {PUBLIC}


# --- robots.txt ---------------------------------------------------------------------------


def test_what_robots_txt_disallows_is_not_asked_for(site: Site) -> None:
    site.page("/robots.txt", "User-agent: energychat\nDisallow: /pump", "text/plain")
    site.page("/dam", HTML)
    with pytest.raises(PageNotFetched, match=r"/robots\.txt asks programs not to\. Save the page"):
        get(site.page("/pump", HTML))
    assert get(site.url("/dam")).suffix == ".html"
    assert "/pump" not in site.asked


@pytest.mark.parametrize("status", [401, 403])
def test_a_site_that_hides_its_robots_txt_wants_no_visitors(site: Site, status: int) -> None:
    site.answer("/robots.txt", status)
    with pytest.raises(PageNotFetched, match="asks programs not to"):
        get(site.page("/pump", HTML))


@pytest.mark.parametrize("status", [404, 410, 400])
def test_a_site_without_robots_txt_allows_all(site: Site, status: int) -> None:
    site.answer("/robots.txt", status)
    assert get(site.page("/pump", HTML)).suffix == ".html"


@pytest.mark.parametrize("status", [500, 503, 429, 304])
def test_a_site_whose_robots_txt_cannot_be_read_is_left_alone(site: Site, status: int) -> None:
    site.answer("/robots.txt", status)
    with pytest.raises(PageNotFetched, match=rf"may fetch, answers {status}\. Try again later"):
        get(site.page("/pump", HTML))
    assert "/pump" not in site.asked


def test_robots_txt_may_have_moved(site: Site) -> None:
    site.moved("/robots.txt", "/rules.txt")
    site.page("/rules.txt", "User-agent: *\nDisallow: /", "text/plain")
    with pytest.raises(PageNotFetched, match="asks programs not to"):
        get(site.page("/pump", HTML))


def test_the_robots_txt_of_each_site_on_the_way_counts(site: Site, internet: Internet) -> None:
    with Site() as other:
        internet.names["other.example"] = [OTHER_PUBLIC]
        internet.sites[OTHER_PUBLIC] = other
        other.page("/robots.txt", "User-agent: *\nDisallow: /private", "text/plain")
        other.page("/private", HTML)
        site.moved("/old", "http://other.example/private")
        with pytest.raises(PageNotFetched, match=r"http://other\.example/robots\.txt asks"):
            get_public(internet, "http://news.example/old")
        other.shutdown()


# --- sizes --------------------------------------------------------------------------------


def test_a_page_at_the_limit_is_fetched_and_one_beyond_is_not(site: Site) -> None:
    url = site.page("/page.txt", b"x" * 1000, "text/plain")
    assert len(get(url, most_bytes=1000).content) == 1000
    with pytest.raises(PageNotFetched, match=r"more than 0\.000999 MB. Raise ENERGYCHAT_MAX_FILE"):
        get(url, most_bytes=999)


def test_a_packed_page_is_unpacked(site: Site) -> None:
    url = site.page("/page", gzip.compress(HTML.encode()), Content_Encoding="gzip")
    assert get(url).content == HTML.encode()


def test_a_page_that_unpacks_beyond_the_limit_is_not_fetched(site: Site) -> None:
    bomb = gzip.compress(b"x" * 20 * MEGABYTE)
    assert len(bomb) < MEGABYTE / 10
    url = site.page("/page.txt", bomb, "text/plain", Content_Encoding="gzip")
    with pytest.raises(PageNotFetched, match="it has more than 1 MB"):
        get(url)


def test_a_page_without_an_end_is_left_at_the_limit(site: Site) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/plain")
        handler.send_header("Connection", "close")
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"x" * 10_000)
        except OSError:
            handler.close_connection = True

    site.answers["/page"] = endless
    with pytest.raises(PageNotFetched, match="it has more than 1 MB"):
        get(site.url("/page"))


@pytest.mark.parametrize(
    ("coding", "content", "reason"),
    [
        ("br", b"\x0b\x02\x80", "it is packed as br, which was not asked for"),
        ("gzip, gzip", gzip.compress(gzip.compress(b"x")), "it is packed as gzip, gzip"),
        ("gzip", gzip.compress(HTML.encode())[:-9], "what came cannot be unpacked"),
        ("gzip", b"<html>", "what came cannot be unpacked"),
    ],
    ids=["another coding", "twice", "its end is missing", "not packed"],
)
def test_what_cannot_be_unpacked_is_refused(
    site: Site, coding: str, content: bytes, reason: str
) -> None:
    url = site.page("/page", content, Content_Encoding=coding)
    with pytest.raises(PageNotFetched, match=reason):
        get(url)


# --- time-outs ----------------------------------------------------------------------------


def drip(handler: BaseHTTPRequestHandler, beginning: bytes) -> None:
    """Send a byte now and then, for as long as somebody listens."""
    handler.close_connection = True
    try:
        handler.wfile.write(beginning)
        while True:
            time.sleep(0.05)
            handler.wfile.write(b"x")
    except OSError:
        pass


@pytest.mark.parametrize(
    "beginning",
    [b"", b"HTTP/1.1 200 OK\r\nX-Long: ", b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n"],
    ids=["status", "headers", "content"],
)
def test_a_server_that_drips_is_left_when_the_time_is_over(site: Site, beginning: bytes) -> None:
    site.answers["/page"] = lambda handler: drip(handler, beginning)
    with pytest.raises(PageNotFetched) as refused:
        get(site.url("/page"), timeout_seconds=0.6)
    assert "did not answer in time: 0.2 s for each wait and 0.6 s in all" in str(refused.value)
    assert "ENERGYCHAT_FETCH_TIMEOUT_SECONDS" in str(refused.value)


def silent(handler: BaseHTTPRequestHandler, end: threading.Event) -> None:
    end.wait(60)
    handler.close_connection = True


def test_a_server_that_says_nothing_is_left(site: Site) -> None:
    waits = threading.Event()
    site.answers["/page"] = lambda handler: silent(handler, waits)
    with pytest.raises(PageNotFetched, match="did not answer in time"):
        get(site.url("/page"), timeout_seconds=0.5)
    waits.set()


def test_a_name_server_that_says_nothing_is_left(internet: Internet) -> None:
    waits = threading.Event()

    def resolve(_host: str, _port: int) -> list[str]:
        waits.wait(60)
        return [PUBLIC]

    with pytest.raises(PageNotFetched, match="did not answer in time"):
        fetch(
            "http://news.example/",
            timeout_seconds=0.5,
            most_bytes=MEGABYTE,
            resolve=resolve,
            network=internet,
        )
    waits.set()
    assert internet.connected == []


# --- certificates -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for news.example that it signed itself, in one file."""
    if not shutil.which("openssl"):
        pytest.skip("openssl makes the certificate, and is not installed")
    path = tmp_path_factory.mktemp("certificate") / "certificate.pem"
    request = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=news.example"
    more = ["-addext", "subjectAltName=DNS:news.example", "-keyout", path, "-out", f"{path}.crt"]
    subprocess.run(["openssl", *request.split(), *more], check=True, capture_output=True)
    with path.open("a") as stream:
        stream.write(Path(f"{path}.crt").read_text())
    return path


@pytest.fixture
def secure(site: Site, internet: Internet, certificate: Path) -> Internet:
    """The internet, its site with a certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    site.socket = context.wrap_socket(site.socket, server_side=True)
    site.page("/pump", HTML)
    return internet


def test_a_certificate_that_is_trusted_is_for_the_name_and_not_the_address(
    secure: Internet, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert get_public(secure, "https://news.example/pump").url == "https://news.example/pump"
    assert set(secure.connected) == {PUBLIC}


def test_a_certificate_that_nobody_vouches_for_is_refused(secure: Internet, site: Site) -> None:
    with pytest.raises(PageNotFetched, match=r"certificate of news\.example is not trusted"):
        get_public(secure, "https://news.example/pump")
    assert site.asked == []


def test_a_certificate_of_another_host_is_refused(
    secure: Internet, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    secure.names["other.example"] = [PUBLIC]
    with pytest.raises(PageNotFetched, match=r"certificate of other\.example is not trusted"):
        get_public(secure, "https://other.example/pump")
