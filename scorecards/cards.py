"""A scorecard: each figure of an agent with its estimate, its difference from colleagues on like calls, its trend."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scorecards.estimate import Estimate, estimates
from scorecards.fair import Difference, against_team, trend
from store.agent_calls import FIGURES, Cell, Sums

BOUNDS: dict[str, tuple[float, float]] = {
    "empathy": (0.0, 100.0), "delivery": (0.0, 100.0), "friction": (0.0, 100.0), "met": (0.0, 1.0),
    "talk_share": (0.0, 1.0),
}  # fmt: skip
"""Where a figure lies; what is not named is not below 0."""
LEAST_MARKS = 10
"""Of a marker, before a line through its calls means anything: few marks are no normal curve."""
NO_TEAM = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of an agent. None: fewer calls than it takes."""

    name: str
    estimate: Estimate | None
    against_team: Difference | None
    trend: Difference | None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """An agent's calls from `since` until `until`. `colleagues`: others of the team with calls in it."""

    agent_id: str
    agent_name: str | None
    team: str | None
    since: datetime
    until: datetime
    calls: int
    figures: tuple[Figure, ...]
    colleagues: int


def scorecards(
    cells: Sequence[Cell],
    since: datetime,
    until: datetime,
    names: Sequence[str] | None = None,
    only: str | None = None,
) -> tuple[Scorecard, ...]:
    """Of every agent with a call, by id, or `only` of one; of the figures `names`, or all.

    Agents are compared within their team (the last one their calls name).
    """
    by_agent: dict[str, list[Cell]] = defaultdict(list)
    for cell in sorted(cells, key=lambda each: each.last):
        by_agent[cell.agent_id].append(cell)
    team_of = {agent: next((c.team for c in reversed(own) if c.team), None) for agent, own in by_agent.items()}
    by_team: dict[str, dict[str, list[Cell]]] = defaultdict(dict)
    for agent, team in team_of.items():
        by_team[team or NO_TEAM][agent] = by_agent[agent]
    asked = names or list(next((cell.figures for cell in cells), ()))
    found: list[Scorecard] = []
    for agents in by_team.values():
        shown = [agent for agent in agents if only in (None, agent)]
        figures = [_figures(name, agents, shown) for name in asked] if shown else []
        for agent in shown:
            own = agents[agent]
            name = next((c.agent_name for c in reversed(own) if c.agent_name), None)
            calls, others = sum(cell.calls for cell in own), len(agents) - 1
            row = tuple(figure[agent] for figure in figures)
            found.append(Scorecard(agent, name, team_of[agent], since, until, calls, row, others))
    return tuple(sorted(found, key=lambda card: card.agent_id))


def _figures(name: str, team: Mapping[str, Sequence[Cell]], shown: Sequence[str]) -> dict[str, Figure]:
    """One figure of the agents `shown` of a team."""
    kinds = {agent: _by_kind(name, cells) for agent, cells in team.items()}
    everybody = _by_kind(name, [cell for cells in team.values() for cell in cells])
    sums = {agent: sum(own.values(), Sums()) for agent, own in kinds.items()}
    levels = estimates(sums)
    return {
        agent: Figure(
            name=name,
            estimate=_bounded(name, levels.get(agent)),
            against_team=against_team(
                kinds[agent], {kind: everybody[kind] - own for kind, own in kinds[agent].items()}
            ),
            trend=None if name not in FIGURES and sums[agent].total < LEAST_MARKS else trend(sums[agent]),
        )
        for agent in shown
    }


def _by_kind(name: str, cells: Sequence[Cell]) -> dict[Hashable, Sums]:
    """Calls are alike that came through the same queue with a customer in the same mood."""
    kinds: dict[Hashable, Sums] = defaultdict(Sums)
    for cell in cells:
        kinds[cell.queue, cell.upset_at_start] += cell.figures[name]
    return kinds


def _bounded(name: str, found: Estimate | None) -> Estimate | None:
    """No interval beyond what there can be: the normal curve knows no end."""
    if found is None:
        return None
    least, most = BOUNDS.get(name, (0.0, float("inf")))
    value, low, high = (min(most, max(least, each)) for each in (found.value, found.low, found.high))
    return replace(found, value=value, low=low, high=high)
