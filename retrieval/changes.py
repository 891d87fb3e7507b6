"""What became of the sources of an answer that was given some time ago."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from retrieval.index import Library
from retrieval.records import Answer, Citation, Ingest, Page, Passage, SourceChange


def as_of_now(library: Library, answer: Answer, given: str) -> Answer:
    """The answer with each passage told of what became of its document.

    What is quoted stays as it was. A file that only moved is named by its new path, and documents
    that said nearly the same are left out where they are gone.

    Args:
        given: when the answer was given, an ISO time.
    """
    return _Sources(library, given).seen_from(answer)


class _Sources:
    """The documents as they are now, beside those that an answer is made of."""

    def __init__(self, library: Library, given: str) -> None:
        self._catalogue = library.catalogue
        self._state = library.state
        self._given = datetime.fromisoformat(given)
        self._revisions = self._catalogue.revisions()
        self._pages: dict[str, list[Page]] = {}
        self._ingests: list[Ingest] | None = None

    def seen_from(self, answer: Answer) -> Answer:
        return replace(
            answer,
            passages=tuple(self._passage(each, each.chunk.text) for each in answer.passages),
            citations=tuple(self._citation(each) for each in answer.citations),
        )

    def _citation(self, citation: Citation) -> Citation:
        passage = self._passage(citation.passage, citation.quote)
        return replace(citation, passage=passage, source=passage.source)

    def _passage(self, passage: Passage, words: str) -> Passage:
        also = tuple(d for d in passage.duplicates if self._catalogue.named(d) in self._revisions)
        passage = replace(passage, duplicates=also)
        same = [d for d, r in self._revisions.items() if r.startswith(passage.revision)]
        if passage.document in same:
            return passage
        now = self._revisions.get(passage.document)
        if same and not now:
            return replace(passage, source=self._catalogue.source(same[0]))
        change = SourceChange(
            on=self._changed_on(passage.document),
            is_gone=not now,
            place=self._place(passage.document, passage.chunk.page, words),
        )
        return replace(passage, change=change)

    def _place(self, document: str, page: int, words: str) -> tuple[int, int, int] | None:
        """Where words stand in a document now, first on the page where they stood."""
        if document not in self._pages:
            self._pages[document] = self._catalogue.pages(document)
        pages = sorted(self._pages[document], key=lambda each: each.number != page)
        for each in pages:
            start = each.text.find(words)
            if start >= 0:
                return each.number, start, start + len(words)
        return None

    def _changed_on(self, document: str) -> str:
        """The date of the last ingest after the answer that touched a document."""
        if self._ingests is None:
            self._ingests = self._state.ingests()
        for ingest in self._ingests:
            if _end(ingest) < self._given:
                return ""
            if _touches(ingest.report, document):
                return _end(ingest).date().isoformat()
        return ""


def _end(ingest: Ingest) -> datetime:
    # An ingest may have read the document after the answer that it began before.
    started = datetime.fromisoformat(ingest.started)
    return started + timedelta(seconds=float(ingest.report.get("seconds", 0)) + 1)


def _touches(report: Mapping[str, Any], document: str) -> bool:
    named = [*report.get("added", ()), *report.get("updated", ()), *report.get("removed", ())]
    moved = [name for pair in report.get("moved", ()) for name in pair.values()]
    return document in named or document in moved
