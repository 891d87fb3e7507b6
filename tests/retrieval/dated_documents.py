"""Libraries of one-line documents that have dates."""

from collections.abc import Mapping
from dataclasses import replace

from line_documents import ROOT, chunks, pages, revision, source

from retrieval import Library


def put_dated(library: Library, texts: Mapping[str, str]) -> None:
    """Write documents, whose names are their dates or begin with no digit and have none."""
    with library.writer():
        for name, text in texts.items():
            published = name.split(" ")[0] if name[0].isdigit() else ""
            about = replace(source(f"{name}.txt"), published=published)
            library.replace(about, ROOT, revision(text), pages(text), chunks(text))
