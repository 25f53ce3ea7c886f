"""An agent beside colleagues on like calls, and an agent's own trend: differences that say whether they are any."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from scorecards.estimate import Floats, reach

DAYS = 30.0
LEAST_CALLS = 10
LEAST_DAYS = 7.0


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


def against_team(own: Sequence[tuple[Hashable, float]], team: Sequence[tuple[Hashable, float]]) -> Difference | None:
    """Mean of `own` values less that of `team`'s calls of the same kind; each value with its kind (queue, mood ...).

    Direct standardisation: kinds weigh as the agent's calls have them, those with calls on one side only are left out.
    Calls share one spread within kind and side. None where no kind has both, or no spread can be told.
    """
    mine, theirs = _by_kind(own), _by_kind(team)
    both = [kind for kind in mine if kind in theirs]
    cells = [cell for kind in both for cell in (mine[kind], theirs[kind])]
    free = sum(len(cell) - 1 for cell in cells)
    if not both or free < 1:
        return None
    spread = sum(float(((cell - cell.mean()) ** 2).sum()) for cell in cells) / free
    calls = sum(len(mine[kind]) for kind in both)
    value = variance = 0.0
    for kind in both:
        weight = len(mine[kind]) / calls
        value += weight * float(mine[kind].mean() - theirs[kind].mean())
        variance += weight**2 * spread * (1 / len(mine[kind]) + 1 / len(theirs[kind]))
    half = reach(variance, free)
    return Difference(calls, sum(len(theirs[kind]) for kind in both), value, value - half, value + half)


def trend(days: Sequence[float], values: Sequence[float]) -> Difference | None:
    """Change in 30 days by a straight line (least squares); None with under 10 calls or a week between the ends."""
    x, y = np.asarray(days, float), np.asarray(values, float)
    if len(x) < LEAST_CALLS or x.max() - x.min() < LEAST_DAYS:
        return None
    centred = x - x.mean()
    squares = float((centred**2).sum())
    slope = float((centred * y).sum()) / squares
    residuals = y - y.mean() - slope * centred
    free = len(x) - 2
    half = reach(float((residuals**2).sum()) / free / squares, free)
    return Difference(len(x), 0, DAYS * slope, DAYS * (slope - half), DAYS * (slope + half))


def _by_kind(values: Sequence[tuple[Hashable, float]]) -> dict[Hashable, Floats]:
    kinds: dict[Hashable, list[float]] = defaultdict(list)
    for kind, value in values:
        kinds[kind].append(value)
    return {kind: np.asarray(found, float) for kind, found in kinds.items()}
