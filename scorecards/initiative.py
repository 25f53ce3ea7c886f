"""What changed for some agents since a day, against agents without it: difference in differences on like calls.

Each agent's calls are collapsed to one change, after less before, and the two groups' changes are compared: calls of an
agent hang together, and standard errors that count them one by one are far too small (Bertrand, Duflo and Mullainathan
2004, How much should we trust differences-in-differences estimates?, Quarterly Journal of Economics 119:249-275, who
collapse so; Donald and Lang 2007, Review of Economics and Statistics 89:221-233, for few groups).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.stats import t

from scorecards.estimate import SURE, Floats
from scorecards.fair import Difference

OWN_SPREAD = 5
"""So many agents tell their own spread (Welch 1947); fewer borrow that of the agents without it as well (Student)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Calls of an agent of one kind (queue, mood ...) before or after the day: their number and a figure's sum."""

    agent_id: str
    kind: Hashable
    after: bool
    calls: int
    total: float


@dataclass(frozen=True, slots=True)
class Level:
    """A group's figure, each agent counted alike, on like calls only."""

    agents: int
    calls_before: int
    calls_after: int
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Change:
    """`effect`: how much more the figure changed for `those` than for `others`. `apart`: how far they were before.

    `left_out`: calls of `those` without a like one of others in both windows, or of agents with too few.
    """

    effect: Difference
    apart: Difference
    those: Level
    others: Level
    left_out: int


@dataclass(frozen=True, slots=True)
class _Agent:
    """Calls and mean of a figure before and after; `_over` is the mean above the others' like calls."""

    calls_before: int
    calls_after: int
    before: float
    after: float
    before_over: float
    after_over: float


def change_since(cells: Sequence[Cell], agents: Collection[str], least_calls: int) -> Change | None:
    """The change of `agents`, each with `least_calls` like calls before and after at least.

    A call is told by how far it lies above the mean of the others' calls of its kind in its window, so that a queue
    that got harder for all, or more upset callers, are nobody's doing. Every agent counts alike. None with no such
    agent or fewer than two others.
    """
    expected = _expected([cell for cell in cells if cell.agent_id not in agents])
    alike = [cell for cell in cells if (cell.kind, cell.after) in expected]
    found = {name: a for name, own in _by_agent(alike).items() if (a := _agent(own, expected, least_calls))}
    those = [found[name] for name in sorted(found) if name in agents]
    others = [found[name] for name in sorted(found) if name not in agents]
    if not those or len(others) < 2:
        return None
    calls = sum(a.calls_before + a.calls_after for a in those)
    return Change(
        effect=_apart(those, others, lambda a: a.after_over - a.before_over),
        apart=_apart(those, others, lambda a: a.before_over),
        those=_level(those),
        others=_level(others),
        left_out=sum(cell.calls for cell in cells if cell.agent_id in agents) - calls,
    )


def _expected(others: Sequence[Cell]) -> dict[tuple[Hashable, bool], float]:
    """Mean of the calls of a kind in a window, of kinds that two agents or more took in both windows."""
    groups: dict[tuple[Hashable, bool], list[Cell]] = defaultdict(list)
    for cell in others:
        groups[cell.kind, cell.after].append(cell)
    wide = {key for key, group in groups.items() if len({cell.agent_id for cell in group if cell.calls}) >= 2}
    return {
        (kind, after): sum(c.total for c in group) / sum(c.calls for c in group)
        for (kind, after), group in groups.items()
        if {(kind, False), (kind, True)} <= wide
    }


def _by_agent(cells: Sequence[Cell]) -> dict[str, list[Cell]]:
    agents: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.calls:
            agents[cell.agent_id].append(cell)
    return agents


def _agent(cells: Sequence[Cell], expected: dict[tuple[Hashable, bool], float], least_calls: int) -> _Agent | None:
    windows = [[cell for cell in cells if cell.after is after] for after in (False, True)]
    calls = [sum(cell.calls for cell in window) for window in windows]
    if min(calls) < max(1, least_calls):
        return None
    means = [sum(c.total for c in window) / n for window, n in zip(windows, calls, strict=True)]
    like = [
        sum(c.calls * expected[c.kind, c.after] for c in window) / n for window, n in zip(windows, calls, strict=True)
    ]
    return _Agent(calls[0], calls[1], means[0], means[1], means[0] - like[0], means[1] - like[1])


def _apart(those: Sequence[_Agent], others: Sequence[_Agent], of: Callable[[_Agent], float]) -> Difference:
    """Difference of means of agents with its interval; Difference counts calls, as everywhere on a scorecard."""
    own, rest = np.array([of(a) for a in those]), np.array([of(a) for a in others])
    value = float(own.mean() - rest.mean())
    half = _half(own, rest)
    return Difference(_calls(those), _calls(others), value, value - half, value + half)


def _half(own: Floats, rest: Floats) -> float:
    """Half of the interval of a difference of two means: Welch's, or Student's where there are few of `own`."""
    n, m = len(own), len(rest)
    if n >= OWN_SPREAD and m >= OWN_SPREAD:
        one, two = float(own.var(ddof=1)) / n, float(rest.var(ddof=1)) / m
        free = (one + two) ** 2 / (one**2 / (n - 1) + two**2 / (m - 1)) if one + two > 0 else n + m - 2
        variance = one + two
    else:
        free = n + m - 2
        squares = float(((own - own.mean()) ** 2).sum() + ((rest - rest.mean()) ** 2).sum())
        variance = squares / free * (1 / n + 1 / m)
    return float(t.ppf((1 + SURE) / 2, free)) * sqrt(variance)


def _level(agents: Sequence[_Agent]) -> Level:
    n = len(agents)
    return Level(
        agents=n,
        calls_before=sum(a.calls_before for a in agents),
        calls_after=sum(a.calls_after for a in agents),
        before=sum(a.before for a in agents) / n,
        after=sum(a.after for a in agents) / n,
    )


def _calls(agents: Sequence[_Agent]) -> int:
    return sum(a.calls_before + a.calls_after for a in agents)
