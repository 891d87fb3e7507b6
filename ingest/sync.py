"""Bring a library in line with a folder: add, update, move and remove what changed."""

import time
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path

from ingest.chunk import chunk_pages
from ingest.file import read_error
from ingest.near_duplicates import near_duplicates, signature
from ingest.pace import Pace
from ingest.parse import MEGABYTE, read_document
from ingest.patterns import Patterns
from ingest.plan import MOVE, REMOVE, Plan, Step
from ingest.planner import plan
from ingest.report import Report, SyncProgress
from ingest.revision import UNREAD, Content
from ingest.scope import keep_patterns
from retrieval.errors import MassRemoval, ParseError
from retrieval.index import Library


def sync(
    library: Library,
    folder: Path,
    *,
    patterns: Patterns | None = None,
    keep_missing: bool = False,
    allow_mass_removal: bool = False,
    only: Collection[str] | None = None,
    progress: Callable[[SyncProgress], None] = lambda progress: None,
    stop: Callable[[], bool] = lambda: False,
) -> Report:
    """Ingest a folder: only changed files are parsed and only changed chunks embedded.

    A file that cannot be parsed is reported and its earlier text stays; it is parsed again when
    it or the parser changes. What was done is kept in the library's history.

    Args:
        folder: or a zip archive or a document in its place.
        patterns: which files are wanted, now and from now on; the others' documents leave the
            library. None: those that were given last.
        keep_missing: documents whose files are gone stay.
        only: paths of the files to ingest; the others are left for the next time.
        stop: asked before each file; once it says yes, the rest is left for the next time.

    Raises:
        FolderError: the folder is missing.
        LibraryBusy: another process is writing to the library.
        MassRemoval: more than half of the folder's documents vanished and
            ``allow_mass_removal`` is not set; nothing was changed then.
    """
    started = datetime.now().astimezone().isoformat(timespec="seconds")
    clock = time.perf_counter()
    folder = folder.resolve()
    with library.writer():
        planned = plan(
            library,
            folder,
            patterns=patterns,
            keep_missing=keep_missing,
            only=only,
            progress=progress,
        )
        if planned.is_mass_removal and not allow_mass_removal:
            raise MassRemoval(
                f"{len(planned.leaving)} of the {planned.known} documents of {folder} are gone, "
                "and nothing was changed. Put them back, or say `--allow-mass-removal` if they are "
                "to leave the library."
            )
        if planned.root not in library.catalogue.roots():
            library.catalogue.add_root(planned.root, folder)
        if patterns is not None:
            keep_patterns(library.catalogue, folder, patterns)
        report = _Sync(library, planned, progress, stop).run()
    report.chunks = library.catalogue.count_chunks()
    report.seconds = round(time.perf_counter() - clock, 3)
    library.state.add_ingest(started, folder, report.as_json())
    return report


def remove_document(library: Library, document: str) -> None:
    """Take one document out of the library; its file stays where it is.

    Raises:
        UnknownDocument: there is none of that name.
        LibraryBusy: another process is writing to the library.
    """
    library.catalogue.source(document)
    with library.writer():
        library.remove(document)


class _Sync:
    """One run through the steps of a plan; the caller holds the writer lock."""

    def __init__(
        self,
        library: Library,
        planned: Plan,
        progress: Callable[[SyncProgress], None],
        stop: Callable[[], bool],
    ) -> None:
        self._library = library
        self._catalogue = library.catalogue
        self._plan = planned
        self._progress = progress
        self._stop = stop
        self._pace = Pace(library.state, library.encoder_name)
        self._most_bytes = library.settings.max_file_megabytes * MEGABYTE
        self.report = Report(
            unchanged=len(planned.unchanged),
            kept=planned.kept,
            failed=list(planned.failed),
            skipped=planned.skipped,
            warnings=planned.warnings,
        )

    def run(self) -> Report:
        """Take the steps until all are done or it is to stop."""
        planned, report = self._plan, self.report
        for path, reason in planned.unread:
            self._catalogue.set_failure(planned.root, path, UNREAD, reason)
        for path in planned.recovered:
            self._catalogue.clear_failure(planned.root, path)
        # Removals come last, so that what takes their text over finds the vectors still there.
        steps = sorted(planned.steps, key=lambda step: step.action == REMOVE)
        self._pace.begin(planned.seconds)
        for done, step in enumerate(steps):
            if self._stop():
                report.stopped, report.left = True, len(steps) - done
                break
            self._tell(step, done, len(steps))
            outcome = self._take(step, done, len(steps))
            self._pace.done(step.seconds)
            self._tell(step, done + 1, len(steps), outcome)
        self._settle_copies()
        report.near_duplicates = near_duplicates(self._catalogue, report.added + report.updated)
        self._pace.keep()
        return report

    def _tell(self, step: Step, done: int, steps: int, outcome: str = "") -> None:
        left = self._pace.seconds_left
        self._progress(SyncProgress(step.path, done, steps, seconds_left=left, outcome=outcome))

    def _take(self, step: Step, done: int, steps: int) -> str:
        """Do one step; what came of it."""
        if step.action == REMOVE:
            self._library.remove(step.document)
            if step.path not in self._plan.copies:
                self.report.removed.append(step.document)
            return "removed"

        def embedded(chunks_done: int, chunks: int) -> None:
            left = self._pace.seconds_left
            self._progress(
                SyncProgress(step.path, done, steps, chunks_done, chunks, seconds_left=left)
            )

        revision = UNREAD
        try:
            # Read again, and once: what is parsed is what the revision is made of, whoever has
            # written to the file since it was planned.
            content = step.file.read(self._most_bytes)
            revision = Content.of(content).revision(step.path, step.metadata)
            return self._ingest(step, content, revision, embedded)
        except (ParseError, OSError) as error:
            reason = read_error(error) if isinstance(error, OSError) else str(error)
            self._catalogue.set_failure(self._plan.root, step.path, revision, reason)
            self.report.failed.append((step.path, reason))
            return f"failed: {reason}"

    def _ingest(
        self, step: Step, content: bytes, revision: str, embedded: Callable[[int, int], None]
    ) -> str:
        library, report = self._library, self.report
        began = time.perf_counter()
        is_new = not self._catalogue.has_document(step.document)
        read = read_document(content, step.document, step.path, step.metadata, self._most_bytes)
        chunks = chunk_pages(
            read.pages,
            read.source.title,
            read.source.language,
            library.encoder,
            library.settings.chunk_tokens,
        )
        report.embedded += library.replace(
            read.source,
            self._plan.root,
            revision,
            read.pages,
            chunks,
            embedded,
            read.warnings,
        )
        self._catalogue.set_signature(step.document, signature(read.pages))
        report.warnings += [f"{step.path}: {warning}." for warning in read.warnings]
        if step.action == MOVE:
            return self._moved(step)
        self._pace.learn(step.path, step.size, time.perf_counter() - began)
        (report.added if is_new else report.updated).append(step.document)
        return "added" if is_new else "updated"

    def _moved(self, step: Step) -> str:
        old = self._catalogue.source(step.was).path
        self._library.state.move_corrections(self._plan.folder, old, step.path)
        self._library.remove(step.was)
        self.report.moved.append((step.was, step.document))
        return f"moved from {step.was}"

    def _settle_copies(self) -> None:
        """Write which files are copies; those of a file that cannot be read fail like it."""
        planned, root = self._plan, self._plan.root
        if not planned.copies and not self._catalogue.copies(root):
            return
        stored = {d.source.path: d.source.document for d in self._catalogue.documents(root)}
        failures = self._catalogue.failures(root)
        copies = {}
        for path, first in planned.copies.items():
            if first in stored and first not in failures:
                copies[path] = stored[first]
            elif first in failures:
                revision, reason = failures[first]
                self._catalogue.set_failure(root, path, revision, reason)
                self.report.failed.append((path, reason))
        self._catalogue.set_copies(root, copies)
        self.report.duplicates = [(p, copies[p]) for p in planned.new_copies if p in copies]
