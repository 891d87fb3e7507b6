"""Files that were uploaded in the page: kept in the library's folder, and ingested from there."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from ingest.names import storable_name
from retrieval.index import Library

UPLOADS = "uploads"  # folder in the library's
REMOVED = ".removed"  # folder in that one


def uploads_folder(library: Library) -> Path:
    """Where uploaded files lie."""
    return (library.folder / UPLOADS).resolve()


def keep_uploads(library: Library, paths: Sequence[str]) -> list[str]:
    """Copy uploaded files to their folder; one of a name that is there is a new version of it.

    Two of one name that come together are told apart by a number.

    Returns:
        The names under which they lie there.
    """
    folder = uploads_folder(library)
    folder.mkdir(parents=True, exist_ok=True)
    names: list[str] = []
    for path in map(Path, paths):
        # A hidden file would not be ingested.
        given = name = storable_name(Path(path.name.lstrip(".") or "file"))
        number = 2
        while name in names:
            name, number = f"{Path(given).stem}-{number}{Path(given).suffix}", number + 1
        # At once, so that no ingest reads half a file.
        part = folder / f".{name}.part"
        shutil.copyfile(path, part)
        part.replace(folder / name)
        names.append(name)
    return names


def is_upload(library: Library, path: Path) -> bool:
    """Whether a file is one that was uploaded."""
    return path.resolve().parent == uploads_folder(library) and path.is_file()


def remove_upload(library: Library, path: Path) -> bool:
    """Take a file out of the uploads if it is one of them; whether it was.

    It stays in a hidden folder, which is not ingested, so that nothing is lost by a slip.
    """
    if not is_upload(library, path):
        return False
    removed = uploads_folder(library) / REMOVED
    removed.mkdir(exist_ok=True)
    path.replace(removed / path.name)
    return True


def discard_upload(library: Library, name: str) -> bool:
    """Take an uploaded file that could not be read out of the uploads; whether it was one.

    Raises:
        LibraryBusy: another process is writing to the library.
    """
    folder, catalogue = uploads_folder(library), library.catalogue
    with library.writer():
        is_gone = remove_upload(library, folder / name)
        for root, place in catalogue.roots().items():
            if is_gone and place == folder:
                catalogue.clear_failure(root, name)
    return is_gone
