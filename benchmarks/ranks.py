"""How high the right document comes, for measurements of the search alone."""

import math
from collections.abc import Iterable, Sequence


def first_rank(documents: Iterable[str], gold: Sequence[str]) -> int:
    """Rank of the first gold document, a document ranking by its first passage; 0 if none.

    Args:
        documents: of the passages, best first.
    """
    ranked = dict.fromkeys(documents)
    return next((n for n, document in enumerate(ranked, 1) if document in gold), 0)


def row(ranks: Sequence[int]) -> str:
    """The share of questions whose first document is right, and the mean nDCG@10.

    One gold document counts, so that nDCG is the discount of the first hit.
    """
    hit = sum(rank == 1 for rank in ranks) / len(ranks)
    ndcg = sum(1 / math.log2(rank + 1) for rank in ranks if 0 < rank <= 10) / len(ranks)
    return f"hit@1 {hit:.3f}  nDCG@10 {ndcg:.3f}"
