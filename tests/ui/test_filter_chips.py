"""The chips of the filters that are set."""

from html_reader import Reader

from ui.filter_chips import Value, chips_html, without_filter

NONE: list[Value] = [[], None, [], "", None]
TITLES = {"a.md": "<b>Heat</b> pumps"}


def test_no_filter_has_no_chip() -> None:
    assert chips_html(NONE, {}) == ""


def test_each_filter_has_a_chip_that_names_it() -> None:
    html = chips_html([["IEA", "KIER"], ["ko"], ["a.md", "b.md"], " 2025 ", "2026-01"], TITLES)
    buttons = [about for tag, about in Reader(html).tags if tag == "button"]
    assert [(about["data-part"], about["data-name"]) for about in buttons] == [
        ("0", "IEA"),
        ("0", "KIER"),
        ("1", "ko"),
        ("2", "a.md"),
        ("2", "b.md"),
        ("3", "2025"),
        ("4", "2026-01"),
    ]
    assert [str(about["aria-label"]).removeprefix("Remove the filter ") for about in buttons] == [
        "IEA",
        "KIER",
        "Korean",
        "<b>Heat</b> pumps",
        "b.md",
        "since 2025",
        "until 2026-01",
    ]


def test_a_chip_takes_its_own_filter_away() -> None:
    values: list[Value] = [["IEA", "KIER"], ["ko"], None, "2025", ""]
    assert without_filter(values, 0, "IEA") == [["KIER"], ["ko"], None, "2025", ""]
    assert without_filter(values, 3, "2025") == [["IEA", "KIER"], ["ko"], None, "", ""]
