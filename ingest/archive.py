"""The members of a zip archive, within bounds."""

import zipfile
from functools import lru_cache
from pathlib import Path, PurePosixPath

from ingest.names import storable_name
from ingest.package import MOST_MEMBERS, check_members, open_zip
from retrieval.errors import ParseError

ARCHIVE = ".zip"
ARCHIVE_TO_LIMIT = 40  # what an archive may unpack to, in times of the limit of one file
_ENCRYPTED = 0x1  # flags of a member, PKWARE's APPNOTE 4.4.4
_UTF8 = 0x800


def members(path: Path, most_bytes: int) -> list[tuple[str, str]]:
    """The files in an archive by path, sorted, each with why it cannot be read, or "".

    Args:
        most_bytes: the limit of one file.

    Raises:
        ParseError: the archive is damaged or out of bounds.
        OSError: it cannot be read.
    """
    by_name = _members(path)
    if len(by_name) > MOST_MEMBERS:
        raise ParseError(f"It holds over {MOST_MEMBERS} files. Split it.")
    found = []
    for name, member in sorted(by_name.items()):
        parts = PurePosixPath(name).parts
        if member.is_dir() or any(part.startswith(".") and part != ".." for part in parts):
            continue
        if parts[0] != "__MACOSX":
            found.append((name, _problem(name, member, most_bytes)))
    total = sum(member.file_size for member in by_name.values())
    if total > ARCHIVE_TO_LIMIT * most_bytes:
        raise ParseError(
            f"It would unpack to {total / 1e6:.0f} MB; at most "
            f"{ARCHIVE_TO_LIMIT * most_bytes / 1e6:.0f} MB are read. Split it, or raise "
            "ENERGYCHAT_MAX_FILE_MEGABYTES."
        )
    return found


def read_member(path: Path, name: str) -> bytes:
    """The content of a member by the name that :func:`members` gave it.

    Raises:
        ParseError: the member is damaged, encrypted or there no more.
        OSError: the archive cannot be read.
    """
    try:
        member = _members(path)[name]
        with _opened(path, *_stamp(path)).open(member) as stream:
            return stream.read()
    except KeyError as error:
        raise ParseError("The file is no longer in its archive.") from error
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        raise ParseError(f"The file cannot be unpacked: {error}. Make the archive anew.") from error


def archived(path: Path) -> bytes | None:
    """What lies at a path within an archive, such as ``reports.zip/2024/a.pdf``; None if nothing.

    Raises:
        ParseError: the member is damaged or encrypted.
        OSError: the archive cannot be read.
    """
    for archive in path.parents:
        if archive.suffix.lower() == ARCHIVE and archive.is_file():
            name = path.relative_to(archive).as_posix()
            return read_member(archive, name) if name in _members(archive) else None
    return None


def _problem(name: str, member: zipfile.ZipInfo, most_bytes: int) -> str:
    if name.startswith("/") or ".." in PurePosixPath(name).parts:
        return "Its path leads out of the archive. It is not read."
    if member.flag_bits & _ENCRYPTED:
        return "The file is encrypted. Unpack the archive, and put the files in its place."
    if name.lower().endswith(ARCHIVE):
        return "An archive within an archive is not read. Unpack it."
    if member.file_size > most_bytes:
        return too_large(member.file_size, most_bytes)
    try:
        check_members([member], most_bytes)
    except ParseError as error:
        return str(error)
    return ""


def too_large(size: int, most_bytes: int) -> str:
    """Why a file beyond the limit is not read; sizes in bytes."""
    return (
        f"The file has {size / 1e6:.1f} MB; at most {most_bytes / 1e6:.0f} MB are read. "
        "Split it, or raise ENERGYCHAT_MAX_FILE_MEGABYTES."
    )


def _stamp(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size


def _members(path: Path) -> dict[str, zipfile.ZipInfo]:
    return _directory(path, *_stamp(path))


# Members of one archive are read one after the other; its directory is read once for all.
@lru_cache(maxsize=1)
def _opened(path: Path, _modified: int, _size: int) -> zipfile.ZipFile:
    return open_zip(str(path))


@lru_cache(maxsize=1)
def _directory(path: Path, modified: int, size: int) -> dict[str, zipfile.ZipInfo]:
    infos = _opened(path, modified, size).infolist()
    return {storable_name(PurePosixPath(_name(info).replace("\\", "/"))): info for info in infos}


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name; the old flag for UTF-8 is often missing, and Korean is then EUC-KR."""
    if info.flag_bits & _UTF8:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "euc_kr"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename
