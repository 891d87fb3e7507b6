"""Bring a library in line with a folder: add, update and remove what changed."""

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest import ocr
from ingest.archive import ARCHIVE
from ingest.chunk import chunk_pages
from ingest.file import File, read_error
from ingest.folder import list_folder
from ingest.manifest import read_manifest
from ingest.parse import MEGABYTE, PARSER_VERSION, read_document
from ingest.patterns import Patterns
from ingest.report import Report, SyncProgress
from ingest.scope import keep_patterns, patterns_in, patterns_of
from retrieval.errors import MassRemoval, ParseError
from retrieval.index import Library, discard
from retrieval.records import StoredDocument
from retrieval.settings import Settings

UNREAD = ""  # revision of a file that could not be read: it is read again each time
GUARD_FROM = 10  # documents in a folder, from which on a mass removal asks for a flag


def sync(
    library: Library,
    folder: Path,
    *,
    patterns: Patterns | None = None,
    allow_mass_removal: bool = False,
    progress: Callable[[SyncProgress], None] = lambda progress: None,
) -> Report:
    """Ingest a folder: only changed files are parsed and only changed chunks embedded.

    A file is unchanged when its document has the same revision: the digest of its
    bytes, of its manifest entry and of the parser's version. A file that cannot be
    parsed is reported and its earlier text stays; it is parsed again when it or the
    parser changes.

    Args:
        folder: or a zip archive in its place.
        patterns: which files are wanted, now and from now on; the others' documents leave the
            library. None: those that were given last.

    Raises:
        FolderError: the folder is missing.
        LibraryBusy: another process is writing to the library.
        MassRemoval: more than half of the folder's documents vanished and
            ``allow_mass_removal`` is not set; nothing was changed then.
    """
    started = time.perf_counter()
    folder = folder.resolve()
    most_bytes = library.settings.max_file_megabytes * MEGABYTE
    wanted = patterns or patterns_of(library.catalogue, folder)
    listing = list_folder(folder, wanted, most_bytes)
    entries, problems = read_manifest(folder, listing.manifests)
    report = Report(failed=listing.failed, skipped=listing.skipped, warnings=problems)
    with library.writer():
        root = _root(library, folder)
        if patterns is not None:
            keep_patterns(library.catalogue, folder, patterns)
        known = {d.source.path: d for d in library.catalogue.documents(root)}
        vanished = [
            known[path].source.document
            for path in known
            if path not in listing.files and not listing.may_hold(path)
        ]
        _guard(folder, len(vanished), len(known), allow_mass_removal)
        failures = library.catalogue.failures(root)
        for name in failures.keys() - listing.files.keys():
            library.catalogue.clear_failure(root, name)
        for done, (name, file) in enumerate(listing.files.items()):
            progress(SyncProgress(name, done, len(listing.files)))
            about = entries.get(name, {})
            task = _Task(root, name, file, about, most_bytes, done, len(listing.files))
            _sync_file(library, task, known.get(name), failures.get(name), report, progress)
        # Last, so that a renamed file finds its vectors still there.
        for document in vanished:
            library.remove(document)
            report.removed.append(document)
        progress(SyncProgress("", len(listing.files), len(listing.files)))
    report.chunks = library.catalogue.count_chunks()
    report.seconds = round(time.perf_counter() - started, 3)
    return report


def rebuild(
    settings: Settings,
    folder: Path,
    *,
    patterns: Patterns | None = None,
    progress: Callable[[SyncProgress], None] = lambda progress: None,
) -> Report:
    """Build the index anew from a folder and all that were ingested before; all are reported.

    Raises:
        FolderError: the folder is missing; the old index is kept then.
        LibraryBusy: another process is writing to the library.
    """
    folder = folder.resolve()
    list_folder(folder)
    kept = patterns_in(settings.library, [folder]) | ({folder: patterns} if patterns else {})
    folders = dict.fromkeys([*discard(settings.library), folder])
    total = Report()
    library = Library(settings)
    for each in folders:
        if not each.exists():
            total.warnings.append(f"{each} is gone; its documents have left the library.")
            continue
        report = sync(library, each, patterns=kept.get(each), progress=progress)
        total.added += report.added
        total.failed += report.failed
        total.skipped += report.skipped
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
class _Task:
    root: str
    name: str
    file: File
    metadata: dict[str, str]
    most_bytes: int
    position: int
    files: int

    def revision(self, content: bytes) -> str:
        # Scans are read once tesseract is there, or has another language.
        reader = ocr.languages() if content.startswith(b"%PDF-") else ""
        about = json.dumps([PARSER_VERSION, self.name, self.metadata, reader], sort_keys=True)
        return hashlib.sha256(about.encode() + content).hexdigest()


def _sync_file(
    library: Library,
    task: _Task,
    stored: StoredDocument | None,
    failure: tuple[str, str] | None,
    report: Report,
    progress: Callable[[SyncProgress], None],
) -> None:
    """Bring one document in line with its file, and say in the report what was done."""
    revision = UNREAD
    try:
        # Read once: what is parsed is what the revision was made of, whoever writes meanwhile.
        content = task.file.read(task.most_bytes)
        revision = task.revision(content)
        if stored and stored.revision == revision:
            report.unchanged += 1
            if failure:
                library.catalogue.clear_failure(task.root, task.name)
        elif failure and failure[0] == revision:
            report.failed.append((task.name, failure[1]))
        else:
            document = stored.source.document if stored else _new_id(library, task.root, task.name)
            _ingest(library, task, content, document, revision, report, progress)
            (report.updated if stored else report.added).append(document)
    except (ParseError, OSError) as error:
        reason = read_error(error) if isinstance(error, OSError) else str(error)
        library.catalogue.set_failure(task.root, task.name, revision, reason)
        report.failed.append((task.name, reason))


def _ingest(
    library: Library,
    task: _Task,
    content: bytes,
    document: str,
    revision: str,
    report: Report,
    progress: Callable[[SyncProgress], None],
) -> None:
    read = read_document(content, document, task.name, task.metadata, task.most_bytes)
    chunks = chunk_pages(
        read.pages,
        read.source.title,
        read.source.language,
        library.encoder,
        library.settings.chunk_tokens,
    )
    report.embedded += library.replace(
        read.source,
        task.root,
        revision,
        read.pages,
        chunks,
        lambda done, total: progress(
            SyncProgress(task.name, task.position, task.files, done, total)
        ),
        read.warnings,
    )
    report.warnings += [f"{task.name}: {warning}." for warning in read.warnings]


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
    """The path itself, or prefixed with the root's name where another root has that path.

    What lies in an archive is always prefixed with the archive's name.
    """
    is_archive = library.catalogue.roots()[root].suffix.lower() == ARCHIVE
    document = f"{root}/{name}" if is_archive else name
    while library.catalogue.has_document(document):
        document = f"{root}/{document}"
    return document


def _guard(folder: Path, vanished: int, known: int, allow: bool) -> None:
    if not allow and known >= GUARD_FROM and vanished * 2 > known:
        raise MassRemoval(
            f"{vanished} of the {known} documents of {folder} are gone, and nothing was changed. "
            "Put them back, or say `--allow-mass-removal` if they are to leave the library."
        )
