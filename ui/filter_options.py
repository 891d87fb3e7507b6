"""The options of the command that filter what is searched."""

from typing import Annotated

import typer

from retrieval.filters import Filters

Publisher = Annotated[
    list[str] | None,
    typer.Option("--publisher", help="Search only documents of this publisher; may be repeated."),
]
Language = Annotated[
    list[str] | None,
    typer.Option("--language", help="Search only this language, such as ko; may be repeated."),
]
Document = Annotated[
    list[str] | None,
    typer.Option(
        "--document", help="Search only this document, or those like 'kier-*'; may be repeated."
    ),
]
Since = Annotated[
    str, typer.Option(help="Search only what was published then or later: 2025, 2025-08 or a day.")
]
Until = Annotated[
    str, typer.Option(help="Search only what was published by then; 2025 includes its last day.")
]


def filters_of(
    publishers: list[str] | None,
    languages: list[str] | None,
    documents: list[str] | None,
    since: str | None,
    until: str | None,
) -> Filters:
    """The filters as the command and the page give them; what is not given does not filter."""
    return Filters(
        tuple(publishers or ()),
        tuple(languages or ()),
        tuple(documents or ()),
        (since or "").strip(),
        (until or "").strip(),
    )
