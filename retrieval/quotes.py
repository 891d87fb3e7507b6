"""An answer in the documents' own sentences: which of them, and their citations."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from retrieval.reader import Evidence
from retrieval.records import Answer, Citation, Passage
from retrieval.terms import terms

MOST_SENTENCES = 3
# Log-odds by which a supporting sentence may be weaker than the best one.
SUPPORT_MARGIN = 1.5
SAME_SENTENCE = 0.6  # share of common terms from which a sentence adds nothing

NOT_ANSWERED = "The documents in the library do not answer this question."
CLOSEST = "The closest passages are shown; they may not be about what you asked."


def quoted(answer: Answer, evidence: list[Evidence]) -> Iterator[Answer]:
    """The answer in the best sentences, growing by one at a time.

    Args:
        answer: all but text, short answer and citations.
        evidence: what the reader found, best first.
    """
    chosen = _choose(evidence)
    citations = tuple(_citation(n, e) for n, e in enumerate(chosen, 1))
    for shown in range(1, len(chosen) + 1):
        yield replace(
            answer,
            text=" ".join(f"{c.quote} [{c.marker}]" for c in citations[:shown]),
            short_answer=chosen[0].short_answer,
            citations=citations[:shown],
            passages=cited_first((e.passage for e in chosen[:shown]), answer.passages),
        )


def _choose(evidence: list[Evidence]) -> list[Evidence]:
    """The best sentence, then those nearly as good that add words."""
    best, *rest = evidence
    chosen = [best]
    for candidate in rest:
        if len(chosen) == MOST_SENTENCES or candidate.log_odds < best.log_odds - SUPPORT_MARGIN:
            break
        if all(_overlap(candidate.text, e.text) < SAME_SENTENCE for e in chosen):
            chosen.append(candidate)
    return chosen


def _overlap(a: str, b: str) -> float:
    """Jaccard index of the terms of two sentences."""
    first, second = set(terms(a)), set(terms(b))
    return len(first & second) / (len(first | second) or 1)


def _citation(marker: int, evidence: Evidence) -> Citation:
    passage = evidence.passage
    return Citation(
        marker,
        passage.source,
        passage.chunk.page,
        evidence.start,
        evidence.end,
        evidence.text,
        passage,
    )


def cited_first(cited: Iterable[Passage], passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """The cited passages before the others, each once."""
    first = {passage.chunk_id: passage for passage in cited}
    others = (passage for passage in passages if passage.chunk_id not in first)
    return (*first.values(), *others)
