"""Filters of a search: publisher, language, document and date."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase

from retrieval.errors import FilterError
from retrieval.records import Source

NAMED = 5  # known names that a message gives
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True)
class Filters:
    """What a document must be to be searched; nothing is asked where nothing is given.

    A name matches in any case. ``documents`` are ids, or patterns of ids such as
    ``reports/*``. ``since`` and ``until`` are ISO dates of any precision, both included:
    until 2025 reaches to its last day. A document that is dated less precisely matches where
    it may lie within; one without a date matches no date.
    """

    publishers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    since: str = ""
    until: str = ""

    def __bool__(self) -> bool:
        return any(astuple(self))


def select(sources: Sequence[Source], filters: Filters) -> set[str]:
    """The ids of the documents that match.

    Raises:
        FilterError: a publisher, language or document is not in the library, or a date is
            none or lies after the other.
    """
    since, until = _date("since", filters.since), _date("until", filters.until)
    if until and since[: len(until)] > until[: len(since)]:
        raise FilterError(f"since {since} lies after until {until}: no date lies within.")
    publishers = _known("publisher", filters.publishers, (s.publisher for s in sources))
    languages = _known("language", filters.languages, (s.language for s in sources))
    documents = _documents(filters.documents, [s.document for s in sources])
    return {
        source.document
        for source in sources
        if (not filters.publishers or source.publisher.casefold() in publishers)
        and (not filters.languages or source.language.casefold() in languages)
        and (not filters.documents or source.document in documents)
        and _lies_within(source.published, since, until)
    }


def _date(name: str, text: str) -> str:
    text = text.strip()
    if text and not _DATE.fullmatch(text):
        raise FilterError(
            f"{name} {text!r} is no date. Write a year, a month or a day: 2025, 2025-08 or "
            "2025-08-04."
        )
    return text


def _lies_within(published: str, since: str, until: str) -> bool:
    if not (since or until):
        return True
    # Dates of different precision are compared by what both of them say.
    return (
        bool(_DATE.fullmatch(published))
        and published[: len(since)] >= since[: len(published)]
        and (not until or published[: len(until)] <= until[: len(published)])
    )


def _known(kind: str, wanted: Iterable[str], known: Iterable[str]) -> set[str]:
    names = sorted({name for name in known if name})
    folded = {name.casefold() for name in names}
    for name in wanted:
        if name.casefold() not in folded:
            raise _unknown(kind, name, names)
    return {name.casefold() for name in wanted}


def _documents(wanted: Iterable[str], known: list[str]) -> set[str]:
    found: set[str] = set()
    for name in wanted:
        # An id may hold the signs of a pattern itself.
        matching = [name] if name in known else [id_ for id_ in known if fnmatchcase(id_, name)]
        if not matching:
            raise _unknown("document", name, known)
        found.update(matching)
    return found


def _unknown(kind: str, name: str, known: list[str]) -> FilterError:
    folded = {each.casefold(): each for each in known}
    close = get_close_matches(name.casefold(), folded, NAMED)
    some = [folded[each] for each in close] or known[:NAMED]
    more = " and others" if len(known) > len(some) and not close else ""
    has = f"Closest: {', '.join(some)}" if close else f"It has: {', '.join(some) or 'none'}{more}"
    return FilterError(f"The library has no {kind} {name!r}. {has}.")
