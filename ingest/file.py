"""A document's file, in a folder or in an archive, read once and in whole."""

import os
from dataclasses import dataclass
from pathlib import Path

from ingest.archive import read_member, too_large
from retrieval.errors import ParseError

ATTEMPTS = 3  # at a file that is being written to


@dataclass(frozen=True)
class File:
    """A file, or the member of a zip archive, whose name is empty for a file."""

    path: Path
    member: str = ""

    def read(self, most_bytes: int) -> bytes:
        """The bytes as they were at one moment.

        Raises:
            ParseError: there are more than ``most_bytes``, or they change while being read.
            OSError: the file cannot be read.
        """
        if self.member:
            return read_member(self.path, self.member)
        for _ in range(ATTEMPTS):
            with self.path.open("rb") as stream:
                before = os.fstat(stream.fileno())
                if before.st_size > most_bytes:
                    raise ParseError(too_large(before.st_size, most_bytes))
                content = stream.read(most_bytes + 1)
                after = os.fstat(stream.fileno())
            if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns):
                return content
        raise ParseError("The file is being written to. The next ingest reads it.")


def read_error(error: OSError) -> str:
    """Why a file cannot be read, and what to do."""
    if isinstance(error, FileNotFoundError):
        return "The file vanished while the folder was read. The next ingest finds out."
    return f"The file cannot be read: {error.strerror}. Check its permissions."
