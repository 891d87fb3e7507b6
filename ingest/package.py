"""Zip containers within bounds; DOCX, PPTX, XLSX, ODT and EPUB files are such, too."""

import zipfile
from io import BytesIO
from typing import IO

from retrieval.errors import ParseError

MOST_MEMBERS = 10_000
UNPACKED_TO_LIMIT = 4  # what one document may unpack to, in times of the limit of one file
MOST_RATIO = 100  # unpacked to packed size of a member; text seldom comes to 20
RATIO_FROM_BYTES = 1_000_000  # a small member does no harm, however well it is packed


def open_package(content: bytes) -> zipfile.ZipFile:
    """Open a container that :func:`check_package` has seen.

    Raises:
        ParseError: it is damaged.
    """
    return open_zip(BytesIO(content))


def open_zip(file: IO[bytes] | str) -> zipfile.ZipFile:
    """Open a zip file by its content or its path.

    Raises:
        ParseError: it is damaged.
        OSError: it cannot be read.
    """
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ParseError(
            "The file is damaged: it is no zip container, as its format is, or one that is cut "
            "off. Download or export it again."
        ) from error


def check_package(content: bytes, most_bytes: int) -> None:
    """Refuse a container that would unpack to more than a document is.

    The sizes that a container states can be relied on: Python's zipfile reads no more of a
    member than its stated size.

    Args:
        most_bytes: the limit of one file; the container may unpack to four times as much.

    Raises:
        ParseError: it is damaged, encrypted or out of bounds.
    """
    with open_package(content) as package:
        check_members(package.infolist(), UNPACKED_TO_LIMIT * most_bytes)


def check_members(members: list[zipfile.ZipInfo], most_bytes: int) -> None:
    """Refuse too many members, too large ones, and those packed beyond what text can be.

    Raises:
        ParseError: a bound is passed.
    """
    if len(members) > MOST_MEMBERS:
        raise ParseError(
            f"The file packs {len(members)} parts; at most {MOST_MEMBERS} are read. Split it."
        )
    total = sum(member.file_size for member in members)
    if total > most_bytes:
        raise ParseError(
            f"The file would unpack to {total / 1e6:.0f} MB; at most {most_bytes / 1e6:.0f} MB are "
            "read. Split it, or raise ENERGYCHAT_MAX_FILE_MEGABYTES."
        )
    for member in members:
        if member.file_size > max(RATIO_FROM_BYTES, MOST_RATIO * member.compress_size):
            raise ParseError(
                f"The file looks like a zip bomb: its part {member.filename[:80]!r} unpacks to "
                f"over {MOST_RATIO} times its size. It is not read."
            )
