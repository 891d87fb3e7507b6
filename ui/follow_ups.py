"""What might be asked next: questions that the passages beside an answer answer, by rules."""

from collections.abc import Iterable

from evaluation.suggest import suggest
from retrieval.records import Answer, Page, Passage
from retrieval.terms import content_terms
from retrieval.wording import language_of

MOST = 3  # questions
DRAFTS = 6  # of a passage
MOST_PASSAGES = 6  # that are looked at, best first
TOO_ALIKE = 0.6  # share of terms in common with what was asked


def follow_ups(answer: Answer) -> list[str]:
    """Questions in the language of the question asked, at most one a passage.

    Each is answered by a sentence beside the answer that is not part of it. None follow a question
    that the documents do not answer.
    """
    if not answer.answered:
        return []
    language = language_of(answer.question)
    asked = [answer.question, answer.standalone_question, *(c.quote for c in answer.citations)]
    found: list[str] = []
    for passage in _passages(answer):
        if passage.source.language != language:
            continue
        page = Page(passage.chunk.page, passage.chunk.text)
        drafts = suggest(passage.source, [page], DRAFTS)
        # What letters stand for is easily asked, and seldom what somebody wants to know next.
        questions = [draft.question for draft in drafts if draft.kind != "acronym"]
        found += [each for each in questions if not _is_like_any(each, [*asked, *found])][:1]
        if len(found) == MOST:
            break
    return found


def _passages(answer: Answer) -> list[Passage]:
    """The cited passages and then the others that were found, each once."""
    ordered = [citation.passage for citation in answer.citations] + list(answer.passages)
    by_id = {passage.chunk_id: passage for passage in reversed(ordered)}
    return [by_id[id_] for id_ in dict.fromkeys(p.chunk_id for p in ordered)][:MOST_PASSAGES]


def _is_like_any(question: str, others: Iterable[str]) -> bool:
    own = set(content_terms(question))
    return any(len(own & set(content_terms(other))) > TOO_ALIKE * len(own) for other in others)
