"""Several documents among the passages where the question spans several."""

import re
from collections.abc import Sequence

from retrieval.records import Passage

NEW_SHARE = 4  # of the passages, one in so many comes from a document not seen before it
_COMPARES = re.compile(
    r"\b(?:compar\w*|versus|vs|differen\w*|unterschied\w*|vergleich\w*|écart|différence)\b"
    r"|비교|차이|대비|각각",
    re.IGNORECASE,
)
_JOINS = re.compile(
    r"\b(?:and|or|than|both|each|respectively|combined|et|ou|entre|plus|moins|und|oder|zwischen)\b"
    r"|,|[와과] |보다|모두|둘",
    re.IGNORECASE,
)
# Capitals and numbers, in a row one name; not the capital that every question begins with.
_NAME = re.compile(
    r"(?!^[A-ZÀ-Ý][a-zà-ÿ]+\b)\b(?:[A-ZÀ-Ý][\w&-]*|\w*\d[\w.]*)"
    r"(?:[ -](?:[A-ZÀ-Ý][\w&-]*|\w*\d[\w.]*))*"
)


def spans_several(question: str) -> bool:
    """Whether a question compares, or joins at least two names."""
    names = names_of(question)
    return bool(_COMPARES.search(question) or (len(names) > 1 and _JOINS.search(question)))


def names_of(question: str) -> set[str]:
    """Rows of capitalised words and numbers in a question, such as "NRC CEI"."""
    return set(_NAME.findall(question))


def diversify(passages: Sequence[Passage], limit: int) -> list[Passage]:
    """The best passages, the last quarter of them each from a document not yet among them.

    The places are filled in the order of the ranking, and by the ranking alone where there
    are too few documents. In our measurements a cap on each document lost more of the
    passages that answer, and xQuAD (Santos, Macdonald & Ounis 2010) found fewer documents.
    """
    first = limit - limit // NEW_SHARE
    chosen, rest = list(passages[:first]), []
    seen = {passage.document for passage in chosen}
    for passage in passages[first:]:
        if len(chosen) < limit and passage.document not in seen:
            seen.add(passage.document)
            chosen.append(passage)
        else:
            rest.append(passage)
    kept = {passage.chunk_id for passage in [*chosen, *rest[: limit - len(chosen)]]}
    return [passage for passage in passages if passage.chunk_id in kept]
