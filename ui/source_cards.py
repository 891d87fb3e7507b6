"""HTML of the sources panel: a card for each citation. Pure; all text of documents is escaped."""

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from retrieval.records import Answer, Citation, Passage, Source, SourceChange
from retrieval.writer import WRITING
from ui.labels import label
from ui.render import NEW_TAB, about, link_now, marked, original_link
from ui.timeline import badges, timeline_html
from ui.translation import translated

TEACHES = (
    "<h2>Sources</h2><p>Each sentence of an answer carries a number. "
    "The passage that it comes from is shown here, with the cited words marked.</p>"
)
NO_ANSWER, READING = "These do not answer.", "These passages are being read."
NO_SOURCES = f'<div class="sources-empty">{label(TEACHES)}</div>'

GONE = "Source no longer in the library: it left {since}. The quote is as it was."
STILL_THERE = "Source changed {since}; these words are still in it."
CHANGED = "Source changed {since}; these words are no longer in it as they are quoted."


def sources_html(answer: Answer) -> str:
    """The sources panel: a card a citation, or the closest passages where nothing answers."""
    if answer.citations:
        said = badges(answer)
        cards = "".join(_citation_card(c, said[c.marker]) for c in answer.citations)
        return f"<section><h2>{translated('Sources')}</h2>{timeline_html(answer)}{cards}</section>"
    if not answer.passages:
        return NO_SOURCES
    cards = "".join(_passage_card(passage) for passage in answer.passages)
    verdict = translated(READING if answer.note == WRITING else NO_ANSWER)
    head = f"<h2>{translated('Closest passages')}</h2><p>{verdict}</p>"
    return f"<section>{head}{cards}</section>"


def _citation_card(citation: Citation, said: Sequence[str]) -> str:
    chunk, source = citation.passage.chunk, citation.source
    first, last = citation.start - chunk.start, citation.end - chunk.start
    text = marked(chunk.text, first, last)
    number = f'<span class="number">[{citation.marker}]</span> '
    about_it = "".join(f' <span class="badge">{escape(translated(each))}</span>' for each in said)
    link = link_now(source, citation.passage, citation.page, citation.start, citation.end)
    return _card(number, about_it, source, citation.passage, citation.page, text, link)


def _passage_card(passage: Passage) -> str:
    chunk = passage.chunk
    link = link_now(passage.source, passage, chunk.page, chunk.start, chunk.end)
    return _card("", "", passage.source, passage, chunk.page, escape(chunk.text), link)


def _card(
    number: str, badge: str, source: Source, passage: Passage, page: int, text: str, link: str
) -> str:
    is_pdf = source.format == "pdf"
    where = translated("PDF, page {page}", page=page) if is_pdf else source.format.upper()
    return (
        f'<article class="source"><h3>{number}{escape(source.title)}</h3>'
        f'<p class="about">{about(source)} · {where}{badge}</p>{_changed(passage.change)}'
        f"<blockquote>{text}</blockquote>{_also(passage.duplicates)}"
        f"{_links(source, page, link)}</article>"
    )


def _links(source: Source, page: int, link: str) -> str:
    if not link:
        return ""
    return (
        f'<p class="links"><a href="{escape(link)}" {NEW_TAB}>{translated("Open in document")}</a> '
        f'<a href="{original_link(source, page)}" {NEW_TAB}>{translated("Original file")}</a></p>'
    )


def _changed(change: SourceChange | None) -> str:
    """What became of a source after the answer was given."""
    if change is None:
        return ""
    if change.on:
        since = translated("on {date}", date=change.on)
    else:
        since = translated("since this answer was given")
    said = GONE if change.is_gone else STILL_THERE if change.place else CHANGED
    return f'<p class="changed">{translated(said, since=since)}</p>'


def _also(documents: tuple[str, ...]) -> str:
    """The other documents that say nearly the same as a passage."""
    links = ", ".join(
        f'<a href="document/{quote(document)}" {NEW_TAB}>{escape(document)}</a>'
        for document in documents
    )
    said = translated("Also in {documents}", documents=links)
    return f'<p class="also">{said}</p>' if documents else ""
