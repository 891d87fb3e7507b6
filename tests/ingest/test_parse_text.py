"""Plain text in any encoding, hard-wrapped or not."""

import random
from collections.abc import Callable

import pytest

from retrieval.errors import ParseError
from retrieval.records import Page, Source

Lines = Callable[[str, str | bytes], list[str]]
Read = Callable[..., tuple[Source, list[Page]]]

KOREAN = "한국에너지기술연구원은 몬트리올에서 제4회 배터리 워크숍을 개최하였다."
JAPANESE = "日本のペロブスカイト太陽電池の導入目標は二十ギガワットである。"
CHINESE = "去年中国新增风电装机容量超过七千万千瓦，创历史新高。"
RUSSIAN = "Мощность ветровых электростанций выросла в прошлом году на одну пятую."
GERMAN = "Die Kosten für Windkraft an Land liegen in Straßburg bei größeren Erträgen niedriger."
FRENCH = "La capacité éolienne installée a dépassé les prévisions de l'année dernière."
EURO = f"{FRENCH} Le prix a baissé de 5 € – une œuvre."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (KOREAN, "utf-8"),
        (KOREAN, "utf-8-sig"),
        (KOREAN, "utf-16"),
        (KOREAN, "cp949"),
        (FRENCH, "latin-1"),
        (EURO, "cp1252"),
        ("Énergie été", "latin-1"),
        (GERMAN, "latin-1"),
        (JAPANESE, "cp932"),
        (CHINESE, "gb18030"),
        (RUSSIAN, "cp1251"),
    ],
)
def test_the_encoding_is_told_from_the_file(lines: Lines, text: str, encoding: str) -> None:
    assert lines("a.txt", text.encode(encoding)) == [text]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_separates_paragraphs(lines: Lines, end: str) -> None:
    assert lines("a.txt", f"Title{end}{end}First.{end}{end}Second.") == [
        "Title",
        "First.",
        "Second.",
    ]


def test_the_first_line_is_the_title(read: Read) -> None:
    source, _ = read("a.txt", "\n\nKSTAR runs\n\nThe tokamak kept its plasma.")
    assert source.title == "KSTAR runs"


def test_hard_wrapped_lines_become_a_paragraph(lines: Lines) -> None:
    text = (
        "The Korean tokamak KSTAR has kept its plasma at 100 million degrees\n"
        "Celsius for 30 seconds, which the institute that operates it announced\n"
        "on Monday."
    )
    assert lines("a.txt", text) == [text.replace("\n", " ")]


def test_short_lines_stay_apart(lines: Lines) -> None:
    assert lines("a.txt", "Energy Research Digest\n12 May 2025\nDaejeon") == [
        "Energy Research Digest",
        "12 May 2025",
        "Daejeon",
    ]


def test_list_items_stay_apart(lines: Lines) -> None:
    items = [f"- plant number {n} delivers its heat to a whole city in the north" for n in (1, 2)]
    assert lines("a.txt", "\n".join(items)) == items


def test_invisible_characters_do_not_split_words(lines: Lines) -> None:
    assert lines("a.txt", "\u200bhy\u00addro\u2060gen\x07 plant") == ["hydrogen plant"]


def test_runs_of_white_space_become_one_space(lines: Lines) -> None:
    assert lines("a.txt", "wind\t \u00a0power") == ["wind power"]


def test_markup_in_a_text_stays_as_it_is(lines: Lines) -> None:
    assert lines("a.txt", "A <script>alert(1)</script> & more") == [
        "A <script>alert(1)</script> & more"
    ]


def test_a_binary_file_is_refused_with_a_remedy(read: Read) -> None:
    with pytest.raises(ParseError, match=r"not text in any known encoding. Save it as UTF-8"):
        read("a.txt", random.Random(7).randbytes(5000))


@pytest.mark.parametrize("content", [b" \n\t\n", b"\x00\x01\x02", b"***\n\n---\n"])
def test_a_file_without_words_is_refused_with_a_remedy(read: Read, content: bytes) -> None:
    with pytest.raises(ParseError, match=r"holds no text\. .+"):
        read("a.txt", content)
