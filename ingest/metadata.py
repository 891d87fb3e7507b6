"""What is known of a document, under one set of names and in one form."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from ingest.blocks import tidy
from ingest.dates import date_in_name, iso_date
from ingest.language import language_code

# Names under which front matter, JSONL and the like state our fields; the first found counts.
FIELDS = {
    "title": ("title", "headline", "name"),
    "publisher": ("publisher", "site_name", "sitename", "source", "organization", "organisation",
                  "author", "authors", "creator", "byline"),
    "published": ("published", "date", "publication_date", "published_date", "published_at",
                  "pubdate", "date_published", "datepublished", "issued", "year"),
    "language": ("language", "lang", "locale"),
    "url": ("url", "link", "canonical_url", "permalink", "uri"),
}  # fmt: skip
# Titles that a program put there: a file's name, or nothing but its own.
_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)\s*-.*|untitled.*|document\d*|presentation\d*|"
    r"powerpoint presentation|slide 1|.*\.(?:docx?|pptx?|xlsx?|odt|rtf|indd|tex|dvi|pdf|qxd|ps))",
    re.IGNORECASE,
)


def named_fields(stated: Mapping[str, object]) -> dict[str, str]:
    """Our fields out of a mapping whose keys are named in any usual way."""
    given = {str(key).strip().lower().replace("-", "_"): value for key, value in stated.items()}
    fields = {}
    for field, names in FIELDS.items():
        values = (_as_text(given.get(name)) for name in names)
        if value := next(filter(None, values), ""):
            fields[field] = value
    return fields


def _as_text(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(_as_text, value)))
    if isinstance(value, Mapping):  # as JSON-LD's {"@type": "Organization", "name": …}
        return _as_text(value.get("name"))
    return "" if value is None else tidy(str(value))


def settled(
    manifest: dict[str, str], stated: dict[str, str], name: str
) -> tuple[dict[str, str], list[str]]:
    """The fields of a document, and a warning for each that cannot be used.

    The manifest goes before the file, a date in the file's name before the stamp of the
    program that made it.

    Args:
        stated: by the file; ``created`` is such a stamp.
        name: the file's path.
    """
    warnings = []
    fields = {key: tidy(value) for key, value in stated.items() if value}
    if _NO_TITLE.fullmatch(fields.get("title", "")) and "title" not in manifest:
        del fields["title"]
    fields |= manifest
    published = fields.get("published", "")
    found = iso_date(published)
    if published and not found:
        warnings.append(f"the date {published[:40]!r} cannot be read and is left out")
    created = iso_date(fields.pop("created", ""))
    named = date_in_name(PurePosixPath(name).stem)
    fields["published"] = found or (created if created.startswith(named) else named)
    fields["language"] = language_code(fields.get("language", ""))
    if not fields.get("url", "").startswith(("http://", "https://")):
        fields["url"] = ""
    return fields, warnings


def title_of_name(name: str) -> str:
    """A readable title out of a file's name: "2024-05-03-heat_pumps.csv" gives "heat pumps"."""
    stem = PurePosixPath(name).stem
    words = re.sub(r"[\s_-]+", " ", re.sub(r"^\d{4}([-_.]?\d{2}){0,2}[-_. ]+", "", stem)).strip()
    return words or stem
