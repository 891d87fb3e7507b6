"""What the command prints with --json, as plain dictionaries."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from retrieval.records import (
    Answer,
    Citation,
    Coverage,
    Ingest,
    Page,
    Passage,
    Source,
    StoredDocument,
)
from ui.render import document_link

Json = dict[str, Any]


def passage_json(passage: Passage) -> Json:
    """A passage; ``start`` and ``end`` are offsets into the page's text."""
    chunk = passage.chunk
    return {
        "document": passage.document,
        "title": passage.source.title,
        "page": chunk.page,
        "heading": chunk.heading,
        "start": chunk.start,
        "end": chunk.end,
        "text": chunk.text,
        "score": passage.score,
        "duplicates": list(passage.duplicates),
    }


def linked_passage_json(passage: Passage, address: str) -> Json:
    """A passage with ``url``, which opens the document at it; see :func:`linked_citation_json`."""
    chunk = passage.chunk
    link = document_link(passage.source, chunk.page, chunk.start, chunk.end, passage.revision)
    return passage_json(passage) | {"url": f"{address}/{link}"}


def citation_json(citation: Citation) -> Json:
    """A citation; ``quote`` is the page's text from ``start`` to ``end``."""
    return {
        "marker": citation.marker,
        "document": citation.source.document,
        "title": citation.source.title,
        "page": citation.page,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "lead": citation.lead,
    }


def linked_citation_json(citation: Citation, address: str) -> Json:
    """A citation with ``url``, which opens the document at the cited words.

    Args:
        address: of the server that has the document's page.
    """
    revision = citation.passage.revision
    link = document_link(citation.source, citation.page, citation.start, citation.end, revision)
    return citation_json(citation) | {"url": f"{address}/{link}"}


def answer_json(answer: Answer) -> Json:
    """An answer with its citations and passages."""
    return {
        "question": answer.question,
        "answer": answer.text,
        "answered": answer.answered,
        "short_answer": answer.short_answer,
        "confidence": answer.confidence,
        "standalone_question": answer.standalone_question,
        "note": answer.note,
        "disagreement": [asdict(value) for value in answer.disagreement],
        "citations": [citation_json(c) for c in answer.citations],
        "passages": [passage_json(p) for p in answer.passages],
        "seconds": answer.seconds,
        "written_by": answer.written_by,
        "unsupported": [asdict(left_out) for left_out in answer.unsupported],
    }


def stored_json(stored: StoredDocument, coverage: Coverage) -> Json:
    """A row of the list of documents, with how much of it was read."""
    about = asdict(stored.source) | {"root": stored.root, "chunks": stored.chunks}
    about["copies"] = list(stored.copies)
    return about | asdict(coverage) | {"warnings": list(coverage.warnings)}


def failure_json(folder: Path, path: str, error: str) -> Json:
    """A file that could not be read."""
    return {"folder": str(folder), "path": path, "error": error}


def ingest_json(ingest: Ingest) -> Json:
    """An ingest of the past, with all that it did."""
    return {"started": ingest.started, "folder": str(ingest.folder)} | dict(ingest.report)


def document_json(source: Source, pages: list[Page], coverage: Coverage) -> Json:
    """A document's readable text, and what is to be said of how it was read."""
    return {
        "document": source.document,
        "title": source.title,
        "warnings": list(coverage.warnings),
        "pages": [{"page": page.number, "text": page.text} for page in pages],
    }
