"""An agent beside colleagues on like calls, and an agent's own trend: differences that say whether they are any."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from math import sqrt

from scorecards.estimate import reach
from store.agent_calls import Sums

DAYS = 30.0
LEAST_CALLS = 10
LEAST_DAYS = 21.0
"""Told as a change in 30 days, a line through a week would say what cannot be: a hold of 42 s that falls by 99."""


@dataclass(frozen=True, slots=True)
class Difference:
    """`value` with an interval of 95 %, resting on `calls` of the agent and `others` of colleagues."""

    calls: int
    others: int
    value: float
    low: float
    high: float

    @property
    def is_shown(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0


def against_team(own: Mapping[Hashable, Sums], team: Mapping[Hashable, Sums]) -> Difference | None:
    """Mean of the `own` calls less that of the `team`'s calls of the same kind; both by kind (queue, mood ...).

    Direct standardisation: kinds weigh as the agent's calls have them, those with calls on one side only are left out.
    Calls share one spread within kind and side. None where no kind has both, or no spread can be told.
    """
    both = [(mine, theirs) for kind, mine in own.items() if mine.calls and (theirs := team.get(kind)) and theirs.calls]
    free = sum(mine.calls + theirs.calls - 2 for mine, theirs in both)
    if not both or free < 1:
        return None
    spread = sum(mine.scatter + theirs.scatter for mine, theirs in both) / free
    calls = sum(mine.calls for mine, _ in both)
    value = variance = 0.0
    for mine, theirs in both:
        weight = mine.calls / calls
        value += weight * (mine.mean - theirs.mean)
        variance += weight**2 * spread * (1 / mine.calls + 1 / theirs.calls)
    half = reach(variance, free)
    return Difference(calls, sum(theirs.calls for _, theirs in both), value, value - half, value + half)


def trend(of: Sums) -> Difference | None:
    """Change in 30 days by a straight line (least squares).

    None with under 10 calls, or where the calls lie closer together than an even spread over three weeks.
    """
    if of.calls < LEAST_CALLS:
        return None
    apart = of.days_squared - of.days**2 / of.calls
    if sqrt(max(0.0, apart) / of.calls) < LEAST_DAYS / sqrt(12):
        return None
    together = of.products - of.days * of.mean
    slope = together / apart
    free = of.calls - 2
    half = reach(max(0.0, of.scatter - slope * together) / free / apart, free)
    return Difference(of.calls, 0, DAYS * slope, DAYS * (slope - half), DAYS * (slope + half))
