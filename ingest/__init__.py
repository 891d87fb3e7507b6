"""From files to a searchable library: parse, clean, chunk, sync."""

from ingest.sync import Report, remove_document, sync

__all__ = ["Report", "remove_document", "sync"]
