"""A conversation as a Word document, with the styles that Word's own outline goes by."""

import io
from datetime import UTC, date, datetime, time

import docx
from docx.document import Document

from ui.transcript import CitedPlace, Transcript, Turn, line
from ui.translation import translated

TITLE = "Questions and answers"


def word_document(conversation: Transcript, today: date) -> bytes:
    """The bytes of a .docx file; the same conversation on the same day is the same text."""
    document = docx.Document()
    properties = document.core_properties
    title = translated(TITLE)
    properties.title, properties.author, properties.comments = title, "energychat", ""
    properties.created = properties.modified = datetime.combine(today, time(), UTC)
    document.add_heading(title, level=0)
    document.add_paragraph(translated("Exported on {date}.", date=today.isoformat()))
    for turn in conversation.turns:
        _add_turn(document, turn)
    if conversation.references:
        document.add_heading(translated("References"), level=1)
    for cited in conversation.references:
        _add_reference(document, cited)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add_turn(document: Document, turn: Turn) -> None:
    document.add_heading(turn.question, level=1)
    style = "List Bullet" if turn.is_list else None
    for pieces in turn.paragraphs:
        document.add_paragraph(line(pieces), style=style)
    if turn.disagreement:
        document.add_paragraph().add_run(line(turn.disagreement)).bold = True
    for note in turn.notes:
        document.add_paragraph().add_run(note).italic = True


def _add_reference(document: Document, cited: CitedPlace) -> None:
    address = f" {cited.address}" if cited.address else ""
    paragraph = document.add_paragraph(f"[{cited.number}] ")
    paragraph.add_run(cited.title).bold = True
    paragraph.add_run(f". {cited.about}.{address}")
    paragraph.paragraph_format.keep_with_next = True
    document.add_paragraph(cited.quote, style="Quote")
