"""Says that sources disagree, and what is older, in the language of the question."""

from collections.abc import Sequence
from dataclasses import replace

from retrieval.conflicts import Statement
from retrieval.records import Answer, Citation, StatedValue
from retrieval.wording import language_of

_DISAGREE = {
    "en": ("Sources disagree: {}.", "; ", "no date"),
    "fr": ("Les sources divergent : {}.", " ; ", "sans date"),
    "ko": ("출처마다 값이 다릅니다: {}.", "; ", "날짜 없음"),
}
_OLDER = {
    "en": "Older, as of {}:",
    "fr": "Plus ancien, en date du {} :",
    "ko": "이전 자료, {} 기준:",
}


def older_lead(question: str, published: str) -> str:
    """What precedes a sentence of an older document, such as "Older, as of 2024-12:"."""
    return _OLDER[language_of(question)].format(published)


def disagreement_text(answer: Answer) -> str:
    """Each value with its marker and date, in one sentence; empty where the sources agree."""
    if not answer.disagreement:
        return ""
    sentence, separator, undated = _DISAGREE[language_of(answer.question)]
    values = (
        f"{value.text} ({value.published or undated}) [{value.marker}]"
        for value in answer.disagreement
    )
    return sentence.format(separator.join(values))


def with_disagreement(answer: Answer, conflict: Sequence[Statement]) -> Answer:
    """The answer with the values on which its sources disagree, each with a citation."""
    citations = list(answer.citations)
    values = []
    for statement in conflict:
        own = statement.evidence.cited_as(len(citations) + 1)
        marker = next((c.marker for c in citations if _is_at_one_place(c, own)), own.marker)
        if marker == own.marker:
            citations.append(own)
        values.append(StatedValue(statement.value.text, marker, own.source.published))
    return replace(answer, citations=tuple(citations), disagreement=tuple(values))


def _is_at_one_place(a: Citation, b: Citation) -> bool:
    return (a.source.document, a.page) == (b.source.document, b.page) and (
        a.start < b.end and b.start < a.end
    )
