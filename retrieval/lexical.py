"""The full-text index and the acronyms, in the catalogue's file and its transactions."""

import json
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from typing import Any

from retrieval.acronyms import find_acronyms
from retrieval.query import Names, OtherNames, names_in, question_expression
from retrieval.records import Chunk, Page
from retrieval.terms import STOP_WORDS, bigrams, fold, match_expression, phrase_expression, words

CONTEXT_WEIGHT = 0.5  # of title and headings in BM25, beside 1 for the text
MOST_LONG_FORMS = 3  # of an acronym, those that most documents give
Rows = Callable[..., list[Any]]


def word_columns(title: str, chunk: Chunk) -> tuple[str, str, str]:
    """The columns body, context and bigrams of a chunk in the full-text index."""
    context = f"{title} {chunk.heading}"
    return (
        " ".join(words(chunk.text)),
        " ".join(words(context)),
        " ".join(bigrams(f"{context} {chunk.text}")),
    )


def acronym_rows(document: str, pages: Sequence[Page]) -> list[tuple[str, str, str, str]]:
    """The rows of the table ``acronyms`` for a document."""
    found = {each for page in pages for each in find_acronyms(page.text)}
    return [(document, each.short, each.long, each.key) for each in sorted(found)]


def search(
    rows: Rows, question: str, limit: int, documents: Collection[str] | None = None
) -> list[tuple[str, float]]:
    """Chunk ids with their BM25 score (0 or more, unbounded), best first.

    Args:
        documents: the only ones to look in, if given.
    """
    expression = question_expression(question, other_names(rows, question))
    if not expression:
        return []
    found = rows(
        "SELECT c.id, -bm25(chunk_words, 1.0, ?1, 1.0) AS score FROM chunk_words "
        "JOIN chunks c ON c.rowid = chunk_words.rowid WHERE chunk_words MATCH ?2 "
        "AND (?3 IS NULL OR c.document IN (SELECT value FROM json_each(?3))) "
        "ORDER BY score DESC, c.id LIMIT ?4",
        CONTEXT_WEIGHT, expression, _json(documents), limit,
    )  # fmt: skip
    return [(row["id"], float(row["score"])) for row in found]


def frequency(rows: Rows, term: str) -> int:
    """Number of chunks that hold a word or bigram."""
    found = rows(
        "SELECT count(*) AS n FROM chunk_words WHERE chunk_words MATCH ?",
        match_expression(term) or '""',
    )
    return int(found[0]["n"])


def naming(rows: Rows, phrases: Sequence[str]) -> dict[str, int]:
    """How many chunks of each document hold any of the phrases, in text, title or headings.

    A phrase is one or several words in a row, whatever their endings; a document that holds
    none is left out.
    """
    found = rows(
        "SELECT c.document, count(*) AS n FROM chunk_words "
        "JOIN chunks c ON c.rowid = chunk_words.rowid WHERE chunk_words MATCH ? GROUP BY 1",
        " OR ".join(map(phrase_expression, phrases)),
    )
    return {row["document"]: int(row["n"]) for row in found}


def other_names(rows: Rows, question: str) -> list[OtherNames]:
    """What the acronyms of a question stand for, and the acronyms of its long forms.

    A name leads to all that share an acronym or a long form with it, so that a Korean name
    leads to the English one by way of their acronym.
    """
    names = names_in(question)
    found = rows(
        "WITH asked AS (SELECT DISTINCT b.short FROM acronyms a JOIN acronyms b USING (key) "
        "WHERE a.short IN (SELECT value FROM json_each(?1)) "
        "OR a.key IN (SELECT value FROM json_each(?2))) "
        "SELECT short, key, min(long) AS long FROM acronyms WHERE short IN asked "
        "GROUP BY short, key ORDER BY short, count(*) DESC, key",
        _json(names.shorts), _json(names.keys),
    )  # fmt: skip
    groups = [_split(group, names) for group in _connected(found)]
    return [group for group in groups if group.asked and group.others]


def _connected(rows: list[Any]) -> list[list[Any]]:
    """Rows that share acronyms or long forms, group by group."""
    groups: list[list[Any]] = []
    for row in rows:
        near = [g for g in groups if any(_is_shared(row, other) for other in g)]
        groups = [g for g in groups if g not in near]
        groups.append([*(other for group in near for other in group), row])
    return groups


def _is_shared(row: Any, other: Any) -> bool:  # noqa: ANN401 - rows of sqlite3
    return bool(row["short"] == other["short"] or row["key"] == other["key"])


def _split(group: list[Any], names: Names) -> OtherNames:
    asked, others = dict[str, None](), dict[str, None]()
    given = Counter[str]()
    for row in group:
        short = row["short"]
        if short in names.shorts:
            asked[short] = None
        elif fold(short) not in STOP_WORDS:
            others[short] = None
        given[short] += 1
        if row["key"] in names.keys:
            asked[row["long"]] = None
        elif given[short] <= MOST_LONG_FORMS:
            others[row["long"]] = None
    return OtherNames(tuple(asked), tuple(name for name in others if name not in asked))


def _json(values: Collection[str] | None) -> str | None:
    return None if values is None else json.dumps(sorted(values))
