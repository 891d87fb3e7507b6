"""The sources of the corpus: front matter and a Markdown body, which one file holds each."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml

TEMPLATES = Path(__file__).resolve().parent / "templates"
FORMATS = ("md", "html", "txt", "pdf", "docx")
# Of the templates, by language.
WORDS = yaml.safe_load((TEMPLATES / "words.yaml").read_text(encoding="utf-8"))


class SourceError(Exception):
    """A source file that cannot be built from; the message names the file."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """One source file: its front matter and its Markdown body (without the title)."""

    name: str
    body: str
    title: str
    publisher: str
    published: str
    language: str
    url: str
    licence: str
    sheet: list[int]
    format: str = "md"
    page: str = "plain"
    layout: str = "one-column"
    header: str = ""
    teaser: str = ""
    deck: str = ""

    def __post_init__(self) -> None:
        if self.language not in WORDS:
            raise ValueError(f"{self.language!r} has no words in templates/words.yaml")
        if self.format not in FORMATS:
            raise ValueError(f"{self.format!r} is not one of {', '.join(FORMATS)}")

    @property
    def path(self) -> str:
        """The document's path relative to ``corpus/documents``."""
        return f"{self.name}.{self.format}"

    @property
    def date(self) -> str:
        """The publication date in the document's language, "" if not stated."""
        if not self.published:
            return ""
        words, day = WORDS[self.language], self.first_day
        pattern: str = words["dates"][self.published.count("-")]
        month = words["months"][day.month - 1]
        return pattern.format(year=day.year, month=month, day=day.day)

    @property
    def first_day(self) -> datetime:
        """The first day of the publication's day, month or year; 1980 if not stated."""
        year, *rest = map(int, (self.published or "1980").split("-"))
        month, day = (*rest, 1, 1)[:2]
        return datetime(year, month, day)

    @property
    def byline(self) -> str:
        """Publisher and date, as far as they are stated."""
        return " · ".join(filter(None, (self.publisher, self.date)))


def read_source(file: Path) -> Source:
    """The source in ``file``.

    Raises:
        SourceError: the front matter is missing, is not YAML, lacks a key or has an
            unknown one.
    """
    try:
        _, head, body = file.read_text(encoding="utf-8").split("---\n", 2)
        return Source(name=file.stem, body=body, **yaml.safe_load(head))
    except (ValueError, TypeError, yaml.YAMLError) as error:
        raise SourceError(f"{file}: mend its front matter: {error}") from error
