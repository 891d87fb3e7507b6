"""Answers a question with the documents' own sentences, each with its citation.

Where a language model is configured it writes the answer instead, of which each sentence is
judged before it is given out; the documents' sentences stand in wherever it fails.
"""

import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace

from retrieval.disagreement import with_disagreement
from retrieval.filters import Filters
from retrieval.findings import Findings, find
from retrieval.followup import StandaloneQuestion, standalone_question
from retrieval.index import Library
from retrieval.notes import CLOSEST, EMPTY, NO_MATCH, NOT_ANSWERED, UNSURE, foreign_note, said
from retrieval.quotes import quoted
from retrieval.reader import READ_PASSAGES, read
from retrieval.records import Answer
from retrieval.search import NO_FILTERS, search
from retrieval.summaries import body_first

UNSURE_BELOW = 0.5  # of the confidence
SHOWN_PASSAGES = 5


class Assistant:
    """Answers questions over one library.

    Args:
        quotes: answer with the documents' sentences though a language model is configured.

    Raises:
        SettingsError: the configured language model cannot be used.
    """

    def __init__(self, library: Library, *, quotes: bool = False) -> None:
        self.library = library
        self.writer = None
        if library.settings.llm and not quotes:
            # Imported here: langchain takes a second, which quotes need not wait for.
            from retrieval.writer import Writer

            self.writer = Writer(library)

    def ask(
        self, question: str, history: Sequence[str] = (), filters: Filters = NO_FILTERS
    ) -> Answer:
        """The whole answer; see :meth:`stream`."""
        *_, answer = self.stream(question, history, filters)
        return answer

    def stream(
        self, question: str, history: Sequence[str] = (), filters: Filters = NO_FILTERS
    ) -> Generator[Answer, None, None]:
        """The answer as it grows, a sentence at a time; the last one is complete.

        Closing the iterator ends a language model's work.

        Args:
            history: the earlier questions of the conversation, oldest first.
            filters: what the documents that may answer are.

        Raises:
            FilterError: a filter names what the library does not have.
        """
        started = time.perf_counter()
        for answer in self._answers(question, history, filters):
            yield replace(answer, seconds=round(time.perf_counter() - started, 3))

    def _answers(self, question: str, history: Sequence[str], filters: Filters) -> Iterator[Answer]:
        standalone = self._standalone(question, history)
        passages = search(self.library, standalone.text, READ_PASSAGES, filters)
        evidence = read(self.library, standalone, passages)
        evidence = body_first(self.library, standalone.question, evidence)
        confidence = evidence[0].confidence if evidence else 0.0
        answer = Answer(
            question=question,
            standalone_question=standalone.text,
            text="",
            answered=bool(evidence) and evidence[0].suffices,
            short_answer="",
            confidence=round(confidence, 3),
            note=said(UNSURE, question) if confidence < UNSURE_BELOW else "",
            citations=(),
            passages=tuple(passages[:SHOWN_PASSAGES]),
            seconds=0.0,
        )
        if not answer.answered:
            is_empty = self.library.catalogue.count_chunks() == 0
            is_left_nothing = bool(filters) and not passages
            yield replace(
                answer,
                text=said(
                    EMPTY if is_empty else NO_MATCH if is_left_nothing else NOT_ANSWERED, question
                ),
                note=said(CLOSEST, question) if passages else "",
            )
        else:
            yield from self._told(answer, find(standalone, evidence))

    def _told(self, answer: Answer, found: Findings) -> Iterator[Answer]:
        tell = self.writer.answers if self.writer else quoted
        for told in tell(answer, found):
            answer = told
            yield told
        whole = answer
        if found.conflict and answer.answered:
            whole = with_disagreement(answer, found.conflict)
        whole = replace(whole, note=f"{whole.note} {foreign_note(whole)}".strip())
        if whole != answer:
            yield whole

    def _standalone(self, question: str, history: Sequence[str]) -> StandaloneQuestion:
        if self.writer:
            return self.writer.standalone(question, history)
        return standalone_question(question, history)
