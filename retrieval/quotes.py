"""An answer in the documents' own sentences: which of them, and their citations."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from retrieval.disagreement import older_lead
from retrieval.diversity import names_of, spans_several
from retrieval.findings import Findings
from retrieval.reader import Evidence
from retrieval.records import Answer, Citation, Passage
from retrieval.terms import terms

MOST_SENTENCES = 3
MOST_LINES = 4  # of a list, each of another document
# Log-odds by which a supporting sentence may be weaker than the best one.
SUPPORT_MARGIN = 1.25
SAME_DOCUMENT_MARGIN = 1.0  # of one from a document that is cited already
NEW_NAME_MARGIN = 2.0  # of one that brings a name of the question which those before it lack
SAME_SENTENCE = 0.6  # share of common terms from which a sentence adds nothing


def quoted(answer: Answer, found: Findings) -> Iterator[Answer]:
    """The answer in the best sentences, growing by one at a time.

    Args:
        answer: all but text, short answer and citations.
        found: the reader's sentences, at least one.
    """
    lines = [] if found.older or found.conflict else _lines(answer, found.evidence)
    chosen = lines or _choose(found)
    citations = tuple(
        e.cited_as(n, older_lead(answer.question, e.passage.source.published))
        if e in found.older
        else e.cited_as(n)
        for n, e in enumerate(chosen, 1)
    )
    for shown in range(1, len(chosen) + 1):
        yield replace(
            answer,
            text=_text(citations[:shown], is_list=bool(lines)),
            short_answer=chosen[0].short_answer,
            citations=citations[:shown],
            passages=cited_first((e.passage for e in chosen[:shown]), answer.passages),
            is_list=bool(lines),
        )


def _text(citations: Sequence[Citation], *, is_list: bool) -> str:
    if is_list:
        return "\n".join(f"- {citation.said}" for citation in citations)
    return " ".join(citation.said for citation in citations)


def _lines(answer: Answer, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The best sentence of each document that answers a question which spans several.

    Beside those nearly as good as the best one, a sentence counts that is about a thing which
    the question names and those before do not speak of. Empty if only one document answers.
    """
    if not spans_several(answer.standalone_question):
        return []
    chosen = [evidence[0]]
    for candidate in evidence[1:]:
        margin = NEW_NAME_MARGIN if _brings_name(answer, candidate, chosen) else SUPPORT_MARGIN
        if (
            len(chosen) < MOST_LINES
            and candidate.log_odds >= evidence[0].log_odds - margin
            and candidate.passage.document not in {e.passage.document for e in chosen}
            and _adds(candidate, chosen)
        ):
            chosen.append(candidate)
    return chosen if len(chosen) > 1 else []


def _brings_name(answer: Answer, candidate: Evidence, chosen: Sequence[Evidence]) -> bool:
    own = set(terms(candidate.text))
    known = set(terms(" ".join(e.context for e in chosen)))
    return any(
        set(terms(name)) <= own and not set(terms(name)) <= known
        for name in names_of(answer.standalone_question)
        if not name.isdigit()  # a year is no thing of its own
    )


def _choose(found: Findings) -> list[Evidence]:
    """The sentences that must be shown, then those nearly as good as the best that add words.

    A second sentence of the same document must come closer than one of another document.
    """
    best = found.evidence[0]
    if found.older:
        return [best, *found.older]
    chosen = [statement.evidence for statement in found.conflict][:MOST_SENTENCES] or [best]
    for candidate in found.evidence:
        if len(chosen) == MOST_SENTENCES or candidate.log_odds < best.log_odds - SUPPORT_MARGIN:
            break
        is_same = candidate.passage.document in {e.passage.document for e in chosen}
        if is_same and candidate.log_odds < best.log_odds - SAME_DOCUMENT_MARGIN:
            continue
        if _adds(candidate, chosen):
            chosen.append(candidate)
    return chosen


def _adds(candidate: Evidence, chosen: Sequence[Evidence]) -> bool:
    return all(_overlap(candidate.text, e.text) < SAME_SENTENCE for e in chosen)


def _overlap(a: str, b: str) -> float:
    """Jaccard index of the terms of two sentences."""
    first, second = set(terms(a)), set(terms(b))
    return len(first & second) / (len(first | second) or 1)


def cited_first(cited: Iterable[Passage], passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """The cited passages before the others, each once."""
    first = {passage.chunk_id: passage for passage in cited}
    others = (passage for passage in passages if passage.chunk_id not in first)
    return (*first.values(), *others)
