"""The images of a PDF's pages, asked for over HTTP."""

import io
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from numpy.typing import NDArray
from PIL import Image

from ingest import sync
from retrieval import Library, Settings
from retrieval.embedding import Encoder
from retrieval.records import Box
from ui.page_drawing import LONGEST_SIDE, line_runs
from ui.page_image import page_image_routes

sys.path.append(str(Path(__file__).parents[1] / "ingest"))
from pdf_writer import A4, Line, Pdf

LINES = [Line("The plant of Ely delivers electri-", 700), Line("city to the whole city.", 686)]


def pdf(name: str) -> bytes:
    """Two pages, the second of which tells this file from the others."""
    return Pdf([LINES, [Line(f"The second page of {name}.", 400)]]).to_bytes()


OTHER = Pdf([[Line("Another report in its place.", 300)], [Line("Its end.", 300)]]).to_bytes()
# A page that is printed sideways and shown upright, as wide tables are.
TURNED = (
    pdf("turned.pdf")
    .replace(b"/Type /Page ", b"/Type /Page /Rotate 90 ")
    .replace(b"72 700 Td", b"0 1 -1 0 142 72 Tm")
    .replace(b"72 686 Td", b"0 1 -1 0 156 72 Tm")
)
TEXT = "The plant of Ely delivers electricity to the whole city."


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[TestClient]:
    """Asks the route of a library with PDF files, some of which changed after the ingest."""
    folder = tmp_path_factory.mktemp("pages")
    documents = folder / "documents"
    documents.mkdir()
    for name in ("a.pdf", "gone.pdf", "damaged.pdf", "other.pdf", "short.pdf"):
        (documents / name).write_bytes(pdf(name))
    (documents / "turned.pdf").write_bytes(TURNED)
    (documents / "a.md").write_text("# Wind\n\nIt blows.")
    with zipfile.ZipFile(documents / "old.zip", "w") as archive:
        archive.writestr("sub/b.pdf", pdf("b.pdf"))
    library = Library(Settings(library=folder / "library"))
    library.__dict__["encoder"] = encoder
    assert sync(library, documents).failed == []
    (documents / "gone.pdf").unlink()
    (documents / "damaged.pdf").write_bytes(pdf("damaged.pdf")[:500])
    (documents / "other.pdf").write_bytes(OTHER)
    (documents / "short.pdf").write_bytes(Pdf([LINES]).to_bytes())
    app = FastAPI()
    app.include_router(page_image_routes(library))
    with TestClient(app) as client:
        yield client
    library.close()


@pytest.fixture
def mark(asked: TestClient) -> Callable[..., Response]:
    """Asks for the image of the first page of a document, some words of it marked."""

    def mark_(words: str, name: str = "a.pdf") -> Response:
        start = TEXT.index(words)
        return asked.get(f"/page/{name}?page=1&start={start}&end={start + len(words)}")

    return mark_


def pixels(answer: Response) -> NDArray[np.int16]:
    assert answer.status_code == 200, answer.text
    return np.asarray(Image.open(io.BytesIO(answer.content)), dtype=np.int16)


def marked_places(answer: Response) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows and columns of the yellow pixels."""
    image = pixels(answer)
    return np.nonzero(image[..., 0] - image[..., 2] > 50)


def test_the_image_is_bounded_and_a_png(asked: TestClient) -> None:
    answer = asked.get("/page/a.pdf?page=2")
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-content-type-options"] == "nosniff"
    image = pixels(answer)
    assert image.shape[0] == LONGEST_SIDE
    assert image.shape[1] == pytest.approx(LONGEST_SIDE * A4[0] / A4[1], abs=2)


def test_a_page_without_a_place_is_plain(asked: TestClient) -> None:
    assert len(marked_places(asked.get("/page/a.pdf"))[0]) == 0


def test_the_marked_words_lie_where_they_are_drawn(mark: Callable[..., Response]) -> None:
    rows, columns = marked_places(mark("The plant of"))
    scale = LONGEST_SIDE / A4[1]
    baseline = (A4[1] - 700) * scale
    assert rows.min() < baseline - 7 * scale and baseline < rows.max() < baseline + 5 * scale
    assert columns.min() == pytest.approx(72 * scale, abs=3)
    # Helvetica's widths of "The plant of", in thousandths of 11 points.
    width = 11 * (611 + 556 * 2 + 278 + 556 + 222 + 556 * 2 + 278 * 2 + 556 + 278) / 1000
    assert columns.max() == pytest.approx((72 + width) * scale, abs=4)


def test_the_words_of_a_line_are_marked_without_gaps(mark: Callable[..., Response]) -> None:
    _, columns = marked_places(mark("The plant of"))
    assert set(np.diff(np.unique(columns))) == {1}


def test_both_parts_of_a_divided_word_are_marked(mark: Callable[..., Response]) -> None:
    rows, columns = marked_places(mark("electricity"))
    between = (A4[1] - 696) * LONGEST_SIDE / A4[1]
    upper, lower = columns[rows < between], columns[rows > between]
    assert lower.min() == pytest.approx(72 * LONGEST_SIDE / A4[1], abs=3)
    assert upper.min() > lower.max()


def test_a_turned_page_is_marked_as_it_is_shown(mark: Callable[..., Response]) -> None:
    answer = mark("The plant", "turned.pdf")
    rows, columns = marked_places(answer)
    assert pixels(answer).shape[1] == LONGEST_SIDE
    assert columns.min() == pytest.approx(72 * LONGEST_SIDE / A4[1], abs=3)
    assert rows.min() < 142 * LONGEST_SIDE / A4[1] < rows.max()


def test_a_pdf_in_an_archive_has_images(mark: Callable[..., Response]) -> None:
    assert len(marked_places(mark("delivers", "old.zip/sub/b.pdf"))[0]) > 100


def test_an_image_is_sent_once(asked: TestClient) -> None:
    first = asked.get("/page/a.pdf?page=1&start=0&end=3")
    tag = first.headers["etag"]
    again = asked.get("/page/a.pdf?page=1&start=0&end=3", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["cache-control"].startswith("private")
    other = asked.get("/page/a.pdf?page=1&start=4&end=9", headers={"If-None-Match": tag})
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("<b>none</b>.pdf", 404, "The library has no document &lt;b&gt;none&lt;/b&gt;.pdf"),
        ("a.md", 404, "a.md has no page 1 that can be shown as an image."),
        ("a.pdf?page=9", 404, "a.pdf has no page 9"),
        ("gone.pdf", 404, "The file gone.pdf is no longer in its folder."),
        ("damaged.pdf", 409, "The PDF is damaged"),
        ("short.pdf?page=2", 409, "The file is not as it was when it was read."),
        ("other.pdf?page=1&start=0&end=30", 409, "The file is not as it was when it was read."),
        ("..%2Fsecret.pdf", 404, "The library has no document"),
    ],
)
def test_what_cannot_be_shown_is_said(asked: TestClient, path: str, status: int, said: str) -> None:
    answer = asked.get(f"/page/{path}")
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert said in answer.text


@pytest.mark.parametrize("place", ["page=-1", "start=x", "end=1.5"])
def test_a_place_that_is_no_number_is_refused(asked: TestClient, place: str) -> None:
    assert asked.get(f"/page/a.pdf?{place}").status_code == 422


def test_words_far_apart_in_a_line_are_runs_of_their_own() -> None:
    row = [Box(n, n + 1, n / 10, 0.5, n / 10 + 0.05, 0.52) for n in (1, 2, 5)]
    near = [Box(n, n + 1, 0.1 + n / 100, 0.5, 0.109 + n / 100, 0.52) for n in range(3)]
    assert len(line_runs(row)) == 3
    assert line_runs(near) == [Box(0, 3, 0.1, 0.5, pytest.approx(0.129), 0.52)]
