"""The cited documents in time."""

import re
from dataclasses import replace

import pytest
from conversations import answer_with, citation_of
from html_reader import HOSTILE, Reader

from retrieval.records import Answer, Source, StatedValue
from ui.timeline import DISAGREES, NEWEST, OLDER, badges, decimal_year, timeline_html


def dated(*published: str) -> Answer:
    """An answer that cites a document of each date."""
    return answer_with(
        *(
            citation_of(Source(f"{n}.md", f"{n}.md", "md", HOSTILE, published=date), marker=n)
            for n, date in enumerate(published, 1)
        )
    )


@pytest.mark.parametrize(
    ("published", "year"), [("2025", 2025), ("2025-07", 2025.5), ("2024-01-01", 2024)]
)
def test_dates_of_any_precision_are_placed_in_their_year(published: str, year: float) -> None:
    assert decimal_year(published) == pytest.approx(year, abs=0.01)


def test_the_newest_document_and_the_older_ones_have_a_badge() -> None:
    assert badges(dated("2024-12", "2025-07-14", "")) == {1: [OLDER], 2: [NEWEST], 3: []}


def test_a_year_is_not_older_than_a_day_in_it() -> None:
    assert badges(dated("2025", "2025-07-14")) == {1: [NEWEST], 2: [NEWEST]}


def test_documents_of_one_date_have_no_badge_and_no_timeline() -> None:
    assert badges(dated("2025", "2025")) == {1: [], 2: []}
    assert timeline_html(dated("2025", "2025")) == ""


def test_sources_that_disagree_have_a_badge() -> None:
    answer = replace(dated("2025", "2025"), disagreement=(StatedValue("5 GW", 2, "2025"),))
    assert badges(answer) == {1: [], 2: [DISAGREES]}


def test_markers_stand_in_the_order_of_their_dates() -> None:
    html = timeline_html(dated("2026", "2021-04", "2023-10-02"))
    assert re.findall(r"\[\d\]", html) == ["[2]", "[3]", "[1]"]
    assert Reader(html).text == "[2] 2021-04[3] 2023-10-02[1] 2026"


def test_markers_of_nearly_one_date_stand_above_each_other() -> None:
    html = timeline_html(dated("2020", "2026-01", "2026-02"))
    assert re.findall(r"--row: (\d)", html) == ["0", "0", "1"]
    assert "--rows: 2" in html


def test_a_day_covers_no_other_a_third_of_the_line_later() -> None:
    html = timeline_html(dated("2025-01-02", "2025-05", "2026"))
    assert re.findall(r"--place: ([\d.]+)", html) == ["0.000", "0.332", "1.000"]
    assert re.findall(r"--row: (\d)", html) == ["0", "1", "0"]


def test_a_title_is_no_markup() -> None:
    tags = {tag for tag, _ in Reader(timeline_html(dated("2020", "2026"))).tags}
    assert tags == {"ol", "li", "b", "time"}
