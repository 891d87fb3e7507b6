"""Which files of a folder are documents, those in its zip archives included; or of a source that
is a single file."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ingest.archive import ARCHIVE, members
from ingest.file import File
from ingest.manifest import MANIFEST
from ingest.names import storable_name
from ingest.parse import MEGABYTE, PARSERS
from ingest.patterns import Patterns
from retrieval.errors import FolderError, ParseError
from retrieval.settings import Settings

_OUT = "The link leads out of the folder and is not followed. Copy what it leads to, or ingest it."
_NOWHERE = "The link leads nowhere, or in a circle. Mend it, or take it out of the folder."


@dataclass
class Listing:
    """What lies in a folder, by path relative to it, in the order of the paths.

    ``failed`` are pairs of path and reason, ``skipped`` paths of formats that are not read,
    and ``unseen`` the paths of folders and archives that cannot be listed, whose documents
    may still be there. ``manifests`` are the folders below with a manifest of their own.
    """

    files: dict[str, File] = field(default_factory=dict)
    failed: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    manifests: list[str] = field(default_factory=list)

    def may_hold(self, name: str) -> bool:
        """Whether a path that is not listed may be there all the same."""
        return any(name.startswith(f"{folder}/") for folder in self.unseen)


def list_folder(
    folder: Path,
    patterns: Patterns = Patterns(),  # noqa: B008 - frozen
    most_bytes: int = Settings.model_fields["max_file_megabytes"].default * MEGABYTE,
) -> Listing:
    """The documents of a folder, hidden ones left out; or of a zip archive, or one document.

    Args:
        most_bytes: what one file may have.

    Raises:
        FolderError: it is missing, cannot be listed or is of a format that is not read.
    """
    listing = Listing()
    if folder.is_file() and folder.suffix.lower() == ARCHIVE:
        _add_archive(listing, folder, "", patterns, most_bytes)
        if listing.unseen:
            raise FolderError(f"{folder}: {listing.failed[0][1]}")
        return listing
    if folder.is_file():
        _add(listing, storable_name(Path(folder.name)), File(folder))
        if listing.skipped:
            raise FolderError(
                f"{folder} is of a format that is not read. These are: {', '.join(PARSERS)}."
            )
        return listing
    if not folder.is_dir():
        raise FolderError(
            f"{folder} is not there. Name a folder with documents, a zip archive or a document: "
            "`energychat ingest FOLDER`."
        )
    for path in _walk(folder, listing):
        name = storable_name(path.relative_to(folder))
        is_archive = path.suffix.lower() == ARCHIVE
        if path.name == MANIFEST:
            if path.parent != folder:
                listing.manifests.append(path.parent.relative_to(folder).as_posix())
        elif not is_archive and not patterns.want(name):
            continue
        elif reason := _link_problem(path, folder):
            listing.failed.append((name, reason))
        elif is_archive:
            _add_archive(listing, path, name, patterns, most_bytes)
        else:
            _add(listing, name, File(path))
    return listing


def _walk(folder: Path, listing: Listing) -> Iterator[Path]:
    """All files and links below a folder that are not hidden, sorted by path."""

    def unreadable(error: OSError) -> None:
        if Path(error.filename) == folder:
            raise FolderError(f"{folder} cannot be listed: {error.strerror}.") from error
        name = storable_name(Path(error.filename).relative_to(folder))
        reason = f"The folder cannot be listed: {error.strerror}. Check its permissions."
        listing.failed.append((name, reason))
        listing.unseen.append(name)

    found: list[Path] = []
    for parent, folders, files in os.walk(folder, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if Path(parent, name).is_symlink()]
        found += [Path(parent, name) for name in files + links if not name.startswith(".")]
    return iter(sorted(found))


def _link_problem(path: Path, folder: Path) -> str:
    """Why a link is not followed; empty for a link within the folder, and for no link."""
    if not path.is_symlink():
        return ""
    target = Path(os.path.realpath(path))
    if not target.exists():
        return _NOWHERE
    return "" if target.is_relative_to(os.path.realpath(folder)) else _OUT


def _add(listing: Listing, name: str, file: File) -> None:
    # A link to a folder within: its files are listed under their own names.
    if not file.member and not file.path.is_file():
        return
    if PurePosixPath(name).suffix.lower() not in PARSERS:
        listing.skipped.append(name)
    elif name in listing.files:
        listing.failed.append((name, "Another file has the same name once written in UTF-8."))
    else:
        listing.files[name] = file


def _add_archive(
    listing: Listing, path: Path, name: str, patterns: Patterns, most_bytes: int
) -> None:
    """The documents in an archive, under its own name where it lies in a folder."""
    prefix = f"{name}/" if name else ""
    try:
        inside = members(path, most_bytes)
    except (ParseError, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        listing.failed.append((name, f"The archive cannot be opened: {reason}"))
        listing.unseen.append(name)
        return
    for member, problem in inside:
        if not patterns.want(prefix + member):
            continue
        if problem:
            listing.failed.append((prefix + member, problem))
        else:
            _add(listing, prefix + member, File(path, member))
