"""The library at a glance: documents by year, publisher, language and topic, as bars. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from retrieval.records import Source
from ui.translation import translated

MOST_BARS = 12  # of a chart; the rest are added up
EMPTY = "The library holds no documents yet. Upload some, or ingest a folder."
UNKNOWN, OTHERS, OTHER_TOPICS = "not known", "others", "other topics"
LANGUAGES = {"en": "English", "ko": "Korean", "fr": "French", "de": "German", "ja": "Japanese"}
Bar = tuple[str, int]


def overview_html(sources: Iterable[Source], topics: Mapping[str, Sequence[str]]) -> str:
    """Four charts, beside each other where there is room.

    Args:
        topics: of each document that has any, by its id.
    """
    known = list(sources)
    if not known:
        return f"<p>{translated(EMPTY)}</p>"
    charts = (
        ("Year", by_year(known)),
        ("Publisher", most_common(source.publisher for source in known)),
        ("Language", most_common(LANGUAGES.get(s.language, s.language) for s in known)),
        ("Topic", by_topic([topics.get(source.document, ()) for source in known])),
    )
    return f'<div class="charts">{"".join(_chart(title, bars) for title, bars in charts)}</div>'


def by_year(sources: Iterable[Source]) -> list[Bar]:
    """Documents of each year, the newest first, every year between the last and the first."""
    counts = Counter(source.published[:4] for source in sources)
    undated = counts.pop("", 0)
    years = sorted(map(int, counts))
    bars = [(str(y), counts[str(y)]) for y in range(years[-1], years[0] - 1, -1)] if years else []
    return _with_rest(bars, undated)


def most_common(names: Iterable[str]) -> list[Bar]:
    """How often each name occurs, the most frequent first."""
    counts = Counter(names)
    unknown = counts.pop("", 0)
    return _with_rest(sorted(counts.items(), key=lambda bar: (-bar[1], bar[0])), unknown)


def by_topic(topics: Sequence[Sequence[str]]) -> list[Bar]:
    """Documents of each topic, the most frequent first; a document may count for several.

    Args:
        topics: of each document.
    """
    counts = Counter(topic for own in topics for topic in own)
    without = sum(not own for own in topics)
    bars = sorted(counts.items(), key=lambda bar: (-bar[1], bar[0]))
    return [*bars, (OTHER_TOPICS, without)] if without else bars


def _with_rest(bars: Sequence[Bar], unknown: int) -> list[Bar]:
    shown, rest = list(bars[:MOST_BARS]), sum(count for _, count in bars[MOST_BARS:])
    return [*shown, *((name, n) for name, n in ((OTHERS, rest), (UNKNOWN, unknown)) if n)]


def _chart(title: str, bars: Sequence[Bar]) -> str:
    most = max(count for _, count in bars)
    rows = "".join(
        f'<tr><th scope="row">{escape(translated(name))}</th><td>'
        f'<span class="bar" style="--share: {count / most:.3f}"></span>{count}</td></tr>'
        for name, count in bars
    )
    return f"<table><caption>{translated(title)}</caption><tbody>{rows}</tbody></table>"
