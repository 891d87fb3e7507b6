"""HTML of answers, and what all pages share. Pure; all text of documents is escaped."""

from html import escape
from importlib.resources import files
from textwrap import shorten
from urllib.parse import quote, urlencode

from retrieval.citations import split_markers
from retrieval.disagreement import disagreement_text
from retrieval.records import Answer, Citation, Passage, Source
from ui.translation import retold, translated

_STATIC = files("ui").joinpath("static")
STYLE = _STATIC.joinpath("style.css").read_text(encoding="utf-8")
LOGO = _STATIC.joinpath("logo.svg")
SCRIPTS = "".join(
    f"<script>{_STATIC.joinpath(name).read_text(encoding='utf-8')}</script>"
    for name in ("conversations.js", "copy.js", "labels.js", "preview.js", "session.js")
)
WRITTEN_BY = "Written by {model}; each sentence was checked against what it cites."
ONE_LEFT_OUT = "1 sentence was left out: not supported by the documents"
LEFT_OUT = "{count} sentences were left out: not supported by the documents"
PREVIEW_CHARACTERS = 400  # of the cited words, beside a marker
_SIGNS = str.maketrans({sign: f"&#{ord(sign)};" for sign in "&<>\"'\\`*_{}[]()#+-.!|~$:@"})

NEW_TAB = 'target="_blank" rel="noopener"'


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
    lines = [f"{translated('Read as:')} {answer.standalone_question}"] if read_as else []
    lines += [retold(answer.note)] if answer.note else []
    return lines + ([written_by(answer)] if answer.citations and answer.written_by else [])


def written_by(answer: Answer) -> str:
    """Who wrote the answer, where a language model did."""
    return translated(WRITTEN_BY, model=answer.written_by)


def left_out(answer: Answer) -> str:
    """How many of the model's sentences are not part of the answer, and why."""
    count = len(answer.unsupported)
    return translated(ONE_LEFT_OUT if count == 1 else LEFT_OUT, count=count)


def status_html(text: str) -> str:
    """A sentence that says how something went, translated, which screen readers say too."""
    return f'<p class="note" role="status">{escape(retold(text))}</p>'


def document_link(source: Source, page: int, start: int, end: int, revision: str = "") -> str:
    """Address, below that of the page, of a document scrolled to the cited words.

    Args:
        revision: the beginning of the one that was cited, so that the page of another one says so.
    """
    place = {"page": page, "start": start, "end": end}
    of = {"revision": revision} if revision else {}
    return f"document/{quote(source.document)}?{urlencode(place | of)}#cited"


def original_link(source: Source, page: int) -> str:
    """Address, below that of the page, of the file itself, a PDF at its page."""
    fragment = f"#page={page}" if source.format == "pdf" else ""
    return f"original/{quote(source.document)}{fragment}"


def link_now(source: Source, passage: Passage, page: int, start: int, end: int) -> str:
    """Where cited words are to be read by now; empty where the document is gone."""
    change = passage.change
    if change is None:
        return document_link(source, page, start, end, passage.revision)
    if change.is_gone:
        return ""
    if change.place is None:
        return f"document/{quote(source.document)}"
    return document_link(source, *change.place)


def _marker(citation: Citation) -> str:
    link = link_now(citation.source, citation.passage, citation.page, citation.start, citation.end)
    title = escape(preview(citation))
    if not link:
        return f'<span class="marker" tabindex="0" title="{title}">[{citation.marker}]</span>'
    return (
        f'<a class="marker" href="{escape(link)}" {NEW_TAB} title="{title}">[{citation.marker}]</a>'
    )


def preview(citation: Citation) -> str:
    """What a marker stands for: the cited words on one line, and where they stand."""
    words = shorten(citation.quote, PREVIEW_CHARACTERS, placeholder=" …")
    source = citation.source
    return f"“{words}” {source.title} · {_publisher_and_date(source)}"


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
        f"<li><s>{escape_markdown(one.sentence)}</s> {escape_markdown(retold(one.problem))}</li>"
        for one in answer.unsupported
    )
    return (
        f'<details class="left-out"><summary>{left_out(answer)}</summary><ul>{items}</ul></details>'
    )


def _note(answer: Answer) -> str:
    return "".join(f'<p class="note">{escape_markdown(line)}</p>' for line in note_lines(answer))


def about(source: Source) -> str:
    """Publisher and date of a document, escaped."""
    return escape(_publisher_and_date(source))


def _publisher_and_date(source: Source) -> str:
    publisher = source.publisher or translated("no publisher")
    return f"{publisher} · {source.published or translated('no date')}"


def marked(text: str, start: int, end: int, attributes: str = "") -> str:
    """Escaped text with a mark from ``start`` to ``end``, which may reach beyond it."""
    start, end = max(start, 0), min(end, len(text))
    if start >= end:
        return escape(text)
    inside = f"<mark{attributes}>{escape(text[start:end])}</mark>"
    return escape(text[:start]) + inside + escape(text[end:])
