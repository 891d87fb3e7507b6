"""Finds what an ingest will do: reads the files and compares them with the library."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest.archive import ARCHIVE
from ingest.file import File, read_error
from ingest.folder import list_folder
from ingest.manifest import read_manifest
from ingest.pace import Pace
from ingest.parse import MEGABYTE
from ingest.patterns import Patterns
from ingest.plan import ADD, MOVE, REMOVE, RETRY, UPDATE, Metadata, Plan, Step
from ingest.report import SyncProgress
from ingest.revision import Content
from ingest.scope import patterns_of
from retrieval.errors import ParseError
from retrieval.index import Library
from retrieval.records import StoredDocument


def plan(
    library: Library,
    folder: Path,
    *,
    patterns: Patterns | None = None,
    keep_missing: bool = False,
    only: Collection[str] | None = None,
    progress: Callable[[SyncProgress], None] = lambda progress: None,
) -> Plan:
    """Compare a folder with the library; nothing is changed.

    A file is unchanged when its document has the same revision: the digest of its bytes, of
    what the manifest and people say of it, and of the parser's version. A document moved when
    its file is gone and a new one has its revision.

    Args:
        folder: or a zip archive or a document in its place.
        keep_missing: documents whose files are gone stay.
        only: paths of the files to ingest; the others are left for the next time.

    Raises:
        FolderError: the folder is missing.
    """
    folder = folder.resolve()
    most_bytes = library.settings.max_file_megabytes * MEGABYTE
    listing = list_folder(folder, patterns or patterns_of(library.catalogue, folder), most_bytes)
    entries, warnings = read_manifest(folder, listing.manifests)
    root = root_name(library, folder)
    documents = library.catalogue.documents()
    known = {each.source.path: each for each in documents if each.root == root}
    made = Plan(folder, root, len(known), skipped=listing.skipped, warnings=warnings)
    made.unread += listing.failed
    files = _read(made, listing.files, most_bytes, progress)
    vanished = {
        path: stored
        for path, stored in known.items()
        if path not in listing.files and not listing.may_hold(path)
    }
    corrections = library.state.corrections(folder)
    about = {path: entries.get(path, {}) | corrections.get(path, {}) for path in listing.files}
    moved = _moves(files, about, known, vanished, corrections)
    for path, old in moved.items():
        about[path] = about[path] | corrections.get(old.source.path, {})
    revisions = {path: each.revision(about[path]) for path, each in files.items()}
    made.copies = _copies(revisions, known, moved)
    made.failed += made.unread
    taken = {each.source.document for each in documents}
    steps = _Steps(library, made, known, taken)
    for path, each in files.items():
        steps.take(path, each, revisions[path], about[path], moved.get(path))
    for stored in vanished.values():
        if stored not in moved.values():
            steps.missing(stored, keep_missing)
    gone = steps.failures.keys() - listing.files.keys() - dict(made.unread).keys()
    made.recovered += sorted(gone)
    if only is not None:
        made.steps = [step for step in made.steps if step.path in only]
    return made


@dataclass(frozen=True)
class _Read:
    """A file that was read."""

    path: str
    file: File
    content: Content

    def revision(self, metadata: Metadata) -> str:
        return self.content.revision(self.path, metadata)


def _read(
    made: Plan,
    files: dict[str, File],
    most_bytes: int,
    progress: Callable[[SyncProgress], None],
) -> dict[str, _Read]:
    read = {}
    for done, (path, file) in enumerate(files.items()):
        progress(SyncProgress(path, done, len(files), is_reading=True))
        try:
            read[path] = _Read(path, file, Content.of(file.read(most_bytes)))
        except (ParseError, OSError) as error:
            reason = read_error(error) if isinstance(error, OSError) else str(error)
            made.unread.append((path, reason))
    progress(SyncProgress("", len(files), len(files), is_reading=True))
    return read


def _moves(
    files: dict[str, _Read],
    about: dict[str, Metadata],
    known: dict[str, StoredDocument],
    vanished: dict[str, StoredDocument],
    corrections: dict[str, Metadata],
) -> dict[str, StoredDocument]:
    """Which new files are documents whose files are gone; what people corrected comes along."""
    moved: dict[str, StoredDocument] = {}
    new = [path for path in files if path not in known]
    by_revision: dict[str, list[str]] = {}
    for path in new:
        by_revision.setdefault(files[path].revision(about[path]), []).append(path)
    for path, stored in vanished.items():
        corrected = corrections.get(path)
        fitting = by_revision.get(stored.revision, []) if not corrected else [
            name for name in new if files[name].revision(about[name] | corrected) == stored.revision
        ]  # fmt: skip
        if free := [name for name in fitting if name not in moved]:
            moved[free[0]] = stored
    return moved


def _copies(
    revisions: dict[str, str], known: dict[str, StoredDocument], moved: Iterable[str]
) -> dict[str, str]:
    """For each file with the content of another, the path that stands for both.

    A document that is there stays the one that stands for the others.
    """

    def rank(path: str) -> int:
        if path in known:
            return 0 if known[path].revision == revisions[path] else 1
        return 2 if path in moved else 3

    first: dict[str, str] = {}
    for path in sorted(revisions, key=rank):
        first.setdefault(revisions[path], path)
    return {path: first[rev] for path, rev in revisions.items() if first[rev] != path}


class _Steps:
    """Puts the steps of a plan together, file by file."""

    def __init__(
        self, library: Library, made: Plan, known: dict[str, StoredDocument], taken: set[str]
    ) -> None:
        self.failures = library.catalogue.failures(made.root)
        self._made = made
        self._known = known
        self._taken = taken  # ids of documents
        self._pace = Pace(library.state, library.encoder_name)
        self._copies = library.catalogue.copies(made.root)
        roots = library.catalogue.roots()
        # What lies in an archive is always prefixed with the archive's name.
        is_archive = roots.get(made.root, made.folder).suffix.lower() == ARCHIVE
        self._prefix = f"{made.root}/" if is_archive else ""

    def take(
        self,
        path: str,
        read: _Read,
        revision: str,
        metadata: Metadata,
        moved: StoredDocument | None,
    ) -> None:
        """Decide what is to be done with a file."""
        made, stored, failure = self._made, self._known.get(path), self.failures.get(path)
        if path in made.copies:
            if path not in self._copies:
                made.new_copies.append(path)
            else:
                made.unchanged.append(path)
            if stored:
                made.steps.append(Step(REMOVE, path, stored.source.document))
        elif stored and stored.revision == revision:
            made.unchanged.append(path)
        elif failure and failure[0] == revision:
            made.failed.append((path, failure[1]))
            return
        else:
            action = RETRY if failure else UPDATE if stored else MOVE if moved else ADD
            seconds = 0.0 if moved else self._pace.seconds(path, read.content.size)
            made.steps.append(
                Step(
                    action,
                    path,
                    stored.source.document if stored else self._new_id(path),
                    metadata,
                    read.content.size,
                    seconds,
                    moved.source.document if moved else "",
                    read.file,
                )
            )
            return
        if failure:
            made.recovered.append(path)

    def missing(self, stored: StoredDocument, keep: bool) -> None:
        """Decide what is to be done with a document whose file is gone."""
        if keep:
            self._made.kept.append(stored.source.document)
        else:
            step = Step(REMOVE, stored.source.path, stored.source.document)
            self._made.steps.append(step)

    def _new_id(self, path: str) -> str:
        """The path itself, or prefixed with the root's name where another root has that path."""
        document = self._prefix + path
        while document in self._taken:
            document = f"{self._made.root}/{document}"
        self._taken.add(document)
        return document


def root_name(library: Library, folder: Path) -> str:
    """The name under which a folder was ingested, or will be."""
    roots = library.catalogue.roots()
    for name, known in roots.items():
        if known == folder:
            return name
    name, number = folder.name or "root", 2
    while name in roots:
        name, number = f"{folder.name}-{number}", number + 1
    return name
