"""From files to a searchable library: parse, clean, chunk, sync."""

from ingest.sync import Report, SyncProgress, rebuild, remove_document, sync

__all__ = ["Report", "SyncProgress", "rebuild", "remove_document", "sync"]
