"""Answers that a language model writes, and the documents' sentences where it fails."""

import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from retrieval.findings import Findings
from retrieval.followup import StandaloneQuestion
from retrieval.generation import Draft, write
from retrieval.grounds import grounds_of
from retrieval.index import Library
from retrieval.injection import readable_spans
from retrieval.models import language_model
from retrieval.notes import CLOSEST, NOT_ANSWERED, said
from retrieval.quotes import cited_first, quoted
from retrieval.reader import Evidence
from retrieval.records import Answer, Citation, Unsupported
from retrieval.rewriting import rewritten_question
from retrieval.short_answer import find_short_answer
from retrieval.support import Place

TICK_SECONDS = 0.25  # between two answers that are the same, so that a stream can be closed

WRITING = "The language model is writing; each sentence is checked before it is shown."
QUOTES = "these are the documents' own sentences."
REFUSED = f"The language model found no answer in the passages; {QUOTES} Please check them."
UNSUPPORTED = f"The documents support no sentence of the language model; {QUOTES}"


class Writer:
    """Writes answers with the configured language model.

    Raises:
        SettingsError: the model cannot be used.
    """

    def __init__(self, library: Library) -> None:
        self.model = language_model(library.settings)
        self._library = library

    def standalone(self, question: str, history: Sequence[str]) -> StandaloneQuestion:
        """The question with what it takes from those before it."""
        return rewritten_question(self.model, question, history)

    def answers(self, answer: Answer, found: Findings) -> Iterator[Answer]:
        """The answer as it grows; only sentences that the documents support are its text.

        Args:
            answer: all but text, short answer and citations.
            found: the reader's sentences.
        """
        # A sentence addressed to a model is no answer, whoever gives it.
        found = found.only(lambda e: bool(readable_spans(e.text)))
        evidence = found.evidence
        if not evidence:
            asked = answer.question
            refusal, closest = said(NOT_ANSWERED, asked), said(CLOSEST, asked)
            yield replace(answer, answered=False, text=refusal, note=closest)
            return
        draft, shown, shown_at = Draft(), -1, 0.0
        with closing(self.drafts(answer.standalone_question, evidence)) as drafts:
            for draft in drafts:
                now = time.monotonic()
                if len(draft.sentences) != shown or now - shown_at >= TICK_SECONDS:
                    shown, shown_at = len(draft.sentences), now
                    yield self._growing(answer, draft, evidence)
        if draft.standing:
            yield self._written(answer, draft, evidence)
            return
        left_out = _unsupported(draft)
        note = _joined(answer.note, _failure(draft))
        for quotes in quoted(replace(answer, note=note), found):
            yield replace(quotes, unsupported=left_out)

    def drafts(self, question: str, evidence: Sequence[Evidence]) -> Generator[Draft, None, None]:
        """What the model writes on the passages that the evidence is from, as it grows."""
        passages = list({e.passage.chunk_id: e.passage for e in evidence}.values())
        grounds = grounds_of(self._library, question, passages)
        return write(self.model, passages, grounds, self._library.encoder)

    def _growing(self, answer: Answer, draft: Draft, evidence: Sequence[Evidence]) -> Answer:
        if not draft.standing:
            return replace(answer, note=WRITING, written_by=self.model.name)
        return self._written(answer, replace(draft, problem=""), evidence)

    def _written(self, answer: Answer, draft: Draft, evidence: Sequence[Evidence]) -> Answer:
        marker_of: dict[Place, int] = {}
        parts = []
        for sentence in draft.standing:
            markers = [marker_of.setdefault(p, len(marker_of) + 1) for p in sentence.places]
            parts.append(sentence.text + " " + "".join(f"[{n}]" for n in sorted(set(markers))))
        citations = tuple(_citation(marker, place) for place, marker in marker_of.items())
        first = draft.standing[0].text
        best = evidence[0].short_answer
        in_text = any(best in sentence.text for sentence in draft.standing)
        return replace(
            answer,
            text=" ".join(parts),
            short_answer=best if in_text else find_short_answer(answer.question, first) or first,
            note=_joined(answer.note, f"The language model stopped: {draft.problem}.")
            if draft.problem
            else answer.note,
            citations=citations,
            passages=cited_first((place.passage for place in marker_of), answer.passages),
            written_by=self.model.name,
            unsupported=_unsupported(draft),
        )


def _citation(marker: int, place: Place) -> Citation:
    passage = place.passage
    return Citation(
        marker,
        passage.source,
        passage.chunk.page,
        place.start,
        place.end,
        place.quote,
        passage,
    )


def _unsupported(draft: Draft) -> tuple[Unsupported, ...]:
    return tuple(Unsupported(sentence.text, sentence.problem) for sentence in draft.struck)


def _failure(draft: Draft) -> str:
    """Why the documents' sentences stand in for the model's."""
    if draft.problem:
        return f"The language model could not be reached ({draft.problem}); {QUOTES}"
    return REFUSED if draft.refused else UNSUPPORTED


def _joined(*notes: str) -> str:
    return " ".join(note for note in notes if note)
