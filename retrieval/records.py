"""The nouns of the product: frozen dataclasses without I/O.

Offsets are half-open and count Unicode code points, so that
``page.text[start:end]`` is the text meant. Pages count from 1; a format
without pages is one page.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

HEADING_SEPARATOR = " > "


@dataclass(frozen=True)
class Heading:
    """A heading of a page: where it begins, its level (1 is the highest) and its text."""

    start: int
    level: int
    text: str


@dataclass(frozen=True)
class Box:
    """Where a word, ``page.text[start:end]``, stands on the image of its page.

    The sides are shares, 0 to 1, of the width and the height of the page as it is shown, from
    its upper left corner. A word that is divided at the end of a line has two boxes.
    """

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Page:
    """The readable text of one page, with its headings in reading order.

    ``boxes`` are those of its words, in reading order, where the format has places.
    """

    number: int
    text: str
    headings: tuple[Heading, ...] = ()
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True)
class Source:
    """What is known of a document apart from its text.

    ``document`` is its id: the POSIX path below its root. ``published`` is an
    ISO date of any precision ("2025", "2025-08", "2025-08-04") or empty.
    """

    document: str
    path: str
    format: str
    title: str
    publisher: str = ""
    published: str = ""
    language: str = ""
    url: str = ""

    @property
    def real_path(self) -> str:
        """The path with what a text cannot hold, which is percent-encoded in ``path``."""
        return os.fsdecode(unquote_to_bytes(self.path))


@dataclass(frozen=True)
class Chunk:
    """A piece of a page that is embedded and searched as one.

    ``heading`` is the path of headings above it, joined by ``HEADING_SEPARATOR``.
    """

    page: int
    start: int
    end: int
    heading: str
    text: str


@dataclass(frozen=True)
class StoredDocument:
    """A row of the library's table of documents.

    ``copies`` are the paths of files of the same folder with the very same content.
    """

    source: Source
    root: str
    revision: str
    pages: int
    chunks: int
    copies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ingest:
    """An ingest of the past: its running number, when it began (ISO), and what it did."""

    number: int
    started: str
    folder: Path
    report: Mapping[str, Any]


@dataclass(frozen=True)
class Gap:
    """A question that found no answer, or a bad one, when last (ISO), and what was said of it."""

    question: str
    asked: str
    is_bad: bool
    comment: str


@dataclass(frozen=True)
class Coverage:
    """How much of a document was read: pages, those of them with text, and characters.

    ``warnings`` are parts of sentences, such as "no text in pages 3 to 9".
    """

    pages: int
    pages_with_text: int
    characters: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourceChange:
    """What became of a document after it was cited.

    ``on`` is the ISO date of that, empty where no ingest tells it. ``place`` is where the cited
    words stand now, page, start and end, and None where they are gone.
    """

    on: str
    is_gone: bool
    place: tuple[int, int, int] | None = None


@dataclass(frozen=True)
class Passage:
    """A chunk that a search returned, best score first; scores lie between 0 and 1.

    ``duplicates`` are the ids of other documents that say nearly the same, and the paths of files
    with the very same content. ``change`` is set where an old answer is shown again and its
    document is not what it was.
    """

    chunk_id: str
    source: Source
    chunk: Chunk
    score: float
    duplicates: tuple[str, ...] = ()
    change: SourceChange | None = None

    @property
    def document(self) -> str:
        return self.source.document

    @property
    def revision(self) -> str:
        """The beginning of the revision of the document from which this was cut."""
        return self.chunk_id.removeprefix(f"{self.document}:").partition(":")[0]


@dataclass(frozen=True)
class Citation:
    """The words of a document that support a sentence; ``quote == page.text[start:end]``.

    ``lead`` is what the answer says before the words, such as "Older, as of 2024-12:".
    """

    marker: int
    source: Source
    page: int
    start: int
    end: int
    quote: str
    passage: Passage
    lead: str = ""

    @property
    def said(self) -> str:
        """The words with what precedes them and with the marker, as the answer has them."""
        return f"{self.lead} {self.quote} [{self.marker}]".lstrip()


@dataclass(frozen=True)
class Unsupported:
    """A sentence of a language model that was left out, and why: "12 GW is not in the source"."""

    sentence: str
    problem: str


@dataclass(frozen=True)
class StatedValue:
    """One of the values on which sources disagree; ``published`` is the date of its document."""

    text: str
    marker: int
    published: str


@dataclass(frozen=True)
class Answer:
    """What the assistant gives back.

    ``text`` carries a marker such as [1] after each sentence; ``confidence``
    lies between 0 and 1. Where ``answered`` is false there are no citations,
    and ``passages`` are merely the closest ones. ``written_by`` names the language model
    that wrote the text, and is empty where the text is the documents' own sentences;
    ``unsupported`` are the sentences that a model wrote and that are not part of it.
    ``is_list`` says that each sentence stands on a line of its own, as a Markdown list;
    ``disagreement`` holds the different values that documents give, none where they agree.
    """

    question: str
    standalone_question: str
    text: str
    answered: bool
    short_answer: str
    confidence: float
    note: str
    citations: tuple[Citation, ...]
    passages: tuple[Passage, ...]
    seconds: float
    written_by: str = ""
    unsupported: tuple[Unsupported, ...] = ()
    is_list: bool = False
    disagreement: tuple[StatedValue, ...] = ()


@dataclass(frozen=True)
class Exchange:
    """A question of a conversation, its answer if it has one, and when it was kept (ISO, UTC)."""

    question: str
    answer: Answer | None = None
    kept: str = ""


@dataclass(frozen=True)
class Edition:
    """A state of a kept conversation: its id, and a number that each change raises."""

    conversation: str
    number: int


@dataclass(frozen=True)
class Conversation:
    """A kept conversation as a list names it; ``updated`` is an ISO time in UTC."""

    id: str
    title: str
    updated: str
    questions: int
