"""Bring a library in line with a folder: add, update and remove what changed."""

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ingest.chunk import chunk_pages
from ingest.manifest import find_documents, read_manifest
from ingest.parse import PARSER_VERSION, parse_document
from retrieval.errors import MassRemoval, ParseError
from retrieval.index import Library, discard
from retrieval.settings import Settings

GUARD_FROM = 10  # documents in a folder, from which on a mass removal asks for a flag


@dataclass(frozen=True)
class SyncProgress:
    """Where a sync stands: files done of all, and chunks embedded of the present file's."""

    file: str
    files_done: int
    files: int
    chunks_done: int = 0
    chunks: int = 0


@dataclass
class Report:
    """What a sync did; the lists hold document ids, ``failed`` pairs of path and error."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: int = 0
    removed: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    chunks: int = 0
    embedded: int = 0
    seconds: float = 0.0


def sync(
    library: Library,
    folder: Path,
    *,
    allow_mass_removal: bool = False,
    progress: Callable[[SyncProgress], None] = lambda progress: None,
) -> Report:
    """Ingest a folder: only changed files are parsed and only changed chunks embedded.

    A file is unchanged when its document has the same revision: the digest of its
    bytes, of its manifest entry and of the parser's version. A file that cannot be
    parsed is reported and its earlier text stays; it is parsed again when it or the
    parser changes.

    Raises:
        FolderError: the folder is missing.
        LibraryBusy: another process is writing to the library.
        MassRemoval: more than half of the folder's documents vanished and
            ``allow_mass_removal`` is not set; nothing was changed then.
    """
    started = time.perf_counter()
    folder = folder.resolve()
    files = find_documents(folder)
    entries, problems = read_manifest(folder)
    report = Report(warnings=problems)
    with library.writer():
        root = _root(library, folder)
        known = {d.source.path: d for d in library.catalogue.documents(root)}
        vanished = [known[path].source.document for path in known if path not in files]
        _guard(folder, len(vanished), len(known), allow_mass_removal)
        failures = library.catalogue.failures(root)
        for name in failures.keys() - files.keys():
            library.catalogue.clear_failure(root, name)
        for done, (name, path) in enumerate(files.items()):
            progress(SyncProgress(name, done, len(files)))
            stored = known.get(name)
            task = _File(root, name, path, entries.get(name, {}), done, len(files))
            try:
                revision = task.revision()
                if stored and stored.revision == revision:
                    report.unchanged += 1
                    if name in failures:
                        library.catalogue.clear_failure(root, name)
                elif failures.get(name, ("", ""))[0] == revision:
                    report.failed.append((name, failures[name][1]))
                else:
                    document = stored.source.document if stored else _new_id(library, root, name)
                    report.embedded += _ingest(library, task, document, revision, progress)
                    (report.updated if stored else report.added).append(document)
            except ParseError as error:
                library.catalogue.set_failure(root, name, revision, str(error))
                report.failed.append((name, str(error)))
            except OSError as error:
                # Not remembered: it may be readable next time without having changed.
                reason = f"The file cannot be read: {error.strerror}. Check its permissions."
                report.failed.append((name, reason))
        # Last, so that a renamed file finds its vectors still there.
        for document in vanished:
            library.remove(document)
            report.removed.append(document)
        progress(SyncProgress("", len(files), len(files)))
    report.chunks = library.catalogue.count_chunks()
    report.seconds = round(time.perf_counter() - started, 3)
    return report


def rebuild(
    settings: Settings,
    folder: Path,
    *,
    progress: Callable[[SyncProgress], None] = lambda progress: None,
) -> Report:
    """Build the index anew from a folder and all that were ingested before; all are reported.

    Raises:
        FolderError: the folder is missing; the old index is kept then.
        LibraryBusy: another process is writing to the library.
    """
    find_documents(folder)
    folders = dict.fromkeys([*discard(settings.library), folder.resolve()])
    total = Report()
    library = Library(settings)
    for each in folders:
        if not each.is_dir():
            total.warnings.append(f"{each} is gone; its documents have left the library.")
            continue
        report = sync(library, each, progress=progress)
        total.added += report.added
        total.failed += report.failed
        total.warnings += report.warnings
        total.embedded += report.embedded
        total.seconds += report.seconds
        total.chunks = report.chunks
    library.close()
    return total


def remove_document(library: Library, document: str) -> None:
    """Take one document out of the library; its file stays where it is.

    Raises:
        UnknownDocument: there is none of that name.
        LibraryBusy: another process is writing to the library.
    """
    library.catalogue.source(document)
    with library.writer():
        library.remove(document)


@dataclass(frozen=True)
class _File:
    root: str
    name: str
    path: Path
    metadata: dict[str, str]
    position: int
    files: int

    def revision(self) -> str:
        about = json.dumps([PARSER_VERSION, self.name, self.metadata], sort_keys=True)
        return hashlib.sha256(about.encode() + self.path.read_bytes()).hexdigest()


def _ingest(
    library: Library,
    file: _File,
    document: str,
    revision: str,
    progress: Callable[[SyncProgress], None],
) -> int:
    source, pages = parse_document(file.path, document, file.name, file.metadata)
    chunks = chunk_pages(
        pages, source.title, source.language, library.encoder, library.settings.chunk_tokens
    )
    return library.replace(
        source,
        file.root,
        revision,
        pages,
        chunks,
        lambda done, total: progress(
            SyncProgress(file.name, file.position, file.files, done, total)
        ),
    )


def _root(library: Library, folder: Path) -> str:
    roots = library.catalogue.roots()
    for name, known in roots.items():
        if known == folder:
            return name
    name, number = folder.name or "root", 2
    while name in roots:
        name, number = f"{folder.name}-{number}", number + 1
    library.catalogue.add_root(name, folder)
    return name


def _new_id(library: Library, root: str, name: str) -> str:
    """The path itself, or prefixed with the root's name where another root has that path."""
    document = name
    while library.catalogue.has_document(document):
        document = f"{root}/{document}"
    return document


def _guard(folder: Path, vanished: int, known: int, allow: bool) -> None:
    if not allow and known >= GUARD_FROM and vanished * 2 > known:
        raise MassRemoval(
            f"{vanished} of the {known} documents of {folder} are gone, and nothing was changed. "
            "Put them back, or say `--allow-mass-removal` if they are to leave the library."
        )
