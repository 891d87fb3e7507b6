"""The metrics, each a pure function; None is what is undefined.

Rankings are ids, best first and without repetition; ``relevant`` are the ids that are
right, all equally so.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from math import log2

import numpy as np

from evaluation.text import answer_tokens, without_markers

Term = tuple[float, float]  # what a question adds to a numerator and to a denominator

# --- retrieval ----------------------------------------------------------------------------


def hit(ranked: Sequence[str], relevant: Collection[str], k: int) -> float | None:
    """1 if any of the first k results is relevant, else 0.

    hit@k = 1 if {d_1 … d_k} ∩ R is not empty. Undefined where R is empty; a ranking
    shorter than k is judged as it is. Source: Craswell 2009, "Success at n", Encyclopedia
    of Database Systems.
    """
    if not relevant:
        return None
    return float(any(item in relevant for item in ranked[:k]))


def recall(ranked: Sequence[str], relevant: Collection[str], k: int) -> float | None:
    """Share of the relevant items that are among the first k results.

    recall@k = |{d_1 … d_k} ∩ R| / |R|. Undefined where R is empty; below 1 for every
    ranking where |R| > k. Source: Manning, Raghavan & Schütze 2008, section 8.3.
    """
    if not relevant:
        return None
    return len(set(ranked[:k]).intersection(relevant)) / len(set(relevant))


def reciprocal_rank(ranked: Sequence[str], relevant: Collection[str]) -> float | None:
    """1 / the rank of the first relevant result, and 0 if there is none.

    Its mean over questions is MRR. Undefined where R is empty. It is handed ten results,
    so that a later one counts as none. Source: Voorhees 1999, "The TREC-8 Question Answering
    Track Report".
    """
    if not relevant:
        return None
    return next((1 / rank for rank, item in enumerate(ranked, 1) if item in relevant), 0.0)


def ndcg(ranked: Sequence[str], relevant: Collection[str], k: int) -> float | None:
    """Normalised discounted cumulative gain of the first k results, between 0 and 1.

    nDCG@k = (Σ_i rel_i / log2(i + 1)) / (Σ_{i ≤ min(k, |R|)} 1 / log2(i + 1)), where rel_i
    is 1 if the result at rank i ≤ k is relevant, else 0. Undefined where R is empty.
    Source: Järvelin & Kekäläinen 2002, with the discount log2(i + 1) of Manning, Raghavan
    & Schütze 2008, section 8.4; for relevance of 0 or 1 the two usual gains agree.
    """
    if not relevant:
        return None
    gain = sum(1 / log2(i + 1) for i, item in enumerate(ranked[:k], 1) if item in relevant)
    ideal = sum(1 / log2(i + 1) for i in range(1, min(k, len(set(relevant))) + 1))
    return gain / ideal


# --- answers ------------------------------------------------------------------------------


def exact_match(given: str, answers: Sequence[str]) -> float | None:
    """1 if the words given are, normalised, one of the gold answers, else 0.

    Undefined without gold answers. In Korean spaces do not count, since syllables are
    the tokens. Source: Rajpurkar et al. 2016, section 6.1.
    """
    if not answers:
        return None
    return float(any(answer_tokens(given) == answer_tokens(answer) for answer in answers))


def token_f1(given: str, answers: Sequence[str]) -> float | None:
    """Harmonic mean of precision and recall of tokens, the best over the gold answers.

    F1 = 2PR / (P + R) with P = |G ∩ A| / |G| and R = |G ∩ A| / |A|, where G and A are the
    multisets of tokens given and gold; see `answer_tokens` for Korean. 0 where they share
    none; two empty ones are equal and give 1. Undefined without gold answers.
    Source: Rajpurkar et al. 2016, section 6.1; for no words given Rajpurkar et al. 2018.
    """
    if not answers:
        return None
    return max(_f1(answer_tokens(given), answer_tokens(answer)) for answer in answers)


def _f1(given: list[str], gold: list[str]) -> float:
    if not given or not gold:
        return float(given == gold)
    shared = (Counter(given) & Counter(gold)).total()
    return 2 * shared / (len(given) + len(gold))  # 2PR / (P + R), shortened


def contains(text: str, answers: Sequence[str]) -> float | None:
    """1 if the whole answer holds all tokens of a gold answer in one run, else 0.

    Tokens as in `token_f1`, so that "18" is not in "2018"; citation markers do not count.
    Undefined without gold answers. Source: the accuracy of Mallen et al. 2023, "When Not
    to Trust Language Models", here at the borders of tokens.
    """
    if not answers:
        return None
    tokens = answer_tokens(without_markers(text))
    return float(any(_has_run(tokens, answer_tokens(answer)) for answer in answers))


def _has_run(tokens: list[str], run: list[str]) -> bool:
    size = len(run)
    return size > 0 and any(tokens[i : i + size] == run for i in range(len(tokens) - size + 1))


# --- citations ----------------------------------------------------------------------------


def citation_precision(are_right: Sequence[bool]) -> float | None:
    """Share of the citations of one answer that are right; undefined without citations.

    A citation is right when its document is gold and, where gold passages are given, its
    text overlaps one (`overlaps`). Source: precision of a set, Manning, Raghavan & Schütze
    2008, section 8.3; for citations Gao et al. 2023, "Enabling Large Language Models to
    Generate Text with Citations".
    """
    return sum(are_right) / len(are_right) if are_right else None


def citation_recall(rightly_cited: Collection[str], relevant: Collection[str]) -> float | None:
    """Share of the gold documents that a right citation names.

    0 without citations; undefined without gold documents. Where several documents say the
    same, naming one is a good answer and yet below 1. Source: as `citation_precision`.
    """
    if not relevant:
        return None
    return len(set(rightly_cited).intersection(relevant)) / len(set(relevant))


# --- abstention ---------------------------------------------------------------------------


def abstention_terms(is_answerable: bool, is_answered: bool) -> dict[str, Term]:
    """What one question adds to accuracy, precision, recall and false refusals of abstaining.

    The positive class is "unanswerable" and its prediction "not answered":
    accuracy = (TP + TN) / n, precision = TP / (TP + FP), recall = TP / (TP + FN), and the false
    refusals are the false positive rate, FP / (FP + TN).
    Source: Manning, Raghavan & Schütze 2008, section 8.3; Rajpurkar et al. 2018.
    """
    positive, predicted = not is_answerable, not is_answered
    both = float(positive and predicted)
    return {
        "accuracy": (float(positive == predicted), 1.0),
        "precision": (both, float(predicted)),
        "recall": (both, float(positive)),
        "false_refusals": (float(predicted and not positive), float(not positive)),
    }


def share(terms: Iterable[Term]) -> float | None:
    """Sum of the numerators over the sum of the denominators; undefined where that is 0."""
    pairs = list(terms)
    below = sum(pair[1] for pair in pairs)
    return sum(pair[0] for pair in pairs) / below if below else None


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Probability that a positive scores above a negative, a tie counting one half.

    AUROC = (#{p > q} + ½ #{p = q}) / (|P| |N|) over all pairs, the Mann-Whitney statistic.
    Here the score is the answer's confidence, P the answerable and N the unanswerable
    questions: 1 tells them apart, ½ is chance. Undefined where P or N is empty.
    Source: Hanley & McNeil 1982; Manning, Raghavan & Schütze 2008, section 8.4.
    """
    if not positive or not negative:
        return None
    below = np.sort(np.asarray(negative))
    lower = np.searchsorted(below, positive, side="left")
    not_higher = np.searchsorted(below, positive, side="right")
    return float((lower + not_higher).sum() / (2 * len(positive) * len(negative)))


# --- latency ------------------------------------------------------------------------------


def percentile(values: Sequence[float], percent: float) -> float | None:
    """The value below which a share of the values lies, interpolated linearly.

    Undefined without values. Source: definition 7 of Hyndman & Fan 1996, numpy's default.
    """
    return float(np.percentile(values, percent)) if len(values) else None
