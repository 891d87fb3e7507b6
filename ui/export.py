"""A conversation as a file: Markdown, HTML, Word, or the list of what it cites.

Pure: each format is made of the answers and a date, and comes back as bytes.
"""

from collections.abc import Callable, Sequence
from datetime import date

from retrieval.errors import EnergyChatError
from retrieval.records import Answer
from ui.export_docx import word_document
from ui.export_markdown import markdown
from ui.pages import template
from ui.references import WRITERS, references
from ui.transcript import transcript

# What people choose from, and how the name of the file ends.
FORMATS = {
    "Markdown": ".md",
    "HTML": ".html",
    "Word": ".docx",
    "BibTeX": ".bib",
    "RIS": ".ris",
    "CSL-JSON": ".json",
}
NO_CONVERSATION = "There is nothing to export yet. Ask a question first."
NO_REFERENCES = "No document is cited, so there are no references to export."


class NothingToExport(EnergyChatError):
    """A conversation is empty, or its references are wanted and it has none."""


def export(answers: Sequence[Answer], suffix: str, today: date) -> bytes:
    """The conversation in the format whose file names end in ``suffix``, one of FORMATS.

    Args:
        today: when it is exported, and when addresses on the web count as seen.

    Raises:
        NothingToExport: there are no answers, or references are wanted and nothing is cited.
    """
    if not answers:
        raise NothingToExport(NO_CONVERSATION)
    if suffix not in WRITERS:
        return _DOCUMENTS[suffix](answers, today)
    cited = references(answers)
    if not cited:
        raise NothingToExport(NO_REFERENCES)
    return WRITERS[suffix](cited, today).encode("utf-8")


def _markdown(answers: Sequence[Answer], today: date) -> bytes:
    return markdown(transcript(answers), today).encode("utf-8")


def _html(answers: Sequence[Answer], today: date) -> bytes:
    page = template("conversation.html").render(
        conversation=transcript(answers), today=today.isoformat()
    )
    return page.encode("utf-8")


def _word(answers: Sequence[Answer], today: date) -> bytes:
    return word_document(transcript(answers), today)


_DOCUMENTS: dict[str, Callable[[Sequence[Answer], date], bytes]] = {
    ".md": _markdown,
    ".html": _html,
    ".docx": _word,
}
