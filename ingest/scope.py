"""What is to be ingested: patterns that are kept with a folder, or one file of it."""

import json
from pathlib import Path

from ingest.names import storable_name
from ingest.patterns import Patterns
from retrieval.catalog import Catalogue

_KEY = "patterns of "  # before a folder's name in the table ``meta``


def source_of(catalogue: Catalogue, path: Path) -> tuple[Path, list[str] | None]:
    """The folder to ingest for a path, and the one file of it that is meant; None: all files.

    A file is a source of its own, unless it lies in a folder that was ingested.
    """
    path = path.resolve()
    roots = catalogue.roots().values()
    if path in roots or not path.is_file():
        return path, None
    within = [root for root in roots if root.is_dir() and path.is_relative_to(root)]
    if not within:
        return path, None
    root = max(within, key=lambda each: len(each.parts))
    return root, [storable_name(path.relative_to(root))]


def patterns_of(catalogue: Catalogue, folder: Path) -> Patterns:
    """What was last asked for with a folder; all of it where nothing was."""
    kept = catalogue.meta().get(f"{_KEY}{folder}")
    if not kept:
        return Patterns()
    include, exclude = json.loads(kept)
    return Patterns(tuple(include), tuple(exclude))


def keep_patterns(catalogue: Catalogue, folder: Path, patterns: Patterns) -> None:
    """Go by these patterns from now on; the caller holds the writer lock."""
    kept = json.dumps([patterns.include, patterns.exclude])
    catalogue.set_meta({f"{_KEY}{folder}": kept})
