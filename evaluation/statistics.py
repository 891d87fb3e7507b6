"""How far a mean can be trusted, and whether two runs differ. Seeded, so nothing is random."""

from collections.abc import Sequence
from math import comb

import numpy as np
from numpy.typing import NDArray

SEED = 20260101
RESAMPLES = 1000
LEVEL = 0.95
FLIPS = 9999
MOST_ENUMERATED = 13  # differences of which all 2^n signs are tried
TIE = 1e-9  # sums that differ by no more are equal

Floats = NDArray[np.float64]
Interval = tuple[float, float] | None


def resample_counts(n: int) -> Floats:
    """How often each of n questions is drawn in each resample, shape ``(RESAMPLES, n)``.

    Each row adds up to n. Source: the bootstrap of Efron & Tibshirani 1993, chapter 6.
    """
    draws = np.random.default_rng(SEED).multinomial(n, [1 / n] * n, size=RESAMPLES)
    return draws.astype(np.float64)


def ratio_intervals(numerators: Floats, denominators: Floats, counts: Floats) -> list[Interval]:
    """Percentile intervals of ratios of sums; None where one question or none has a value.

    The ratio of resample b is Σ_i c_bi x_i / Σ_i c_bi y_i; resamples in which it is
    undefined are left out. Follow-ups of one conversation count as independent.
    Source: Efron & Tibshirani 1993, section 13.3.

    Args:
        numerators, denominators: shape ``(n, m)``, a column a metric.
        counts: from `resample_counts`, shape ``(RESAMPLES, n)``.
    """
    below = counts @ denominators
    with np.errstate(invalid="ignore", divide="ignore"):
        ratios = (counts @ numerators) / below
    enough = (denominators != 0).sum(axis=0) > 1
    return [percentile_interval(ratios[:, m]) if enough[m] else None for m in range(len(enough))]


def auroc_interval(confidence: Floats, is_positive: NDArray[np.bool_], counts: Floats) -> Interval:
    """Percentile interval of the AUROC; None unless there are two of each class."""
    if is_positive.sum() < 2 or (~is_positive).sum() < 2:
        return None
    _, codes = np.unique(confidence, return_inverse=True)
    values = np.full(len(counts), np.nan)
    for row, drawn in enumerate(counts):
        positive = np.bincount(codes, weights=drawn * is_positive)
        negative = np.bincount(codes, weights=drawn * ~is_positive)
        pairs = positive.sum() * negative.sum()
        if pairs:
            below = np.cumsum(negative) - negative / 2  # ties count one half
            values[row] = positive @ below / pairs
    return percentile_interval(values)


def percentile_interval(values: Floats) -> Interval:
    """The middle LEVEL of resampled values; None where all are undefined (NaN).

    Source: Efron & Tibshirani 1993, section 13.3.
    """
    defined = values[~np.isnan(values)]
    if not defined.size:
        return None
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def paired_p_value(differences: Sequence[float]) -> float | None:
    """Probability of so large a mean difference if the two runs were equally good.

    The two-sided sign-flip test: under the null hypothesis each difference is as likely
    as its negative, so p = share of all sign patterns s with |Σ s_i d_i| >= |Σ d_i|.
    Exact where all differences are 0 or ±c (it is then McNemar's exact test, a binomial
    one) and where at most MOST_ENUMERATED differ; else (b + 1) / (FLIPS + 1), with b of
    FLIPS seeded patterns as extreme. No difference gives 1; undefined without a pair.
    Source: Efron & Tibshirani 1993, chapter 15; McNemar 1947; Phipson & Smyth 2010 for
    the + 1.
    """
    if not differences:
        return None
    changed = np.asarray([d for d in differences if abs(d) > TIE])
    if not changed.size:
        return 1.0
    if np.ptp(np.abs(changed)) <= TIE:
        return _binomial(int((changed > 0).sum()), len(changed))
    observed = abs(changed.sum()) - TIE
    if len(changed) <= MOST_ENUMERATED:
        patterns = (np.arange(2 ** len(changed))[:, np.newaxis] >> np.arange(len(changed))) & 1
        return float((np.abs((2 * patterns - 1) @ changed) >= observed).mean())
    signs = np.random.default_rng(SEED).choice((-1.0, 1.0), size=(FLIPS, len(changed)))
    extreme = int((np.abs(signs @ changed) >= observed).sum())
    return (extreme + 1) / (FLIPS + 1)


def _binomial(successes: int, n: int) -> float:
    """Two-sided p of so uneven a split of n fair coins."""
    fewer = min(successes, n - successes)
    as_uneven: int = 2 * sum(comb(n, i) for i in range(fewer + 1))
    return min(1.0, float(as_uneven / 2**n))


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """p-values made comparable to one level for all tests together; None stays.

    The i-th smallest of m becomes max over j <= i of min(1, (m - j + 1) p_j).
    Source: Holm 1979, "A Simple Sequentially Rejective Multiple Test Procedure".
    """
    order = sorted((p, i) for i, p in enumerate(p_values) if p is not None)
    adjusted: list[float | None] = [None] * len(p_values)
    highest = 0.0
    for rank, (p, i) in enumerate(order):
        highest = max(highest, min(1.0, (len(order) - rank) * p))
        adjusted[i] = highest
    return adjusted
