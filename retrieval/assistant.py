"""Answers a question with the documents' own sentences, each with its citation."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from retrieval.followup import standalone_question
from retrieval.index import Library
from retrieval.reader import READ_PASSAGES, Evidence, read
from retrieval.records import Answer, Citation, Passage
from retrieval.search import search
from retrieval.terms import terms

# Confidence below which the library is said not to answer. On the train split of the test set
# 0.25 answers 70 % of the answerable questions; 0.35 answered 50 % and kept out little more.
ANSWERED_FROM = 0.25
UNSURE_BELOW = 0.5
MOST_SENTENCES = 3
# Log-odds by which a supporting sentence may be weaker than the best one.
SUPPORT_MARGIN = 1.0
SAME_DOCUMENT_MARGIN = 0.5
SAME_SENTENCE = 0.6  # share of common terms from which a sentence adds nothing
SHOWN_PASSAGES = 5

NOT_ANSWERED = "The documents in the library do not answer this question."
CLOSEST = "The closest passages are shown; they may not be about what you asked."
UNSURE = "This may not be the answer: please check the source."
EMPTY = "The library holds no documents yet. Add some with `energychat ingest FOLDER`."


class Assistant:
    """Answers questions over one library."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """The whole answer; see :meth:`stream`."""
        *_, answer = self.stream(question, history)
        return answer

    def stream(self, question: str, history: Sequence[str] = ()) -> Iterator[Answer]:
        """The answer as it grows, a sentence at a time; the last one is complete.

        Args:
            history: the earlier questions of the conversation, oldest first.
        """
        started = time.perf_counter()
        standalone = standalone_question(question, history)
        passages = search(self.library, standalone.text, READ_PASSAGES)
        evidence = read(self.library, standalone, passages)
        confidence = evidence[0].confidence if evidence else 0.0
        answer = Answer(
            question=question,
            standalone_question=standalone.text,
            text="",
            answered=confidence >= ANSWERED_FROM,
            short_answer="",
            confidence=round(confidence, 3),
            note="",
            citations=(),
            passages=tuple(passages[:SHOWN_PASSAGES]),
            seconds=0.0,
        )
        if not answer.answered:
            is_empty = self.library.catalogue.count_chunks() == 0
            yield replace(
                answer,
                text=EMPTY if is_empty else NOT_ANSWERED,
                note=CLOSEST if passages else "",
                seconds=_since(started),
            )
            return
        chosen = _choose(evidence)
        citations = tuple(_citation(n, e) for n, e in enumerate(chosen, 1))
        for shown in range(1, len(chosen) + 1):
            yield replace(
                answer,
                text=" ".join(f"{c.quote} [{c.marker}]" for c in citations[:shown]),
                short_answer=chosen[0].short_answer,
                note=UNSURE if confidence < UNSURE_BELOW else "",
                citations=citations[:shown],
                passages=_cited_first(chosen[:shown], answer.passages),
                seconds=_since(started),
            )


def _choose(evidence: list[Evidence]) -> list[Evidence]:
    """The best sentence, then those nearly as good that add words.

    A second sentence of the same document must come closer than one of another document.
    """
    best, *rest = evidence
    chosen = [best]
    for candidate in rest:
        if len(chosen) == MOST_SENTENCES or candidate.log_odds < best.log_odds - SUPPORT_MARGIN:
            break
        is_same = candidate.passage.document in {e.passage.document for e in chosen}
        if is_same and candidate.log_odds < best.log_odds - SAME_DOCUMENT_MARGIN:
            continue
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


def _cited_first(chosen: list[Evidence], passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    cited = {e.passage.chunk_id: e.passage for e in chosen}
    others = (p for p in passages if p.chunk_id not in cited)
    return (*cited.values(), *others)


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 3)
