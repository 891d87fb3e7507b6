"""Builds the corpus: every document that is not Markdown itself, the manifest and sheets.md.

``sources/NAME.md`` (YAML front matter and CommonMark with tables) becomes
``documents/NAME.html``, ``.txt``, ``.pdf`` or ``.docx``; ``documents/*.md`` are their
own sources. The same sources give the same bytes, and a file that would not change is
not written. Run ``python corpus/build.py``; `README.md` beside it says what it needs.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path

# A script imports from its own folder; these modules are named from the one above.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from corpus.build_docx import docx_bytes
from corpus.build_pages import html_bytes, pdf_bytes
from corpus.build_text import txt_bytes
from corpus.source import Source, read_source

CORPUS = Path(__file__).resolve().parent
MANIFEST_KEYS = ("title", "publisher", "published", "language", "url", "licence", "sheet")
SHEETS_HEAD = """# Fact sheets and the documents that use them

Written by `build.py`; do not edit.

| Sheet | Documents |
| ---: | --- |
"""

WRITERS: dict[str, Callable[[Source], bytes]] = {
    "html": html_bytes,
    "txt": txt_bytes,
    "pdf": pdf_bytes,
    "docx": docx_bytes,
}


def build(corpus: Path = CORPUS) -> list[Path]:
    """Builds documents, manifest and sheets.md under ``corpus``; returns the files written.

    Raises:
        SourceError: a source cannot be used.
    """
    documents = corpus / "documents"
    built = [read_source(file) for file in sorted((corpus / "sources").glob("*.md"))]
    markdown = [read_source(file) for file in sorted(documents.glob("*.md"))]
    files = {documents / each.path: WRITERS[each.format](each) for each in built}
    sources = sorted(built + markdown, key=lambda source: source.path)
    files[corpus / "manifest.jsonl"] = manifest_bytes(sources)
    files[corpus / "sheets.md"] = sheets_bytes(sources)
    return [file for file, content in files.items() if write_if_changed(file, content)]


def manifest_bytes(sources: list[Source]) -> bytes:
    """One JSON object a line."""
    entries = [
        {"path": source.path, **{key: getattr(source, key) for key in MANIFEST_KEYS}}
        for source in sources
    ]
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries).encode()


def sheets_bytes(sources: list[Source]) -> bytes:
    """A table in Markdown that names, for each fact sheet, the documents that use it."""
    lines = [SHEETS_HEAD]
    for sheet in sorted({sheet for source in sources for sheet in source.sheet}):
        links = [f"[{s.path}](documents/{s.path})" for s in sources if sheet in s.sheet]
        lines.append(f"| {sheet} | {', '.join(links)} |\n")
    return "".join(lines).encode()


def write_if_changed(file: Path, content: bytes) -> bool:
    """Writes ``content`` and returns True, unless ``file`` already holds it."""
    if file.exists() and file.read_bytes() == content:
        return False
    file.write_bytes(content)
    return True


if __name__ == "__main__":
    for written in build():
        print(written.relative_to(CORPUS))
