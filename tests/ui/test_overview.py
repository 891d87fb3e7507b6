"""The library at a glance."""

from html_reader import HOSTILE, Reader

from retrieval.records import Source
from ui.overview import (
    MOST_BARS,
    OTHER_TOPICS,
    OTHERS,
    UNKNOWN,
    by_topic,
    by_year,
    most_common,
    overview_html,
)


def source(published: str = "", publisher: str = "", language: str = "") -> Source:
    return Source("a.md", "a.md", "md", "Title", publisher, published, language)


def test_years_go_back_from_the_newest_without_a_gap() -> None:
    dated = [source("2024-05"), source("2026"), source("2024"), source()]
    assert by_year(dated) == [("2026", 1), ("2025", 0), ("2024", 2), (UNKNOWN, 1)]


def test_no_dates_at_all_are_one_bar() -> None:
    assert by_year([source(), source()]) == [(UNKNOWN, 2)]


def test_the_most_frequent_name_comes_first_and_unknown_ones_last() -> None:
    assert most_common(["", "IEA", "CEA", "", "IEA", ""]) == [("IEA", 2), ("CEA", 1), (UNKNOWN, 3)]


def test_names_beyond_the_most_frequent_are_added_up() -> None:
    bars = most_common(f"{n:02}" for n in range(MOST_BARS + 5))
    assert bars[-1] == (OTHERS, 5)
    assert sum(count for _, count in bars) == MOST_BARS + 5


def test_a_document_counts_for_each_of_its_topics_and_those_without_come_last() -> None:
    bars = by_topic([("Wind", "Grids"), (), ("Solar", "Wind"), ()])
    assert bars == [("Wind", 2), ("Grids", 1), ("Solar", 1), (OTHER_TOPICS, 2)]
    assert by_topic([("Wind",)]) == [("Wind", 1)]


def test_topics_are_found_by_the_id_of_the_document() -> None:
    assert "Geothermal" in overview_html([source()], {"a.md": ("Geothermal",)})
    assert "Geothermal" not in overview_html([source()], {"b.md": ("Geothermal",)})


def test_languages_are_named_in_words() -> None:
    assert "Korean" in overview_html([source(language="ko")], {})


def test_an_empty_library_says_what_to_do() -> None:
    assert "Upload" in overview_html([], {})


def test_a_publisher_is_no_markup() -> None:
    tags = {tag for tag, _ in Reader(overview_html([source(publisher=HOSTILE)], {})).tags}
    assert tags == {"div", "table", "caption", "tbody", "tr", "th", "td", "span"}
