"""How the cited documents lie in time: a line with their markers, and badges. Pure."""

from collections.abc import Mapping, Sequence
from html import escape

from retrieval.records import Answer, Citation
from ui.translation import translated

NEWEST, OLDER, DISAGREES = "newest", "older", "sources disagree"
MARKER_WIDTH = 0.4  # share of the line that a marker takes on a phone, a day being the longest
SHORTEST_YEARS = 0.5  # what the line shows at least, so that days do not look like decades


def badges(answer: Answer) -> Mapping[int, Sequence[str]]:
    """What is to be said of each citation beside the others, by marker."""
    dated = [citation for citation in answer.citations if citation.source.published]
    dates = {citation.source.published for citation in dated}
    newest = max(dates, default="")
    found: dict[int, list[str]] = {citation.marker: [] for citation in answer.citations}
    for citation in dated if len(dates) > 1 else ():
        is_newest = newest.startswith(citation.source.published)
        found[citation.marker].append(NEWEST if is_newest else OLDER)
    for marker in dict.fromkeys(value.marker for value in answer.disagreement):
        found[marker].append(DISAGREES)
    return found


def timeline_html(answer: Answer) -> str:
    """The citations on a line from the oldest document to the newest; empty for one date."""
    dated = [c for c in answer.citations if c.source.published]
    years = {citation.marker: decimal_year(citation.source.published) for citation in dated}
    if len(set(years.values())) < 2:
        return ""
    first, last = min(years.values()), max(years.values())
    span = max(last - first, SHORTEST_YEARS)
    ordered = sorted(dated, key=lambda citation: years[citation.marker])
    places = [(years[citation.marker] - first) / span for citation in ordered]
    rows = _rows(places)
    items = "".join(map(_item, ordered, places, rows))
    return (
        f'<ol class="timeline" style="--rows: {max(rows) + 1}" '
        f'aria-label="{translated("The cited documents by date")}">{items}</ol>'
    )


def decimal_year(published: str) -> float:
    """An ISO date of any precision as a number, such as 2025.5 for July 2025."""
    year, month, day = (*map(int, published.split("-")), 1, 1)[:3]
    return year + (month - 1) / 12 + (day - 1) / 366


def _rows(places: Sequence[float]) -> list[int]:
    """For each place, in order, the lowest row in which its marker covers no other."""
    ends: list[float] = []
    rows = []
    for place in places:
        row = next((n for n, end in enumerate(ends) if end <= place), len(ends))
        ends[row : row + 1] = [place + MARKER_WIDTH]
        rows.append(row)
    return rows


def _item(citation: Citation, place: float, row: int) -> str:
    source = citation.source
    return (
        f'<li style="--place: {place:.3f}; --row: {row}" title="{escape(source.title)}">'
        f"<b>[{citation.marker}]</b> <time>{escape(source.published)}</time></li>"
    )
