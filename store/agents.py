"""Agents as their calls name them."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Engine, select

from store.connect import reading
from store.desk_tables import SummaryRow


@dataclass(frozen=True, slots=True)
class KnownAgent:
    """By the latest call."""

    agent_id: str
    name: str | None
    team: str | None


def known_agent(engine: Engine, agent: str, seen: ColumnElement[bool]) -> KnownAgent | None:
    """The agent, where there is a call among those `seen`. Raises TryAgain or SetupBroken."""
    query = (
        select(SummaryRow.agent_id, SummaryRow.agent_name, SummaryRow.team)
        .where(seen, SummaryRow.agent_id == agent)
        .order_by(SummaryRow.began.desc(), SummaryRow.recording_id.desc())
        .limit(1)
    )
    with reading(engine) as session:
        row = session.execute(query).one_or_none()
        return KnownAgent(*row) if row else None


def teams_known(engine: Engine) -> tuple[str, ...]:
    """All that calls name, by name."""
    with reading(engine) as session:
        found = session.scalars(select(SummaryRow.team).where(SummaryRow.team.is_not(None)).distinct())
        return tuple(sorted(team for team in found if team))
