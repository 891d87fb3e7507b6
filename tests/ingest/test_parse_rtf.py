"""Rich Text Format."""

from collections.abc import Callable

from retrieval.records import Page, Source

Lines = Callable[[str, str | bytes], list[str]]
Read = Callable[..., tuple[Source, list[Page]]]

HEAD = r"{\rtf1\ansi\ansicpg1252\deflang1036"
ROW = r"\trowd\cellx1\cellx2 %s\cell %s\cell\row "


def test_paragraphs_and_letters_beyond_ascii_are_read(lines: Lines) -> None:
    text = (
        HEAD + r" Le prix de l'\'e9lectricit\'e9 \b baisse\b0 .\par \u50640?\u45320?\u51648?\par}"
    )
    assert lines("a.rtf", text) == ["Le prix de l'électricité baisse.", "에너지"]


def test_korean_in_its_own_code_page_is_read(lines: Lines) -> None:
    encoded = "".join(f"\\'{byte:02x}" for byte in "한국의 전력".encode("cp949"))
    assert lines("a.rtf", rf"{{\rtf1\ansi\ansicpg949 {encoded}\par}}") == ["한국의 전력"]


def test_the_info_group_gives_the_metadata(read: Read) -> None:
    info = r"{\info{\title Stromkosten f\'fcr 2025}{\author KIER}{\creatim\yr2025\mo7\dy4\hr9}}"
    source, _ = read("a.rtf", HEAD + info + r" Text.\par}")
    assert source == Source(
        "a.rtf", "a.rtf", "rtf", "Stromkosten für 2025", "KIER", "2025-07-04", "fr"
    )


def test_table_rows_can_be_read_alone(lines: Lines) -> None:
    rows = ROW % ("Region", "Added") + ROW % ("Asia", "421 GW")
    assert lines("a.rtf", HEAD + r" Text.\par " + rows + "}") == [
        "Text.",
        "Region: Asia; Added: 421 GW",
    ]


def test_pictures_and_styles_are_no_text(lines: Lines) -> None:
    noise = r"{\stylesheet{\s1 Normal;}}{\*\generator Writer;}{\pict\pngblip 89504e470d0a}"
    assert lines("a.rtf", HEAD + noise + r" Text.\par}") == ["Text."]
