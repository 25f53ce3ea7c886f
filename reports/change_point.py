"""Where a row of nightly averages changed its level, and whether by more than chance.

The split that explains most of the weighted variance, its chance by permutation: how often the same nights in random
order split as well somewhere. (A permutation test of a single change in the mean, as in Antoch & Huskova 2001, applied
again to what follows a change, as in binary segmentation, Scott & Knott 1974.) It needs no distribution, takes the
search over all splits into account, and two lone bad nights are no change of level. What went up and came down again
within the row may stay unseen: the question is what changed and stayed so.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
CHI_SQUARE_95 = 3.84
"""Twice the log-likelihood by which the date may be worse than the best one (95 %, one degree of freedom)."""


@dataclass(frozen=True, slots=True)
class ChangeTest:
    """`chance`: of a row without change, the share that may be called changed; nights needed on either side."""

    chance: float
    min_nights: int
    permutations: int


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """From index `at` on the values have another level; the change may also lie anywhere in `earliest` to `latest`.

    `before` is the level since `since`, the index of the change before this one or 0; `low` and `high` are the 95 %
    interval of `after - before`.
    """

    at: int
    earliest: int
    latest: int
    since: int
    before: float
    after: float
    low: float
    high: float


def last_change(values: Floats, weights: Floats, test: ChangeTest) -> ChangePoint | None:
    """The last change of level in `values` (n,), each as trustworthy as its weight (n,), > 0; None where there is none.

    The same values give the same answer: the permutations are drawn from a fixed seed.
    """
    since, found = 0, None
    while (split := _split(values[since:], weights[since:], test)) is not None:
        found = _described(values[since:], weights[since:], split, test.min_nights, since)
        since += split
    return found


def _split(values: Floats, weights: Floats, test: ChangeTest) -> int | None:
    count = len(values)
    if count < 2 * test.min_nights or np.ptp(values) == 0:
        return None
    explained = _explained(values[None], weights[None])[0]
    inside = slice(test.min_nights - 1, count - test.min_nights)
    best = float(explained[inside].max())
    order = np.random.default_rng(count).permuted(np.tile(np.arange(count), (test.permutations, 1)), axis=1)
    as_good = _explained(values[order], weights[order])[:, inside].max(axis=1) >= best * (1 - 1e-9)
    chance = (1 + int(as_good.sum())) / (1 + test.permutations)
    return int(explained[inside].argmax()) + test.min_nights if chance <= test.chance else None


def _explained(values: Floats, weights: Floats) -> Floats:
    """(rows, n) to (rows, n - 1): the weighted sum of squares between the first i + 1 and the rest."""
    whole = weights.sum(axis=1, keepdims=True)
    mean = (weights * values).sum(axis=1, keepdims=True) / whole
    first = weights.cumsum(axis=1)[:, :-1]
    off = (weights * (values - mean)).cumsum(axis=1)[:, :-1]
    found: Floats = off**2 * whole / (first * (whole - first))
    return found


def _described(values: Floats, weights: Floats, split: int, min_nights: int, since: int) -> ChangePoint:
    count = len(values)
    left = (
        float((weights * (values - np.average(values, weights=weights)) ** 2).sum())
        - _explained(values[None], weights[None])[0]
    )
    left = np.maximum(left, 0.0)
    inside = np.arange(min_nights, count - min_nights + 1)
    least = max(float(left[split - 1]), np.finfo(float).tiny)
    likely = inside[count * np.log(np.maximum(left[inside - 1], least) / least) <= CHI_SQUARE_95]
    before = float(np.average(values[:split], weights=weights[:split]))
    after = float(np.average(values[split:], weights=weights[split:]))
    error = np.sqrt(least / (count - 2) * (1 / weights[:split].sum() + 1 / weights[split:].sum()))
    reach = float(stats.t.ppf(0.975, count - 2) * error)
    return ChangePoint(
        at=since + split,
        earliest=since + int(likely.min()),
        latest=since + int(likely.max()),
        since=since,
        before=before,
        after=after,
        low=after - before - reach,
        high=after - before + reach,
    )
