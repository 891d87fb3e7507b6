"""Build the index anew beside the old one, which serves until the new one takes its place."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from ingest.chunk import chunk_pages
from ingest.folder import list_folder
from ingest.near_duplicates import signature
from ingest.patterns import Patterns
from ingest.report import Report, SyncProgress
from ingest.scope import keep_patterns, patterns_of, source_of
from ingest.sync import sync
from retrieval.catalog import Catalogue
from retrieval.errors import IndexMismatch, LibraryUnreadable
from retrieval.index import CATALOGUE, VECTORS, Library
from retrieval.records import Page, StoredDocument
from retrieval.schema import SCHEMA_VERSION
from retrieval.settings import Settings
from retrieval.state import STATE, State
from retrieval.writer_lock import writer_lock

BESIDE = "rebuild"  # the folder in the library's where the new index grows

Progress = Callable[[SyncProgress], None]
Stop = Callable[[], bool]


def rebuild(
    settings: Settings,
    folder: Path | None = None,
    *,
    patterns: Patterns | None = None,
    embed_only: bool = False,
    progress: Progress = lambda progress: None,
    stop: Stop = lambda: False,
) -> Report:
    """Build the index anew from all folders ever ingested, and from this one.

    The old index serves on until the new one is whole; one that was stopped goes on where it
    was. History and corrections stay.

    Args:
        embed_only: take the texts from the old index instead of reading the files again, as for
            another encoder or chunk size.

    Raises:
        FolderError: the folder is missing.
        IndexMismatch: ``embed_only``, and the old index is of another version.
        LibraryBusy: another process is writing to the library.
    """
    if folder:
        list_folder(folder.resolve())
    with writer_lock(settings.library):
        old = _old_catalogue(settings.library)
        state = State(settings.library / STATE)
        beside = _begin(settings, state)
        try:
            if embed_only:
                report = _embed(old, beside, progress, stop)
            else:
                report = _read_again(old, beside, folder, patterns, progress, stop)
            if not report.stopped:
                _take_place(old, beside, settings.library)
        finally:
            beside.close()
            old.close()
        if not report.stopped:
            shutil.rmtree(settings.library / BESIDE)
    return report


def _old_catalogue(folder: Path) -> Catalogue:
    try:
        return Catalogue(folder / CATALOGUE)
    except LibraryUnreadable:
        # A damaged catalogue has forgotten its folders; the index can be built anew all the same.
        for path in folder.glob(f"{CATALOGUE}*"):
            path.unlink()
        return Catalogue(folder / CATALOGUE)


def _begin(settings: Settings, state: State) -> Library:
    """The index that grows, or the one that was stopped if it was made by these settings."""
    beside = settings.model_copy(update={"library": settings.library / BESIDE})
    if not (beside.library / VECTORS).exists():
        shutil.rmtree(beside.library, ignore_errors=True)
    try:
        return Library(beside, state)
    except (IndexMismatch, LibraryUnreadable):
        shutil.rmtree(beside.library)
        return Library(beside, state)


def _read_again(
    old: Catalogue,
    beside: Library,
    folder: Path | None,
    patterns: Patterns | None,
    progress: Progress,
    stop: Stop,
) -> Report:
    """Ingest all folders; all documents are reported as added, unless it was stopped before."""
    total = Report()
    folders = list(old.roots().values())
    named = source_of(old, folder)[0] if folder else None
    if named and named not in folders:
        folders.append(named)
    for each in folders:
        if not each.exists():
            total.warnings.append(f"{each} is gone; its documents have left the library.")
            continue
        wanted = patterns if each == named else None
        total.add(
            sync(
                beside,
                each,
                patterns=wanted or patterns_of(old, each),
                allow_mass_removal=True,
                progress=progress,
                stop=stop,
            )
        )
        if total.stopped:
            break
    return total


def _embed(old: Catalogue, beside: Library, progress: Progress, stop: Stop) -> Report:
    """Cut the texts that the old index holds into chunks anew, and embed them."""
    if old.meta().get("schema", SCHEMA_VERSION) != SCHEMA_VERSION:
        raise IndexMismatch(
            "The index is of another version of this program, and its texts cannot be taken over. "
            "`energychat rebuild` without `--embed-only` reads the files again."
        )
    report = Report()
    stored = old.documents()
    coverage = old.coverage()
    with beside.writer():
        _copy_folders(old, beside.catalogue)
        for done, each in enumerate(stored):
            document = each.source.document
            if stop():
                report.stopped, report.left = True, len(stored) - done
                break
            if beside.catalogue.has_document(document):
                continue
            present = SyncProgress(document, done, len(stored))
            progress(present)
            report.embedded += _embed_one(
                beside, each, old.pages(document), coverage[document].warnings, present, progress
            )
            report.updated.append(document)
        progress(SyncProgress("", len(stored), len(stored)))
    report.chunks = beside.catalogue.count_chunks()
    return report


def _embed_one(
    beside: Library,
    stored: StoredDocument,
    pages: list[Page],
    warnings: Sequence[str],
    present: SyncProgress,
    progress: Progress,
) -> int:
    """Write a document as the old index has it; how many chunks were embedded."""
    source = stored.source
    chunks = chunk_pages(
        pages, source.title, source.language, beside.encoder, beside.settings.chunk_tokens
    )
    embedded = beside.replace(
        source,
        stored.root,
        stored.revision,
        pages,
        chunks,
        lambda done, total: progress(replace(present, chunks_done=done, chunks=total)),
        warnings,
    )
    beside.catalogue.set_signature(source.document, signature(pages))
    return embedded


def _copy_folders(old: Catalogue, new: Catalogue) -> None:
    """Take over what is known of the folders, apart from the documents themselves."""
    for name, folder in old.roots().items():
        if name not in new.roots():
            new.add_root(name, folder)
        keep_patterns(new, folder, patterns_of(old, folder))
        new.set_copies(name, old.copies(name))
        for path, (revision, error) in old.failures(name).items():
            new.set_failure(name, path, revision, error)


def _take_place(old: Catalogue, beside: Library, library: Path) -> None:
    """Let the new index take the old one's place, for every reader at once.

    The vectors move to a folder of their own first, which no catalogue names yet: the old index
    stays whole until the commit point, the swap of the catalogue.
    """
    vectors = _free_folder(library)
    beside.close_vectors()
    beside.vectors_folder.rename(vectors)
    beside.catalogue.set_meta({VECTORS: vectors.name})
    replaced = library / old.meta().get(VECTORS, VECTORS)
    old.become(beside.catalogue)
    shutil.rmtree(replaced, ignore_errors=True)


def _free_folder(library: Path) -> Path:
    number = 2
    while (library / f"{VECTORS}-{number}").exists():
        number += 1
    return library / f"{VECTORS}-{number}"
