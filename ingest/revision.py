"""What tells one state of a document from another: the digest of all that its text depends on."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import PurePosixPath

from ingest import ocr
from ingest.parse import PARSER_VERSION

UNREAD = ""  # revision of a file that could not be read: it is read again each time


@dataclass(frozen=True)
class Content:
    """What was read of a file: the digest of its bytes, and how many there are."""

    digest: str
    size: int
    is_pdf: bool

    @classmethod
    def of(cls, content: bytes) -> "Content":
        """The content of these bytes."""
        digest = hashlib.sha256(content).hexdigest()
        return cls(digest, len(content), content.startswith(b"%PDF-"))

    def revision(self, path: str, metadata: dict[str, str]) -> str:
        """The revision of a document with this content.

        It does not depend on the path, so that a moved file has it still, apart from the suffix,
        which may decide how the file is read.

        Args:
            metadata: what the manifest and people say of the document.
        """
        # Scans are read once tesseract is there, or has another language.
        reader = ocr.languages() if self.is_pdf else ""
        suffix = PurePosixPath(path).suffix.lower()
        about = json.dumps([PARSER_VERSION, suffix, metadata, reader], sort_keys=True)
        return hashlib.sha256((about + self.digest).encode()).hexdigest()
