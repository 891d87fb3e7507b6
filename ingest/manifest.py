"""Which files of a folder are documents, and what a manifest.jsonl says of them."""

import json
from pathlib import Path

from ingest.blocks import tidy
from ingest.parse import PARSERS
from retrieval.errors import FolderError

MANIFEST = "manifest.jsonl"
METADATA = ("title", "publisher", "published", "language", "url")


def find_documents(folder: Path) -> dict[str, Path]:
    """Files of a known format by POSIX path relative to ``folder``, sorted; hidden ones left out.

    Raises:
        FolderError: the folder is missing or not a folder.
    """
    if not folder.is_dir():
        raise FolderError(
            f"{folder} is no folder. Name the folder that holds the documents: "
            "`energychat ingest FOLDER`."
        )
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        is_hidden = any(part.startswith(".") for part in relative.parts)
        if path.suffix.lower() in PARSERS and not is_hidden and path.is_file():
            found[storable_name(relative)] = path
    return found


def storable_name(relative: Path) -> str:
    """A path as text; bytes that are not UTF-8, which SQLite refuses, are percent-encoded."""
    return "".join(
        f"%{ord(c) - 0xDC00:02X}" if 0xDC80 <= ord(c) <= 0xDCFF else c for c in relative.as_posix()
    )


def read_manifest(folder: Path) -> tuple[dict[str, dict[str, str]], list[str]]:
    """What the manifest beside the documents, or one level above, says of each path.

    Returns:
        Metadata by path, and a message for each line that cannot be used.
    """
    path = next((p for p in (folder / MANIFEST, folder.parent / MANIFEST) if p.is_file()), None)
    entries: dict[str, dict[str, str]] = {}
    problems: list[str] = []
    if path is None:
        return entries, problems
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            path_of_row = str(row["path"])
            entries[path_of_row] = {key: tidy(str(row[key])) for key in METADATA if row.get(key)}
        except (ValueError, TypeError, KeyError):
            problems.append(
                f"{path}, line {number}: not a JSON object with a path; it is left out."
            )
    return entries, problems
