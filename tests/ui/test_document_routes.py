"""The pages of documents and the original files, asked for over HTTP."""

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ingest import sync
from retrieval import Library, Settings
from retrieval.embedding import Encoder
from ui.document_routes import document_routes

CORPUS = Path(__file__).parents[2] / "corpus" / "documents"
PDF = "fusion-records-2025.pdf"
FILES = {
    "wind.md": "# Wind\n\nThe first turbine of Ely turned in 1999. The second one came later.\n",
    "배터리/a b.txt": "몬트리올에서 열렸다. The pump costs 5 pounds.",
    "trap.html": (
        "<html><head><title>Trap</title></head><body><article><h1>Trap</h1><p>The trap of Ely "
        "catches readers who run a page that they should only read.</p></article>"
        "<script>document.title = 'caught'</script></body></html>"
    ),
    "gone.txt": "This file will be deleted after the ingest.",
}


ARCHIVED = "The text of Ely lies in an archive."


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[TestClient]:
    """Asks the routes of a library with four small files and a PDF."""
    folder = tmp_path_factory.mktemp("routes")
    for name, text in FILES.items():
        path = folder / "documents" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    shutil.copy(CORPUS / PDF, folder / "documents")
    with zipfile.ZipFile(folder / "documents" / "old.zip", "w") as archive:
        archive.writestr("sub/전력.md", ARCHIVED)
    (folder / "secret.txt").write_text("secret")
    library = Library(Settings(library=folder / "library"))
    library.__dict__["encoder"] = encoder
    assert sync(library, folder / "documents").failed == []
    (folder / "documents" / "gone.txt").unlink()
    app = FastAPI()
    app.include_router(document_routes(library))
    with TestClient(app) as asking:
        yield asking
    library.close()


def test_the_cited_words_are_marked_and_named(client: TestClient) -> None:
    sentence = "The first turbine of Ely turned in 1999."
    start = "Wind\n\nThe first".index("The first")
    page = client.get(f"/document/wind.md?page=1&start={start}&end={start + len(sentence)}")
    assert f'<mark id="cited">{sentence}</mark>' in page.text


def test_a_place_in_another_revision_is_said_and_not_marked(client: TestClient) -> None:
    place = "page=1&start=6&end=20"
    assert "<mark" in client.get(f"/document/wind.md?{place}&revision=").text
    page = client.get(f"/document/wind.md?{place}&revision=0123456789ab").text
    assert "This document has changed since it was cited." in page
    assert "The first turbine of Ely turned in 1999." in page
    assert "<mark" not in page


def test_the_words_of_a_later_page_of_a_pdf_are_marked(client: TestClient) -> None:
    page = client.get(f"/document/{PDF}?page=2&start=0&end=40").text
    second = page.split('<section id="page-2"')[1]
    assert second.split("</figure>")[1].index("<mark") < 50
    assert page.count('id="cited"') == 1


def test_the_whole_document_is_shown_where_no_place_is_named(client: TestClient) -> None:
    page = client.get("/document/wind.md")
    assert page.status_code == 200
    assert "The second one came later." in page.text
    assert "<mark" not in page.text


def test_a_name_of_any_letters_is_found(client: TestClient) -> None:
    name = quote("배터리/a b.txt")
    assert "몬트리올에서" in client.get(f"/document/{name}").text
    assert client.get(f"/original/{name}").content.decode() == FILES["배터리/a b.txt"]


def test_a_page_of_a_document_may_run_and_load_nothing(client: TestClient) -> None:
    headers = client.get("/document/trap.html").headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "script-src" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-type"].startswith("text/html")


def test_an_original_is_handed_out_unchanged(client: TestClient) -> None:
    assert client.get("/original/trap.html").content.decode() == FILES["trap.html"]


@pytest.mark.parametrize("name", ["trap.html", "wind.md"])
def test_an_original_is_downloaded_and_never_run(client: TestClient, name: str) -> None:
    headers = client.get(f"/original/{name}").headers
    assert headers["content-disposition"] == f'attachment; filename="{name}"'
    assert headers["content-type"] == "application/octet-stream"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("sandbox")


def test_a_pdf_opens_in_the_browser(client: TestClient) -> None:
    answer = client.get(f"/original/{PDF}")
    assert answer.headers["content-disposition"].startswith("inline")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.content.startswith(b"%PDF")


def test_an_original_in_an_archive_is_downloaded(client: TestClient) -> None:
    answer = client.get("/original/old.zip/sub/전력.md")
    assert answer.content.decode() == ARCHIVED
    disposition = f"attachment; filename*=UTF-8''{quote('전력.md')}"
    assert answer.headers["content-disposition"] == disposition
    assert answer.headers["content-security-policy"].startswith("sandbox")


def test_a_vanished_original_is_said_to_be_gone(client: TestClient) -> None:
    answer = client.get("/original/gone.txt")
    assert answer.status_code == 404
    assert "gone.txt is no longer in its folder." in answer.text


def test_the_text_of_a_vanished_original_can_still_be_read(client: TestClient) -> None:
    assert FILES["gone.txt"] in client.get("/document/gone.txt").text


@pytest.mark.parametrize("route", ["document", "original"])
def test_an_unknown_document_gets_a_sentence(client: TestClient, route: str) -> None:
    answer = client.get(f"/{route}/<b>none</b>.md")
    assert answer.status_code == 404
    assert "The library has no document &lt;b&gt;none&lt;/b&gt;.md any more." in answer.text


@pytest.mark.parametrize("route", ["document", "original"])
@pytest.mark.parametrize(
    "name",
    [
        "..%2Fsecret.txt",
        "%2e%2e/secret.txt",
        "x/..%2F..%2Fsecret.txt",
        "%2Fetc%2Fpasswd",
        "wind.md/",
    ],
)
def test_no_file_beside_the_documents_is_handed_out(
    client: TestClient, route: str, name: str
) -> None:
    answer = client.get(f"/{route}/{name}")
    assert answer.status_code == 404
    assert "secret" not in answer.text.replace("secret.txt", "")


@pytest.mark.parametrize("place", ["page=-1", "start=-5", "start=x", "end=1.5"])
def test_a_place_that_is_no_number_is_refused(client: TestClient, place: str) -> None:
    assert client.get(f"/document/wind.md?{place}").status_code == 422


def test_a_place_beyond_the_document_shows_it_unmarked(client: TestClient) -> None:
    page = client.get("/document/wind.md?page=9&start=100000&end=100010")
    assert page.status_code == 200
    assert "<mark" not in page.text
