"""An agent's level of a figure, shrunk towards the team's as far as few calls ask for. Arithmetic only."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from store.agent_calls import Sums

Floats = NDArray[np.float64]
SURE = 0.95
"""What an interval holds."""
ENOUGH = 2
"""Calls of which an agent's spread can be told at all."""
TO_SHRINK = 4
"""Agents of which the spread between agents can be told well enough to shrink by (Morris 1983 needs k > 3)."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """`value` lies between the agent's own `mean` of `calls` calls and the team's; `low` to `high` holds 95 %."""

    calls: int
    mean: float
    value: float
    low: float
    high: float


def estimates(values: Mapping[str, Sums]) -> dict[str, Estimate]:
    """By agent, of those with a call, from the figure's sums over each agent's calls.

    Empirical Bayes for normal means with unequal variances (Morris 1983, Parametric empirical Bayes inference, JASA
    78:47-55): calls share one spread, agents' levels are drawn around the team's. With fewer than four agents there is
    no shrinking; where no agent has two calls nothing can be told, and nobody is estimated.
    """
    known = {agent: v for agent, v in values.items() if v.calls}
    counts = np.array([v.calls for v in known.values()], float)
    if not len(counts) or counts.max() < ENOUGH:
        return {}
    means = np.array([v.mean for v in known.values()])
    free = int(counts.sum()) - len(counts)
    within = sum(v.scatter for v in known.values()) / free
    errors = within / counts
    k = len(means)
    if k < TO_SHRINK:
        return _as_estimates(known, means, errors, free)
    between = _between(means, counts, within)
    weights = 1.0 / np.maximum(errors + between, 1e-12)
    team = float((weights * means).sum() / weights.sum())
    pull = (k - 3) / (k - 1) * errors / np.maximum(errors + between, 1e-12)
    variance = errors * (1 - pull) + pull**2 / weights.sum() + 2 / (k - 3) * pull**2 * (means - team) ** 2
    return _as_estimates(known, (1 - pull) * means + pull * team, variance, free)


def _between(means: Floats, counts: Floats, within: float) -> float:
    """Variance of agents' true levels, by the method of moments of a one-way layout; 0 where chance explains all."""
    total, k = counts.sum(), len(means)
    grand = float((counts * means).sum() / total)
    mean_square = float((counts * (means - grand) ** 2).sum() / (k - 1))
    typical = (total - (counts**2).sum() / total) / (k - 1)
    return max(0.0, (mean_square - within) / float(typical))


def reach(variance: float, free: int) -> float:
    """Half of an interval: standard errors by Student's t, as the spread was told from `free` degrees of freedom."""
    return float(stdtrit(free, (1 + SURE) / 2)) * sqrt(max(0.0, variance))


def _as_estimates(known: Mapping[str, Sums], values: Floats, variances: Floats, free: int) -> dict[str, Estimate]:
    found = {}
    for (agent, calls), value, variance in zip(known.items(), values.tolist(), variances.tolist(), strict=True):
        half = reach(variance, free)
        found[agent] = Estimate(calls.calls, calls.mean, value, value - half, value + half)
    return found
