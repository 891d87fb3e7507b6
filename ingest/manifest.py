"""What a manifest.jsonl says of the documents of a folder."""

import json
from collections.abc import Iterable
from pathlib import Path

from ingest.blocks import tidy

MANIFEST = "manifest.jsonl"
METADATA = ("title", "publisher", "published", "language", "url")


def read_manifest(
    folder: Path, nested: Iterable[str] = ()
) -> tuple[dict[str, dict[str, str]], list[str]]:
    """What the manifest beside the documents, or one level above, says of each path.

    Args:
        nested: folders below that have a manifest of their own, by path relative to ``folder``;
            it goes before those above it.

    Returns:
        Metadata by path, and a message for each line that cannot be used.
    """
    entries: dict[str, dict[str, str]] = {}
    problems: list[str] = []
    path = next((p for p in (folder / MANIFEST, folder.parent / MANIFEST) if p.is_file()), None)
    if path:
        _read(path, "", entries, problems)
    for below in nested:
        _read(folder / below / MANIFEST, f"{below}/", entries, problems)
    return entries, problems


def _read(path: Path, prefix: str, entries: dict[str, dict[str, str]], problems: list[str]) -> None:
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        problems.append(f"{path} cannot be read: {error.strerror}; it is left out.")
        return
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            name = prefix + str(row["path"])
            entries[name] = {key: tidy(str(row[key])) for key in METADATA if row.get(key)}
        except (ValueError, TypeError, KeyError):
            problems.append(
                f"{path}, line {number}: not a JSON object with a path; it is left out."
            )
