"""From files to a searchable library: parse, clean, chunk, sync."""

from ingest.correct import correct
from ingest.patterns import Patterns
from ingest.plan import Plan
from ingest.planner import plan
from ingest.rebuild import rebuild
from ingest.report import Report, SyncProgress
from ingest.sync import remove_document, sync

__all__ = [
    "Patterns",
    "Plan",
    "Report",
    "SyncProgress",
    "correct",
    "plan",
    "rebuild",
    "remove_document",
    "sync",
]
