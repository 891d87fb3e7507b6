"""Markdown with front matter, headings, tables and pasted HTML."""

from collections.abc import Callable

import pytest

from retrieval.errors import ParseError
from retrieval.records import Heading, Page, Source

Lines = Callable[[str, str | bytes], list[str]]
Read = Callable[..., tuple[Source, list[Page]]]

WITH_FRONT_MATTER = """---
title: Title of the front matter
publisher: KIER
published: 2025-07-04
language: ko
url: https://kier.re.kr/news
sheet: [1, 2]
---
# Title of the text

The plant delivers heat.
"""
TABLE = """| Region | Capacity |
|--------|---------:|
| Asia   | **421** GW |
| Europe | 97 GW |
"""


def test_front_matter_gives_the_metadata(read: Read) -> None:
    source, _ = read("a.md", WITH_FRONT_MATTER)
    assert source == Source(
        document="a.md",
        path="a.md",
        format="md",
        title="Title of the front matter",
        publisher="KIER",
        published="2025-07-04",
        language="ko",
        url="https://kier.re.kr/news",
    )


def test_front_matter_is_not_part_of_the_text(lines: Lines) -> None:
    assert lines("a.md", WITH_FRONT_MATTER) == ["Title of the text", "The plant delivers heat."]


def test_the_first_heading_is_the_title_without_front_matter(read: Read) -> None:
    source, _ = read("a.md", "Some words first.\n\n# The title\n\n# Another")
    assert source.title == "The title"


def test_the_first_line_is_the_title_without_a_heading(read: Read) -> None:
    source, _ = read("a.md", "Some *words* first.\n\n## Section\n\nText.")
    assert source.title == "Some words first."


def test_an_empty_title_in_front_matter_counts_as_none(read: Read) -> None:
    source, _ = read("a.md", "---\ntitle:\n---\n# The title")
    assert source.title == "The title"


def test_what_the_caller_knows_goes_before_front_matter(read: Read) -> None:
    source, _ = read("a.md", WITH_FRONT_MATTER, {"title": "Title of the manifest"})
    assert (source.title, source.publisher) == ("Title of the manifest", "KIER")


def test_headings_have_their_place_and_level(read: Read) -> None:
    _, (page,) = read("a.md", "# One\n\nText 🔋.\n\n### Three *bold*\n\nText.\n\nTwo\n---\n")
    assert page.headings == (
        Heading(0, 1, "One"),
        Heading(14, 3, "Three bold"),
        Heading(33, 2, "Two"),
    )
    for heading in page.headings:
        assert page.text[heading.start :].startswith(heading.text)


def test_table_rows_can_be_read_alone(lines: Lines) -> None:
    assert lines("a.md", f"Text.\n\n{TABLE}") == [
        "Text.",
        "Region: Asia; Capacity: 421 GW",
        "Region: Europe; Capacity: 97 GW",
    ]


def test_a_table_alone_is_read_by_rows(lines: Lines) -> None:
    assert lines("a.md", TABLE)[0] == "Region: Asia; Capacity: 421 GW"


def test_list_items_are_lines_of_their_own(lines: Lines) -> None:
    assert lines("a.md", "- wind\n- sun\n  - roof\n\n1. coal") == ["wind", "sun", "roof", "coal"]


@pytest.mark.parametrize("before", ["Text.\n\n", ""])
def test_code_keeps_its_lines(lines: Lines, before: str) -> None:
    assert lines("a.md", f"{before}```\nx = 1\ny = 2\n```\n")[-2:] == ["x = 1", "y = 2"]


def test_emphasis_links_and_images_leave_their_words(lines: Lines) -> None:
    text = "The **plant** of [KIER](https://kier.re.kr) runs ![photo](p.png) at `42` °C."
    assert lines("a.md", text) == ["The plant of KIER runs at 42 °C."]


@pytest.mark.parametrize(
    "markup", ["<script>alert(1)</script>", "<b onclick=alert(1)>bold</b>", "<!-- note -->"]
)
def test_pasted_html_stays_text(lines: Lines, markup: str) -> None:
    assert lines("a.md", f"Inline {markup} here.\n\n{markup}\n\nEnd.") == [
        f"Inline {markup} here.",
        markup,
        "End.",
    ]


def test_a_line_break_in_a_paragraph_is_a_space(lines: Lines) -> None:
    assert lines("a.md", "The plant\ndelivers heat.") == ["The plant delivers heat."]


def test_korean_in_cp949_is_read(read: Read) -> None:
    text = "# 차세대전지 기술 개발\n\n한국에너지기술연구원은 몬트리올에서 워크숍을 개최하였다."
    source, _ = read("a.md", text.encode("cp949"))
    assert source.title == "차세대전지 기술 개발"


def test_broken_front_matter_is_refused_with_a_remedy(read: Read) -> None:
    with pytest.raises(ParseError, match=r"front matter is not valid YAML\. Mend the lines"):
        read("a.md", "---\ntitle: [never closed\n---\nText.")


def test_a_very_long_title_is_cut(read: Read) -> None:
    source, (page,) = read("a.md", f"# {'long ' * 100}")
    assert (len(source.title), len(page.text)) == (200, 499)


def test_usual_names_of_front_matter_are_known(read: Read) -> None:
    front = "---\ntitle: T\nauthor: KIER\ndate: 4 July 2025\nlang: en-GB\n---\n"
    source, _ = read("a.md", front + "The plant delivers heat.")
    assert (source.publisher, source.published, source.language) == ("KIER", "2025-07-04", "en")
