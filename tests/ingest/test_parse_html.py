"""HTML pages: their main text, and the metadata that they state."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.errors import ParseError
from retrieval.records import Page, Source

Lines = Callable[[str, str | bytes], list[str]]
Read = Callable[..., tuple[Source, list[Page]]]

HEADLINE = "KIER leads the fourth battery workshop of Korea and Canada in Montreal"
PARAGRAPHS = [
    "The Korea Institute of Energy Research has hosted the workshop in Montreal, where experts of "
    "18 institutions met for two days to talk about batteries.",
    "KIER and NRC CEI signed a Letter of Intent for joint research, as the vice president of the "
    "institute said at the end of the meeting.",
]
HEAD = f"""
<meta charset="utf-8">
<title>{HEADLINE} | energy.example</title>
<meta property="og:title" content="{HEADLINE}">
<meta property="og:site_name" content="energy.example">
<meta property="article:published_time" content="2025-08-04T09:00:00+09:00">
<link rel="canonical" href="https://energy.example/workshop">
"""
# A page as a scraper leaves it: navigation, a teaser cut off, the headline said twice.
SCRAPED = f"""<!DOCTYPE html><html lang="en-CA"><head>{HEAD}</head><body>
<a class="skip-link" href="#content">Skip to content</a>
<nav><ul><li><a href="/">Home</a></li><li><a href="/news">Latest news</a></li></ul></nav>
<h1>{HEADLINE}</h1>
<p class="teaser">The Korea Institute of Energy Research has hosted the workshop...</p>
<div id="content"><h1>{HEADLINE}</h1>
<div class="entry-content"><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></div></div>
<h2>Read also:</h2><ul><li><a href="/latest">Latest</a></li></ul>
<script>document.write("Drawn by a script")</script><footer>Contact us</footer>
</body></html>"""


def article(body: str, head: str = "") -> str:
    """A page whose main text is two paragraphs and what is given."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return f"<html><head>{head}</head><body><article>{text}{body}</article></body></html>"


def test_json_ld_gives_the_metadata(read: Read) -> None:
    stated = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "The title",
        "datePublished": "2025-07-04T10:00:00+09:00",
        "publisher": {"@type": "Organization", "name": "KIER"},
    }
    script = f'<script type="application/ld+json">{json.dumps(stated)}</script>'
    source, _ = read("a.html", article("", script))
    assert (source.title, source.publisher, source.published) == ("The title", "KIER", "2025-07-04")


def test_the_paragraphs_of_a_scraped_page_are_its_text(lines: Lines) -> None:
    assert [line for line in lines("a.html", SCRAPED) if line != HEADLINE] == PARAGRAPHS


def test_a_headline_said_twice_is_kept_once_at_most(lines: Lines) -> None:
    assert lines("a.html", SCRAPED).count(HEADLINE) <= 1


def test_what_a_page_states_becomes_the_metadata(read: Read) -> None:
    source, _ = read("a.html", SCRAPED)
    assert source == Source(
        document="a.html",
        path="a.html",
        format="html",
        title=HEADLINE,
        publisher="energy.example",
        published="2025-08-04",
        language="en",
        url="https://energy.example/workshop",
    )


def test_what_the_caller_knows_goes_before_the_page(read: Read) -> None:
    source, _ = read("a.html", SCRAPED, {"publisher": "KIER", "language": "ko"})
    assert (source.publisher, source.language, source.title) == ("KIER", "ko", HEADLINE)


def test_a_date_in_the_text_is_not_taken_for_the_day_of_publication(read: Read) -> None:
    source, _ = read("a.html", article("<p>The next workshop begins on 30 July 2026 in Seoul.</p>"))
    assert source.published == ""


def test_headings_have_their_place_and_level(read: Read) -> None:
    _, (page,) = read("a.html", article(f"<h2>Results</h2><p>{PARAGRAPHS[0][:90]}.</p>"))
    (heading,) = page.headings
    assert (heading.level, heading.text) == (2, "Results")
    assert page.text[heading.start :].startswith("Results\n\nThe Korea")


def test_table_rows_can_be_read_alone(lines: Lines) -> None:
    table = (
        "<table><tr><th>Region</th><th>Added<br>in 2024</th></tr>"
        "<tr><td>Asia</td><td>421 GW</td></tr></table>"
    )
    assert lines("a.html", article(table))[-1] == "Region: Asia; Added in 2024: 421 GW"


def test_lines_of_a_cell_are_not_glued_together(lines: Lines) -> None:
    table = (
        "<table><tr><th>Region</th><th>Source</th></tr>"
        "<tr><td>Asia</td><td><p>wind</p><p>CO<sub>2</sub> storage</p></td></tr></table>"
    )
    assert lines("a.html", article(table))[-1] == "Region: Asia; Source: wind CO2 storage"


def test_entities_become_their_characters(lines: Lines) -> None:
    body = "<p>R&amp;D costs rose by 5&nbsp;&euro; per &lt;unit&gt; of heat last year.</p>"
    assert lines("a.html", article(body))[-1] == (
        "R&D costs rose by 5 € per <unit> of heat last year."
    )


def test_scripts_and_styles_are_no_text(lines: Lines) -> None:
    body = "<script>alert('no text')</script><style>.no { text: none }</style>"
    assert lines("a.html", article(body)) == PARAGRAPHS


@pytest.mark.parametrize("head", ['<meta charset="euc-kr">', ""])
def test_a_korean_page_in_cp949_is_read(read: Read, head: str) -> None:
    paragraph = "한국에너지기술연구원은 캐나다 몬트리올에서 제4회 배터리 워크숍을 개최하였다."
    other = "두 기관은 차세대전지 공동연구를 위한 의향서에 서명하였다고 밝혔다."
    page = f"<html lang='ko'><head>{head}</head><body><article><h1>전지 연구</h1>"
    page += f"<p>{paragraph}</p><p>{other}</p></article></body></html>"
    source, (text,) = read("a.html", page.encode("cp949"))
    assert text.text.split("\n\n")[-2:] == [paragraph, other]
    assert source.language == "ko"


def test_the_encoding_that_a_page_declares_is_used(lines: Lines) -> None:
    paragraph = "Moc źródeł odnawialnych wzrosła w ubiegłym roku o jedną piątą, a ceny spadły."
    page = article(f"<p>{paragraph}</p>", '<meta charset="iso-8859-2">')
    assert lines("a.html", page.encode("iso-8859-2"))[-1] == paragraph


@pytest.mark.parametrize("content", [b"<html><body></body></html>", b"\x00\x01"])
def test_a_page_without_text_is_refused_with_a_remedy(read: Read, content: bytes) -> None:
    with pytest.raises(ParseError, match=r"No main text was found.*save it from the browser"):
        read("a.html", content)


def test_the_shipped_scraped_page_keeps_its_facts_and_loses_its_navigation(read: Read) -> None:
    shipped = Path(__file__).parents[2] / "corpus/documents"
    content = (shipped / "korea-canada-battery-workshop-scraped.html").read_bytes()
    _, (page,) = read("a.html", content)
    assert "signed a Letter of Intent (LOI) for joint research." in page.text
    for trap in ("Skip to content", "Read also", "Latest", "Workshop..."):
        assert trap not in page.text


LEAD = "The ministry says how much the country will spend on pumps in the coming year, and why."
BODY = "".join(
    f"<p>Paragraph {n} tells of the plant, which delivers heat to the whole city of Ely, and of "
    "the people who have worked there since it was built by the sea.</p>"
    for n in range(12)
)


def test_what_stands_beside_the_text_is_left_out_where_the_text_is_found(lines: Lines) -> None:
    beside = f'<div class="teaser"><p>{LEAD}</p></div>'
    found = lines("a.html", f"<html><body><article>{beside}{BODY}</article></body></html>")
    assert len(found) == 12
    assert found[0].startswith("Paragraph 0")


def test_a_text_that_looks_like_a_teaser_is_kept_where_little_else_is_there(lines: Lines) -> None:
    beside = f'<div class="teaser">{BODY}</div>'
    article = f"<article>{beside}<p>{LEAD}</p><p>{LEAD[::-1]}</p></article>"
    assert len(lines("a.html", f"<html><body>{article}</body></html>")) == 14
