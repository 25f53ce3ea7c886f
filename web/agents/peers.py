"""What an agent may learn from colleagues who agreed to share."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, false

from store.accounts import Person, sharing_agents
from store.agents import KnownAgent, known_agent
from store.desk_tables import MomentRow, SummaryRow
from store.moments import MET, Moment, Period, is_own, peer_moments
from web.access import visible
from web.desk import Desk


def peers_for(desk: Desk, agent: KnownAgent, kind: str, until: datetime) -> tuple[Moment, ...]:
    """The best-handled moments of a kind of the agent's sharing team."""
    sharing = sharing_agents(desk.engine) - {agent.agent_id}
    if not sharing or not agent.team:
        return ()
    settings = desk.settings.moments
    lately = Period(until - timedelta(days=settings.peer_days), until)
    return peer_moments(desk.engine, sharing, agent.team, kind, lately, settings.peers)


def shared_with(desk: Desk, person: Person) -> ColumnElement[bool]:
    """Moments that a person may hear without seeing the call: well-handled ones of sharing colleagues of the team.

    A moment that went badly is nobody's to hear but the owner's and the supervisor's.
    """
    if person.role != "agent" or not person.agent_id:
        return false()
    own = known_agent(desk.engine, person.agent_id, visible(person))
    if own is None or own.team is None:
        return false()
    sharing = SummaryRow.agent_id.in_(sorted(sharing_agents(desk.engine)))
    return and_(sharing, SummaryRow.team == own.team, MomentRow.answer.in_(MET), is_own())
