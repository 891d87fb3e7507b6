"""Asks the product every question of a test set, through its own search and its own ask."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from evaluation.errors import EvaluationError
from evaluation.records import GoldQuestion, Result
from evaluation.scoring import CUT, document_ranking, judge_citations, score, verdict
from retrieval.assistant import Assistant
from retrieval.index import Library
from retrieval.records import Passage
from retrieval.search import search


def answer_all(assistant: Assistant, questions: Iterable[GoldQuestion]) -> Iterator[Result]:
    """The judged answers, one after the other, so that a caller can count and stop.

    Raises:
        EvaluationError: the library holds no documents.
    """
    library = assistant.library
    if not library.catalogue.count_chunks():
        raise EvaluationError(
            f"The library {library.folder} holds no documents, so there is nothing to evaluate. "
            "Add some with `energychat ingest FOLDER`."
        )
    search(library, "warm")  # the encoder's loading is not the first question's latency
    wanted = min(CUT, len(library.catalogue.documents()))
    for question in questions:
        yield judge(assistant, question, wanted)


def judge(assistant: Assistant, gold: GoldQuestion, wanted: int = CUT) -> Result:
    """Ask one question, with the conversation before it, and judge search and answer.

    Args:
        wanted: documents that the ranking is to hold.
    """
    gold = _as_held(assistant.library, gold)
    answer = assistant.ask(gold.question, gold.history)
    passages = passages_of_documents(assistant.library, answer.standalone_question, wanted)
    cited = judge_citations(gold, answer.citations)
    scores = score(gold, answer, passages, cited)
    return Result(
        gold=gold,
        standalone_question=answer.standalone_question,
        answer=answer.text,
        short_answer=answer.short_answer,
        answered=answer.answered,
        confidence=answer.confidence,
        seconds=answer.seconds,
        citations=cited,
        found=tuple(document_ranking(passages)),
        scores=scores,
        verdict=verdict(gold, answer.answered, scores, any(c.is_right for c in cited)),
    )


def _as_held(library: Library, gold: GoldQuestion) -> GoldQuestion:
    """The question with its documents under the names of those that stand for them."""
    held = dict.fromkeys(map(library.catalogue.named, gold.documents))
    return replace(gold, documents=tuple(held))


def passages_of_documents(library: Library, question: str, wanted: int) -> list[Passage]:
    """The best passages, as many as it takes for that many documents, or all that are found."""
    return reaching(lambda limit: search(library, question, limit), wanted)


def reaching(find: Callable[[int], list[Passage]], wanted: int) -> list[Passage]:
    """What a search finds when it is asked for more until it has that many documents.

    Args:
        find: gives at most so many passages, best first.
    """
    limit = CUT
    while True:
        passages = find(limit)
        if len(passages) < limit or len({p.document for p in passages}) >= wanted:
            return passages
        limit *= 2


def absent_documents(library: Library, questions: Sequence[GoldQuestion]) -> list[str]:
    """Gold documents that the library lacks, whose questions cannot be answered rightly."""
    known = {stored.source.document for stored in library.catalogue.documents()}
    wanted = {document for question in questions for document in question.documents}
    return sorted(name for name in wanted if library.catalogue.named(name) not in known)
