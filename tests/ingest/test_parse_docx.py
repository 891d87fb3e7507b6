"""Word documents made with python-docx."""

import io
from collections.abc import Callable
from datetime import UTC, datetime

import docx
import pytest
from docx.document import Document

from retrieval.errors import ParseError
from retrieval.records import Heading, Page, Source

Lines = Callable[[str, str | bytes], list[str]]
Read = Callable[..., tuple[Source, list[Page]]]


@pytest.fixture
def document() -> Document:
    """An empty document without properties."""
    document = docx.Document()
    document.core_properties.author = ""
    document.core_properties.title = ""
    return document


def saved(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def add_table(document: Document, *rows: tuple[str, ...]) -> None:
    table = document.add_table(len(rows), len(rows[0]))
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text


def test_core_properties_give_the_metadata(read: Read, document: Document) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.language = "The title", "KIER", "fr-CA"
    properties.created = datetime(2025, 7, 4, tzinfo=UTC)
    document.add_paragraph("The plant delivers heat.")
    source, _ = read("a.docx", saved(document))
    assert source == Source(
        document="a.docx",
        path="a.docx",
        format="docx",
        title="The title",
        publisher="KIER",
        published="2025-07-04",
        language="fr",
    )


def test_what_the_caller_knows_goes_before_core_properties(read: Read, document: Document) -> None:
    document.core_properties.title = "The title"
    document.add_paragraph("The plant delivers heat.")
    source, _ = read("a.docx", saved(document), {"title": "Title of the manifest"})
    assert source.title == "Title of the manifest"


def test_the_properties_of_the_template_are_not_the_documents(read: Read) -> None:
    document = docx.Document()
    document.add_paragraph("The plant delivers heat.")
    source, _ = read("a.docx", saved(document))
    assert (source.title, source.publisher, source.published) == (
        "The plant delivers heat.",
        "",
        "",
    )


def test_headings_have_their_place_and_level(read: Read, document: Document) -> None:
    document.add_heading("Report", 1)
    document.add_paragraph("The plant delivers heat.")
    document.add_heading("Results", 2)
    _, (page,) = read("a.docx", saved(document))
    assert page.headings == (Heading(0, 1, "Report"), Heading(34, 2, "Results"))
    assert page.text == "Report\n\nThe plant delivers heat.\n\nResults"


def test_the_first_line_is_the_title_where_none_is_given(read: Read, document: Document) -> None:
    document.add_heading("Report", 1)
    assert read("a.docx", saved(document))[0].title == "Report"


def test_table_rows_can_be_read_alone(lines: Lines, document: Document) -> None:
    document.add_paragraph("Text.")
    add_table(document, ("Region", "Added"), ("Asia", "421 GW"), ("Europe", "97 GW"))
    assert lines("a.docx", saved(document)) == [
        "Text.",
        "Region: Asia; Added: 421 GW",
        "Region: Europe; Added: 97 GW",
    ]


def test_a_table_alone_is_read_by_rows(lines: Lines, document: Document) -> None:
    add_table(document, ("Region", "Added"), ("Asia", "421 GW"))
    assert lines("a.docx", saved(document)) == ["Region: Asia; Added: 421 GW"]


def test_paragraphs_of_a_cell_are_not_glued_together(lines: Lines, document: Document) -> None:
    document.add_paragraph("Text.")
    add_table(document, ("Region", "Source"), ("Asia", "wind\nsun"))
    assert lines("a.docx", saved(document))[-1] == "Region: Asia; Source: wind sun"


def test_list_items_are_lines_of_their_own(lines: Lines, document: Document) -> None:
    document.add_paragraph("wind", style="List Bullet")
    document.add_paragraph("sun", style="List Bullet")
    assert lines("a.docx", saved(document)) == ["wind", "sun"]


def test_parts_of_a_word_in_other_letters_stay_together(lines: Lines, document: Document) -> None:
    paragraph = document.add_paragraph("CO")
    paragraph.add_run("2").font.subscript = True
    paragraph.add_run(" is ")
    paragraph.add_run("stor").bold = True
    paragraph.add_run("ed.")
    assert lines("a.docx", saved(document)) == ["CO2 is stored."]


def test_markup_in_the_text_stays_as_it_is(lines: Lines, document: Document) -> None:
    document.add_paragraph("A <script>alert(1)</script> & more")
    assert lines("a.docx", saved(document)) == ["A <script>alert(1)</script> & more"]


def test_an_empty_document_is_refused(read: Read, document: Document) -> None:
    with pytest.raises(ParseError, match="holds no text"):
        read("a.docx", saved(document))


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)  # an OLE container


@pytest.mark.parametrize(
    ("stream", "reason"),
    [
        ("EncryptedPackage", r"is encrypted\. Save a copy without a password"),
        ("WordDocument", r"an old Word document\. Save it as \.docx"),
        ("Other", r"old format of Microsoft Office, or encrypted\. Open it"),
    ],
)
def test_an_old_or_encrypted_file_is_refused_with_a_remedy(
    read: Read, stream: str, reason: str
) -> None:
    with pytest.raises(ParseError, match=reason):
        read("a.docx", OLE + stream.encode("utf-16-le"))


def test_what_is_no_archive_is_refused_with_a_remedy(read: Read) -> None:
    with pytest.raises(ParseError, match=r"damaged.*Download or export it again"):
        read("a.docx", b"no archive")


def test_a_truncated_document_is_refused_with_a_remedy(read: Read, document: Document) -> None:
    document.add_paragraph("The plant delivers heat.")
    content = saved(document)
    with pytest.raises(ParseError, match="damaged"):
        read("a.docx", content[: len(content) // 2])


def test_another_archive_is_refused_with_a_remedy(read: Read, document: Document) -> None:
    content = saved(document).replace(b"word/document.xml", b"else/document.xml")
    with pytest.raises(ParseError, match="no Word document that can be opened"):
        read("a.docx", content)
