"""A scorecard: each figure of an agent with its estimate, its difference from colleagues on like calls, its trend."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scorecards.estimate import Estimate, estimates
from scorecards.fair import Difference, against_team, trend
from store.agent_calls import AgentCall

BOUNDS: dict[str, tuple[float, float]] = {
    "empathy": (0.0, 100.0), "delivery": (0.0, 100.0), "friction": (0.0, 100.0), "met": (0.0, 1.0),
    "talk_share": (0.0, 1.0),
}  # fmt: skip
"""Where a figure lies; what is not named is not below 0."""
DAY_S = 86400.0
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
    """An agent's calls from `since` until `until`."""

    agent_id: str
    agent_name: str | None
    team: str | None
    since: datetime
    until: datetime
    calls: int
    figures: tuple[Figure, ...]


def scorecards(calls: Sequence[AgentCall], since: datetime, until: datetime) -> tuple[Scorecard, ...]:
    """Of every agent with a call, by id. Agents are compared within their team (the last one their calls name)."""
    by_agent: dict[str, list[AgentCall]] = defaultdict(list)
    for call in calls:
        by_agent[call.agent_id].append(call)
    team_of = {agent: next((c.team for c in reversed(own) if c.team), None) for agent, own in by_agent.items()}
    by_team: dict[str, list[str]] = defaultdict(list)
    for agent, team in team_of.items():
        by_team[team or NO_TEAM].append(agent)
    found = []
    for agents in by_team.values():
        team_calls = {agent: by_agent[agent] for agent in agents}
        for agent in agents:
            own = by_agent[agent]
            name = next((c.agent_name for c in reversed(own) if c.agent_name), None)
            figures = tuple(_figure(figure, agent, team_calls) for figure in own[0].figures)
            found.append(Scorecard(agent, name, team_of[agent], since, until, len(own), figures))
    return tuple(sorted(found, key=lambda card: card.agent_id))


def _figure(name: str, agent: str, team: dict[str, list[AgentCall]]) -> Figure:
    values = {each: [(c, v) for c in calls if (v := c.figures[name]) is not None] for each, calls in team.items()}
    own = values[agent]
    others = [pair for each, pairs in values.items() if each != agent for pair in pairs]
    return Figure(
        name=name,
        estimate=_bounded(name, estimates({a: [v for _, v in pairs] for a, pairs in values.items()}).get(agent)),
        against_team=against_team([(_kind(c), v) for c, v in own], [(_kind(c), v) for c, v in others]),
        trend=trend([c.began.timestamp() / DAY_S for c, _ in own], [v for _, v in own]),
    )


def _bounded(name: str, found: Estimate | None) -> Estimate | None:
    """No interval beyond what there can be: the normal curve knows no end."""
    if found is None:
        return None
    least, most = BOUNDS.get(name, (0.0, float("inf")))
    value, low, high = (min(most, max(least, each)) for each in (found.value, found.low, found.high))
    return replace(found, value=value, low=low, high=high)


def _kind(call: AgentCall) -> tuple[str | None, bool]:
    """Calls are alike that came through the same queue with a customer in the same mood."""
    return call.queue, call.upset_at_start
