"""HTML of answers, sources and lists. Pure; all text of documents is escaped."""

from html import escape
from importlib.resources import files
from urllib.parse import quote, urlencode

from retrieval.citations import split_markers
from retrieval.disagreement import disagreement_text
from retrieval.records import Answer, Citation, Passage, Source

_STATIC = files("ui").joinpath("static")
STYLE = _STATIC.joinpath("style.css").read_text(encoding="utf-8")
SCRIPTS = "".join(
    f"<script>{_STATIC.joinpath(name).read_text(encoding='utf-8')}</script>"
    for name in ("copy.js", "session.js")
)
_SIGNS = str.maketrans({sign: f"&#{ord(sign)};" for sign in "&<>\"'\\`*_{}[]()#+-.!|~$:@"})

_NEW_TAB = 'target="_blank" rel="noopener"'

NO_SOURCES = (
    '<div class="sources-empty"><h2>Sources</h2><p>Each sentence of an answer carries a number. '
    "The passage that it comes from is shown here, with the cited words marked.</p></div>"
)


def escape_markdown(text: str) -> str:
    """Text for a place where Markdown and HTML are rendered, so that it shows as it is."""
    # Entities are decoded after Markdown has been read, so a sign made one is never syntax.
    return text.translate(_SIGNS)


def answer_html(answer: Answer) -> str:
    """The answer for the chat: sentences with markers that are links to the cited words."""
    if not answer.answered:
        return f"<p>{escape_markdown(answer.text)}</p>{_note(answer)}"
    if answer.written_by:
        text = f"<p>{_prose(answer)}</p>"
    elif answer.is_list:
        lines = "\n".join(f"<li>{_sentence(c, answer)}</li>" for c in answer.citations)
        text = f"<ul>{lines}</ul>"
    else:
        quotes = [c for c in answer.citations if c.said in answer.text]
        text = f"<p>{' '.join(f'<span>{_sentence(c, answer)}</span>' for c in quotes)}</p>"
    return text + _disagreement(answer) + _note(answer) + _left_out(answer)


def note_lines(answer: Answer) -> list[str]:
    """What is said below an answer: how it was read, how sure it is, and who wrote it."""
    read_as = answer.standalone_question != answer.question.strip()
    lines = [f"Read as: {answer.standalone_question}"] if read_as else []
    lines += [answer.note] if answer.note else []
    return lines + ([written_by(answer)] if answer.citations and answer.written_by else [])


def written_by(answer: Answer) -> str:
    """Who wrote the answer, where a language model did."""
    return f"Written by {answer.written_by}; each sentence was checked against what it cites."


def left_out(answer: Answer) -> str:
    """How many of the model's sentences are not part of the answer, and why."""
    count = len(answer.unsupported)
    were = "sentence was" if count == 1 else "sentences were"
    return f"{count} {were} left out: not supported by the documents"


def sources_html(answer: Answer) -> str:
    """The sources panel: a card a citation, or the closest passages where nothing answers."""
    if answer.citations:
        cards = "".join(_citation_card(citation) for citation in answer.citations)
        return f"<section><h2>Sources</h2>{cards}</section>"
    if not answer.passages:
        return NO_SOURCES
    cards = "".join(_passage_card(passage) for passage in answer.passages)
    return f"<section><h2>Closest passages</h2><p>These do not answer.</p>{cards}</section>"


def status_html(text: str) -> str:
    """A sentence that says how something went, which screen readers say too."""
    return f'<p class="note" role="status">{escape(text)}</p>'


def document_link(source: Source, page: int, start: int, end: int) -> str:
    """Address, below that of the page, of a document scrolled to the cited words."""
    place = urlencode({"page": page, "start": start, "end": end})
    return f"document/{quote(source.document)}?{place}#cited"


def original_link(source: Source, page: int) -> str:
    """Address, below that of the page, of the file itself, a PDF at its page."""
    fragment = f"#page={page}" if source.format == "pdf" else ""
    return f"original/{quote(source.document)}{fragment}"


def _marker(citation: Citation) -> str:
    link = document_link(citation.source, citation.page, citation.start, citation.end)
    title = escape(citation.source.title)
    return (
        f'<a class="marker" href="{escape(link)}" {_NEW_TAB} '
        f'title="{title}">[{citation.marker}]</a>'
    )


def _sentence(citation: Citation, answer: Answer) -> str:
    lead = f"<em>{escape_markdown(citation.lead)}</em> " if citation.lead else ""
    return f"{lead}{_emphasised(citation, answer)} {_marker(citation)}"


def _disagreement(answer: Answer) -> str:
    """That sources disagree, each value with its date and a link."""
    text = disagreement_text(answer)
    return f'<p class="disagreement">{_linked(text, answer)}</p>' if text else ""


def _linked(text: str, answer: Answer) -> str:
    """A text in which each marker is a link."""
    citations = {citation.marker: citation for citation in answer.citations}
    return "".join(
        escape_markdown(piece) + (_marker(citations[number]) if number else "")
        for piece, number in split_markers(text, citations)
    )


def _emphasised(citation: Citation, answer: Answer) -> str:
    """The sentence, the words that answer in bold where they are fewer than the sentence."""
    words = answer.short_answer if citation.marker == 1 else ""
    return _with_bold(citation.quote, words if words != citation.quote else "")


def _with_bold(text: str, words: str) -> str:
    if not words or words not in text:
        return escape_markdown(text)
    before, after = text.split(words, 1)
    return (
        f"{escape_markdown(before)}<strong>{escape_markdown(words)}</strong>"
        f"{escape_markdown(after)}"
    )


def _prose(answer: Answer) -> str:
    """A model's text, in which each marker is a link."""
    citations = {citation.marker: citation for citation in answer.citations}
    pieces = list(split_markers(answer.text, citations))
    words = answer.short_answer
    answering = next((n for n, (text, _) in enumerate(pieces) if words in text.strip()), -1)
    is_whole = answering >= 0 and pieces[answering][0].strip() == words
    return "".join(
        _with_bold(text, words if n == answering and not is_whole else "")
        + (_marker(citations[number]) if number else "")
        for n, (text, number) in enumerate(pieces)
    )


def _left_out(answer: Answer) -> str:
    """The sentences that are not part of the answer, shown on demand."""
    if not answer.unsupported:
        return ""
    items = "".join(
        f"<li><s>{escape_markdown(one.sentence)}</s> {escape_markdown(one.problem)}</li>"
        for one in answer.unsupported
    )
    return (
        f'<details class="left-out"><summary>{left_out(answer)}</summary><ul>{items}</ul></details>'
    )


def _note(answer: Answer) -> str:
    return "".join(f'<p class="note">{escape_markdown(line)}</p>' for line in note_lines(answer))


def _citation_card(citation: Citation) -> str:
    chunk = citation.passage.chunk
    first, last = citation.start - chunk.start, citation.end - chunk.start
    text = marked(chunk.text, first, last)
    link = document_link(citation.source, citation.page, citation.start, citation.end)
    also = citation.passage.duplicates
    return _card(f"[{citation.marker}] ", citation.source, citation.page, text, link, also)


def _passage_card(passage: Passage) -> str:
    chunk = passage.chunk
    link = document_link(passage.source, chunk.page, chunk.start, chunk.end)
    text = escape(chunk.text)
    return _card("", passage.source, chunk.page, text, link, passage.duplicates)


def _card(
    marker: str, source: Source, page: int, text: str, link: str, also_in: tuple[str, ...]
) -> str:
    where = f"PDF, page {page}" if source.format == "pdf" else source.format.upper()
    return (
        f'<article class="source"><h3>{marker}{escape(source.title)}</h3>'
        f'<p class="about">{about(source)} · {where}</p><blockquote>{text}</blockquote>'
        f'{_also(also_in)}<p class="links"><a href="{escape(link)}" {_NEW_TAB}>'
        "Open in document</a> "
        f'<a href="{original_link(source, page)}" {_NEW_TAB}>'
        "Original file</a></p></article>"
    )


def _also(documents: tuple[str, ...]) -> str:
    """The other documents that say nearly the same as a passage."""
    links = ", ".join(
        f'<a href="document/{quote(document)}" {_NEW_TAB}>{escape(document)}</a>'
        for document in documents
    )
    return f'<p class="also">Also in {links}</p>' if documents else ""


def about(source: Source) -> str:
    """Publisher and date of a document, escaped."""
    return escape(" · ".join((source.publisher or "no publisher", source.published or "no date")))


def marked(text: str, start: int, end: int, attributes: str = "") -> str:
    """Escaped text with a mark from ``start`` to ``end``, which may reach beyond it."""
    start, end = max(start, 0), min(end, len(text))
    if start >= end:
        return escape(text)
    inside = f"<mark{attributes}>{escape(text[start:end])}</mark>"
    return escape(text[:start]) + inside + escape(text[end:])
