"""A folder with every kind of bad file: each is reported, and all the others are ingested."""

import io
import os
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import docx
import pytest
from packages import ODT_HEAD, ODT_TYPE, packed
from pdf_writer import Line, Pdf

from ingest import Report, sync
from ingest.file import File
from ingest.parse import Document, read_document
from retrieval import Library
from retrieval.embedding import Encoder
from retrieval.errors import ParseError

GOOD = {"good.md": "# Workshop\n\nThe fourth workshop was held in Montreal.\n"}
PDF = Pdf([[Line("The plant delivers heat to the whole city.", 700)]])
NOBODY = 65534
ReadFile = Callable[..., Document]


def word_document(text: str = "The plant delivers heat to the whole city.") -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def bomb(part: str, megabytes: int = 30, **others: str) -> bytes:
    """A container one part of which unpacks to so many megabytes of one letter."""
    return packed({part: b"a" * (megabytes * 1_000_000), **others})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one good document."""
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, text in GOOD.items():
        (folder / name).write_text(text)
    return folder


def failures(report: Report) -> dict[str, str]:
    """The reasons by path, where the good document was ingested all the same."""
    assert set(GOOD) <= set(report.added)
    return dict(report.failed)


BAD = {
    "empty.txt": (b"", "The file is empty"),
    "binary.txt": (random.Random(7).randbytes(9000), "not text in any known encoding"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(500), "named .txt but is a PNG image"),
    "damaged.pdf": (PDF.to_bytes()[:700], "The PDF is damaged"),
    "locked.pdf": (Pdf(PDF.pages, encrypted=True).to_bytes(), "The PDF is encrypted"),
    "damaged.docx": (word_document()[:9000], "The file is damaged"),
    "locked.docx": (
        bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
        "The file is encrypted",
    ),
    "old.docx": (
        bytes.fromhex("d0cf11e0a1b11ae1") + "WordDocument".encode("utf-16-le"),
        "an old Word document. Save it as .docx",
    ),
    "bomb.docx": (bomb("word/document.xml"), "looks like a zip bomb"),
    "bomb.xlsx": (bomb("xl/workbook.xml"), "looks like a zip bomb"),
    "bomb.pptx": (bomb("ppt/presentation.xml"), "looks like a zip bomb"),
    "bomb.epub": (bomb("a.xhtml", mimetype="application/epub+zip"), "looks like a zip bomb"),
    "bomb.odt": (bomb("content.xml", mimetype=ODT_TYPE), "looks like a zip bomb"),
    "bomb.zip": (bomb("inner.txt"), "looks like a zip bomb"),
    "laughs.odt": (
        packed(
            {
                "mimetype": ODT_TYPE,
                "content.xml": '<!DOCTYPE a [<!ENTITY a0 "ha">'
                + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
                + "]>"
                + ODT_HEAD.format("content", "&a9;", "content"),
            }
        ),
        "cannot be read as .odt",
    ),
    "no-rows.jsonl": (b'{"question": 1}', "Name the column with the text"),
    "broken.md": (b"---\ntitle: [open\n---\nText.", "front matter is not valid YAML"),
}


def test_each_bad_file_is_reported_with_its_reason(library: Library, folder: Path) -> None:
    for name, (content, _) in BAD.items():
        (folder / name).write_bytes(content)
    with (folder / "huge.txt").open("wb") as stream:
        stream.truncate(200_000_000)
    found = failures(sync(library, folder))
    wanted = {name: reason for name, (_, reason) in BAD.items()}
    wanted["huge.txt"] = "raise ENERGYCHAT_MAX_FILE_MEGABYTES"
    wanted["bomb.zip/inner.txt"] = wanted.pop("bomb.zip")
    assert found.keys() == wanted.keys()
    assert {n: r for n, r in wanted.items() if r not in found[n]} == {}
    assert library.catalogue.documents()[0].source.document == "good.md"


@pytest.mark.parametrize(
    ("name", "content", "true"),
    [
        ("report.docx", PDF.to_bytes(), "pdf"),
        ("report.pdf", word_document(), "docx"),
        ("report.txt", b"<!DOCTYPE html><p>The plant delivers heat to the whole city.</p>", "html"),
    ],
)
def test_a_wrong_suffix_is_read_by_content_with_a_warning(
    library: Library, folder: Path, name: str, content: bytes, true: str
) -> None:
    (folder / name).write_bytes(content)
    report = sync(library, folder)
    assert report.added == ["good.md", name]
    suffix = Path(name).suffix
    assert report.warnings == [f"{name}: it is named {suffix} but is .{true}, and is read as that."]
    source = library.catalogue.source(name)
    assert (source.format, source.title) == (true, "The plant delivers heat to the whole city.")


def test_a_container_within_the_limit_but_too_large_unpacked_is_refused() -> None:
    parts = {f"word/{n}.xml": random.Random(n).randbytes(900_000) for n in range(5)}
    content = packed({"word/document.xml": "<x/>", **parts})
    with pytest.raises(ParseError, match=r"unpack to 5 MB; at most 4 MB.*ENERGYCHAT_MAX_FILE"):
        read_document(content, "a.docx", "a.docx", {}, most_bytes=1_000_000)


def test_a_line_of_two_megabytes_loses_nothing(encoder: Encoder) -> None:
    from ingest.chunk import chunk_pages

    words = [f"word{n}" for n in range(220_000)]
    read = read_document(" ".join(words).encode(), "a.txt", "a.txt", {})
    assert len(read.pages[0].text) > 2_000_000
    chunks = chunk_pages(read.pages, read.source.title, "en", encoder, 160)
    assert " ".join(chunk.text.strip() for chunk in chunks).split() == words


@pytest.mark.parametrize("tag", ["div", "b", "table"])
def test_a_page_nested_ten_thousand_deep_loses_no_text(read_file: ReadFile, tag: str) -> None:
    text = "The plant delivers heat to the whole city of Ely, as it has done since 1999."
    deep = f"<{tag}>" * 10_000 + f"<p>{text}</p><p>{text[::-1]}</p>" + f"</{tag}>" * 10_000
    above = "An introduction to the city of Ely, which is known for its cathedral and its eels."
    found = read_file("a.html", f"<html><body><p>{above}</p>{deep}</body></html>")
    assert found.pages[0].text.split("\n\n") == [above, text, text[::-1]]
    assert found.warnings == ("its tags are nested over 200 deep; it is read without their order",)


def test_a_mail_nested_ten_thousand_deep_loses_no_text(read_file: ReadFile) -> None:
    mail = "Subject: Heat\nMIME-Version: 1.0\nContent-Type: text/html\n\n"
    found = read_file("a.eml", mail + "<div>" * 10_000 + "<p>Heat for Ely.</p>")
    assert found.pages[0].text == "Heat\n\nHeat for Ely."


def test_brackets_nested_ten_thousand_deep_stop_no_other_file(
    library: Library, folder: Path
) -> None:
    (folder / "deep.jsonl").write_text('{"text": ' + "[" * 100_000)
    (folder / "deep.md").write_text(">" * 10_000 + "text")
    assert failures(sync(library, folder)).keys() == {"deep.jsonl", "deep.md"}


def test_nul_bytes_and_directions_leave_the_text(library: Library, folder: Path) -> None:
    (folder / "nul.txt").write_bytes(b"The plant\x00 of Ely" + b" delivers heat" * 9 + b".")
    (folder / "rtl.txt").write_text("العربية: الطاقة \u202eتقرير\u202c السنوي\u200f.")
    report = sync(library, folder)
    assert report.added == ["good.md", "nul.txt", "rtl.txt"]
    texts = [library.catalogue.pages(name)[0].text for name in ("nul.txt", "rtl.txt")]
    assert texts[0].startswith("The plant of Ely delivers")
    assert texts[1] == "العربية: الطاقة تقرير السنوي."


def test_lone_surrogates_are_replaced(library: Library, folder: Path) -> None:
    row = '{"text": "The plant \\ud800 delivers heat.", "title": "\\udfff"}'
    (folder / "surrogate.jsonl").write_text(row)
    (folder / "utf16.txt").write_bytes(b"\xff\xfe" + "The heat.".encode("utf-16-le") + b"\x00\xd8")
    report = sync(library, folder)
    assert "surrogate.jsonl" in report.added
    assert "The plant ? delivers heat." in library.catalogue.pages("surrogate.jsonl")[0].text


def test_names_that_cannot_be_shown_are_ingested_and_found_again(
    library: Library, folder: Path
) -> None:
    for number, name in enumerate((b"two\nlines.txt", b"caf\xe9.txt", "🔋.txt".encode())):
        path = Path(os.fsdecode(os.fsencode(folder) + b"/" + name))
        path.write_text(f"The heat of Ely, {number}.")
    names = ["caf%E9.txt", "good.md", "two%0Alines.txt", "🔋.txt"]
    assert sorted(sync(library, folder).added) == names
    assert sync(library, folder).unchanged == 4
    assert all(library.catalogue.original(name).is_file() for name in names)


# --- while the folder changes -------------------------------------------------------------


@pytest.fixture
def when_read(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[[], object]], None]:
    """Does something once the folder is listed and before a file of that name is read."""

    def when_read_(name: str, act: Callable[[], object]) -> None:
        read = File.read

        def acting(self: File, most_bytes: int) -> bytes:
            if self.path.name == name:
                act()
            return read(self, most_bytes)

        monkeypatch.setattr(File, "read", acting)

    return when_read_


def test_a_file_that_vanishes_after_the_listing_is_reported(
    library: Library, folder: Path, when_read: Callable[[str, Callable[[], object]], None]
) -> None:
    (folder / "gone.txt").write_text("The heat of Ely.")
    when_read("gone.txt", (folder / "gone.txt").unlink)
    found = failures(sync(library, folder))
    assert found["gone.txt"].startswith("The file vanished while the folder was read.")


def test_a_file_that_changes_after_the_listing_is_stored_as_it_was_read(
    library: Library, folder: Path, when_read: Callable[[str, Callable[[], object]], None]
) -> None:
    (folder / "new.txt").write_text("The heat of Ely.")
    when_read("new.txt", lambda: (folder / "new.txt").write_text("The heat of Rye."))
    sync(library, folder)
    assert library.catalogue.pages("new.txt")[0].text == "The heat of Rye."
    assert sync(library, folder).unchanged == 2


# --- permissions --------------------------------------------------------------------------


@contextmanager
def as_nobody() -> Iterator[None]:
    """Be another user for a while; a forked process would wait for the encoder's threads."""
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that any user may write to; pytest's own is for its user alone."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another user for a while")
def test_what_may_not_be_read_is_reported_and_stays_in_the_library(
    shared: Path, open_library: Callable[..., Library]
) -> None:
    folder = shared / "documents"
    for name in ("good.md", "secret.md", "closed/inner.md"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"The workshop of {name} was held in Montreal.")
    # Imports what is first imported when needed, which lies where nobody may not look.
    sync(open_library(), folder)
    with as_nobody():
        library = open_library(library=shared / "library")
        assert sync(library, folder).failed == []
    (folder / "secret.md").chmod(0)
    (folder / "closed").chmod(0)
    with as_nobody():
        report = sync(library, folder)
    assert (report.unchanged, report.removed) == (1, [])
    assert {name: reason.split(". ")[0] for name, reason in report.failed} == {
        "closed": "The folder cannot be listed: Permission denied",
        "secret.md": "The file cannot be read: Permission denied",
    }
    assert len(library.catalogue.documents()) == 3
