"""The properties that DOCX, PPTX and XLSX files have in common (Dublin Core in OPC packages)."""

from datetime import datetime
from typing import Protocol

# Authors that a library's template names, whose dates are the template's, too.
_TEMPLATES = {"python-docx", "openpyxl", "Steve Canny"}


class CoreProperties(Protocol):
    """What python-docx, python-pptx and openpyxl call a file's core properties."""

    title: str | None
    created: datetime | None
    language: str | None


def core_fields(properties: CoreProperties) -> dict[str, str]:
    """Our metadata out of core properties; those of a library's template are left out."""
    author = _first(properties, "author", "creator")
    modified_by = _first(properties, "last_modified_by", "lastModifiedBy")
    fields = {"title": properties.title or "", "language": properties.language or ""}
    if author not in _TEMPLATES:
        fields["publisher"] = author
    if properties.created and not _TEMPLATES & {author, modified_by}:
        fields["created"] = properties.created.date().isoformat()
    return fields


def _first(properties: CoreProperties, *names: str) -> str:
    """The first that is set of a property's names in the three libraries."""
    return next((str(v) for name in names if (v := getattr(properties, name, None))), "")
