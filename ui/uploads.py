"""Files that were uploaded in the page: kept in the library's folder, and ingested from there."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from ingest.names import storable_name
from retrieval.index import Library

UPLOADS = "uploads"  # folder in the library's


def uploads_folder(library: Library) -> Path:
    """Where uploaded files lie."""
    return (library.folder / UPLOADS).resolve()


def keep_uploads(library: Library, paths: Sequence[str]) -> list[str]:
    """Copy uploaded files to their folder; one of the same name is a new version of it.

    Returns:
        The names under which they lie there.
    """
    folder = uploads_folder(library)
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for path in map(Path, paths):
        # A hidden file would not be ingested.
        name = storable_name(Path(path.name.lstrip(".") or "file"))
        # At once, so that no ingest reads half a file.
        part = folder / f".{name}.part"
        shutil.copyfile(path, part)
        part.replace(folder / name)
        names.append(name)
    return names


def remove_upload(library: Library, path: Path) -> bool:
    """Delete a file if it was uploaded; whether it was."""
    if path.resolve().parent != uploads_folder(library) or not path.is_file():
        return False
    path.unlink()
    return True
