"""What the sentences of a model are to answer, and what is known of the passages beside them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from retrieval.index import Library
from retrieval.readings import readings
from retrieval.records import HEADING_SEPARATOR, Passage
from retrieval.spans import Reading


@dataclass(frozen=True)
class Grounds:
    """A question with what is known of the passages that may answer it.

    Args:
        headings: the titles, and the headings above the passages and on their pages.
        readings: what the extractive reader makes of the passages, by their ids, if there is one.
    """

    question: str
    headings: Collection[str] = ()
    readings: Mapping[str, Reading] = field(default_factory=dict)


def grounds_of(library: Library, question: str, passages: Sequence[Passage]) -> Grounds:
    """A question with what a library knows of passages."""
    return Grounds(question, _headings(library, passages), _readings(library, question, passages))


def _headings(library: Library, passages: Sequence[Passage]) -> set[str]:
    found = {passage.source.title for passage in passages}
    # Those above a passage may stand on a page before its own.
    found |= {step for p in passages for step in p.chunk.heading.split(HEADING_SEPARATOR) if step}
    for document, number in {(p.source.document, p.chunk.page) for p in passages}:
        pages = library.catalogue.pages(document)
        found |= {h.text for page in pages if page.number == number for h in page.headings}
    return found


def _readings(library: Library, question: str, passages: Sequence[Passage]) -> dict[str, Reading]:
    reader = library.extractive_reader
    if reader is None:
        return {}
    read = readings(library, reader, question, passages)
    return {passage.chunk_id: each for passage, each in zip(passages, read, strict=True)}
