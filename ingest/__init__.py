"""From files to a searchable library: parse, clean, chunk, sync."""

from ingest.patterns import Patterns
from ingest.report import Report, SyncProgress
from ingest.sync import rebuild, remove_document, sync

__all__ = ["Patterns", "Report", "SyncProgress", "rebuild", "remove_document", "sync"]
