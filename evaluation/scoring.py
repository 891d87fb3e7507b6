"""Judges one answer and one list of passages against the gold question. Pure."""

from collections.abc import Sequence

from evaluation import metrics
from evaluation.records import (
    INVENTED,
    RIGHT,
    RIGHTLY_SILENT,
    SILENT,
    WRONG,
    GoldQuestion,
    JudgedCitation,
    Scores,
)
from evaluation.text import overlaps
from retrieval.records import Answer, Citation, Passage

CUT = 10  # documents, and passages, that a ranking is judged by
RANKING_METRICS = ("hit@1", "hit@5", "hit@10", "recall@5", "recall@10", "mrr", "ndcg@10")
# A table or a sentence may run on to the next page, and a report's own count of its pages may
# differ from the file's by its cover.
PAGE_TOLERANCE = 1
RETRIEVAL_METRICS = (
    *(f"retrieval.{name}" for name in RANKING_METRICS),
    *(f"passage_retrieval.{name}" for name in RANKING_METRICS),
)
MEAN_METRICS = (
    *RETRIEVAL_METRICS,
    "answers.exact_match",
    "answers.token_f1",
    "answers.contains",
    "citations.precision",
    "citations.recall",
    "citations.uncited",
)


def score(
    gold: GoldQuestion, answer: Answer, passages: Sequence[Passage], cited: Sequence[JudgedCitation]
) -> Scores:
    """Every metric of MEAN_METRICS for one question; all undefined if it is unanswerable.

    Args:
        passages: what the search found, best first, reaching to ten documents.
        cited: the citations of the answer, from `judge_citations`.
    """
    if not gold.answerable:
        return dict.fromkeys(MEAN_METRICS)
    judged = [c for c in cited if c.is_right is not None]
    right = {c.document for c in judged if c.is_right}
    values: list[float | None] = [
        *score_retrieval(gold, passages).values(),
        metrics.exact_match(answer.short_answer, gold.answers),
        metrics.token_f1(answer.short_answer, gold.answers),
        metrics.contains(answer.text if answer.answered else "", gold.answers),
        metrics.citation_precision([bool(c.is_right) for c in judged]),
        metrics.citation_recall(right, gold.documents),
        float(not cited) if answer.answered else None,
    ]
    return dict(zip(MEAN_METRICS, values, strict=True))


def score_retrieval(gold: GoldQuestion, passages: Sequence[Passage]) -> Scores:
    """Every metric of RETRIEVAL_METRICS for one question; all undefined if it is unanswerable.

    Args:
        passages: what a search found, best first, reaching to ten documents.
    """
    if not gold.answerable:
        return dict.fromkeys(RETRIEVAL_METRICS)
    documents = _ranking(document_ranking(passages), gold.documents)
    found = _ranking(*passage_ranking(gold, passages))
    return dict(zip(RETRIEVAL_METRICS, (*documents, *found), strict=True))


def _ranking(ranked: Sequence[str], relevant: Sequence[str]) -> list[float | None]:
    """The values of RANKING_METRICS."""
    ranked = ranked[:CUT]
    hits = [metrics.hit(ranked, relevant, k) for k in (1, 5, 10)]
    recalls = [metrics.recall(ranked, relevant, k) for k in (5, 10)]
    mean_rank = metrics.reciprocal_rank(ranked, relevant)
    return [*hits, *recalls, mean_rank, metrics.ndcg(ranked, relevant, CUT)]


def document_ranking(passages: Sequence[Passage]) -> list[str]:
    """The documents of passages, each at the rank of its first one, at most ten."""
    return list(dict.fromkeys(passage.document for passage in passages))[:CUT]


def passage_ranking(
    gold: GoldQuestion, passages: Sequence[Passage]
) -> tuple[list[str], tuple[str, ...]]:
    """A ranking of passages and its relevant ids, for the same metrics as documents.

    A passage is right when its document is gold (or none is named) and its text overlaps
    a gold passage; where pages are gold in their stead, when its page is one of them or at
    most PAGE_TOLERANCE away. It counts where it is the first to hold one; gold passages
    that one passage holds together count as one, and those that none holds as one each.
    """
    missing: list[str | int] = [*gold.places]
    ranked, relevant = [], []
    for number, passage in enumerate(passages):
        held = [
            place
            for place in missing
            if _is_gold(passage.document, gold)
            and _is_at(place, passage.chunk.page, passage.chunk.text)
        ]
        missing = [place for place in missing if place not in held]
        ranked.append(f"passage {number}")
        if held:
            relevant.append(ranked[-1])
    return ranked, (*relevant, *(f"missing {number}" for number in range(len(missing))))


def judge_citations(
    gold: GoldQuestion, citations: Sequence[Citation]
) -> tuple[JudgedCitation, ...]:
    """Each citation with whether it is right: gold document, and gold passage or page."""
    return tuple(
        JudgedCitation(c.source.document, c.page, c.quote, _is_right(gold, c)) for c in citations
    )


def _is_right(gold: GoldQuestion, citation: Citation) -> bool | None:
    if not gold.answerable:
        return False
    if not (gold.documents or gold.places):
        return None
    return _is_gold(citation.source.document, gold) and (
        not gold.places
        or any(_is_at(place, citation.page, citation.quote) for place in gold.places)
    )


def _is_at(place: str | int, page: int, text: str) -> bool:
    if isinstance(place, int):
        return abs(page - place) <= PAGE_TOLERANCE
    return overlaps(text, place)


def _is_gold(document: str, gold: GoldQuestion) -> bool:
    return not gold.documents or document in gold.documents


def verdict(gold: GoldQuestion, answered: bool, scores: Scores, cited_rightly: bool) -> str:
    """One word for the answer: right where it holds a gold answer.

    Without gold answers it is right where it rightly cites.
    """
    if not gold.answerable:
        return INVENTED if answered else RIGHTLY_SILENT
    if not answered:
        return SILENT
    matches = (scores["answers.exact_match"], scores["answers.contains"])
    is_right = any(matches) if gold.answers else cited_rightly
    return RIGHT if is_right else WRONG
