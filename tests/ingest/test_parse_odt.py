"""OpenDocument texts made by hand."""

from collections.abc import Callable

import pytest
from packages import odt, packed

from retrieval.errors import ParseError
from retrieval.records import Heading, Page, Source

Lines = Callable[[str, str | bytes], list[str]]
Read = Callable[..., tuple[Source, list[Page]]]

META = (
    "<dc:title>The title</dc:title><dc:creator>KIER</dc:creator><dc:language>fr-CA</dc:language>"
    "<meta:creation-date>2025-07-04T12:00:00</meta:creation-date>"
)


def test_meta_xml_gives_the_metadata(read: Read) -> None:
    source, _ = read("a.odt", odt("<text:p>Text.</text:p>", META))
    assert source == Source("a.odt", "a.odt", "odt", "The title", "KIER", "2025-07-04", "fr")


def test_headings_have_their_place_and_level(read: Read) -> None:
    body = '<text:h text:outline-level="2">Results</text:h><text:p>They were good.</text:p>'
    _, (page,) = read("a.odt", odt(body))
    assert page == Page(1, "Results\n\nThey were good.", (Heading(0, 2, "Results"),))


def test_spaces_tabs_and_breaks_set_words_apart(lines: Lines) -> None:
    body = "<text:p>wind<text:s text:c='3'/>sun<text:tab/>tide<text:line-break/>coal</text:p>"
    assert lines("a.odt", odt(body)) == ["wind sun tide coal"]


def test_parts_of_a_word_in_other_letters_stay_together(lines: Lines) -> None:
    body = "<text:p>CO<text:span>2</text:span> is stored.</text:p>"
    assert lines("a.odt", odt(body)) == ["CO2 is stored."]


def test_items_of_nested_lists_are_lines(lines: Lines) -> None:
    item = "<text:list><text:list-item><text:p>{}</text:p>{}</text:list-item></text:list>"
    assert lines("a.odt", odt(item.format("wind", item.format("offshore", "")))) == [
        "wind",
        "offshore",
    ]


def test_table_rows_can_be_read_alone(lines: Lines) -> None:
    def row(*cells: str) -> str:
        inner = "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in cells)
        return f"<table:table-row>{inner}</table:table-row>"

    rows = row("<text:p>Region</text:p>", "<text:p>Added</text:p>")
    rows += row("<text:p>Asia</text:p>", "<text:p>421</text:p><text:p>GW</text:p>")
    assert lines("a.odt", odt(f"<table:table>{rows}</table:table>")) == [
        "Region: Asia; Added: 421 GW"
    ]


def test_deleted_text_and_comments_are_not_read(lines: Lines) -> None:
    body = (
        "<text:tracked-changes><text:p>Deleted.</text:p></text:tracked-changes>"
        "<text:p>Kept<office:annotation><text:p>A comment.</text:p></office:annotation>.</text:p>"
    )
    assert lines("a.odt", odt(body)) == ["Kept."]


def test_a_footnote_stands_where_it_is_called(lines: Lines) -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>In 2024.</text:p></text:note-body></text:note>"
    )
    assert lines("a.odt", odt(f"<text:p>It grew{note} by a fifth.</text:p>")) == [
        "It grew [In 2024.] by a fifth."
    ]


def test_an_encrypted_file_is_refused_with_a_remedy(read: Read) -> None:
    locked = odt("", **{"META-INF/manifest.xml": "<manifest:encryption-data/>"})
    with pytest.raises(ParseError, match=r"encrypted\. Save a copy without a password"):
        read("a.odt", locked)


def test_a_container_without_text_is_refused(read: Read) -> None:
    with pytest.raises(ParseError, match=r"cannot be read as \.odt.*save it anew"):
        read("a.odt", packed({"other.xml": "<x/>"}))
