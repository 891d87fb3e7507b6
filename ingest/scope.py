"""The patterns of an ingested folder, kept with it so that every later ingest goes by them."""

import json
from pathlib import Path

from ingest.patterns import Patterns
from retrieval.catalog import Catalogue

_KEY = "patterns of "  # before a folder's name in the table ``meta``


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
