"""What agents said in their calls, agent by agent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import aliased

from store.connect import reading
from store.tables import AnalysisRow, RecordingRow, TurnRow


@dataclass(frozen=True, slots=True)
class AgentTurn:
    """A turn of the call's agent. Seconds."""

    call_id: str
    start: float
    end: float
    text: str


def agents_since(engine: Engine, since: datetime) -> tuple[str, ...]:
    """Ids of agents with calls since (aware: when the call began, or was analysed where nothing tells)."""
    began = func.coalesce(RecordingRow.started_at, AnalysisRow.analysed_at)
    query = (
        select(RecordingRow.agent_id)
        .join(AnalysisRow.recording)
        .where(RecordingRow.agent_id.is_not(None), began >= since)
        .distinct()
        .order_by(RecordingRow.agent_id)
    )
    with reading(engine) as session:
        return tuple(agent for agent in session.scalars(query) if agent is not None)


def turns_of(engine: Engine, agent_id: str, since: datetime, newest: int) -> Iterator[AgentTurn]:
    """The agent's turns in the `newest` calls since, by each call's latest analysis.

    Calls in which more than one agent speaks are left out: nothing says which of them has the id.
    """
    began = func.coalesce(RecordingRow.started_at, AnalysisRow.analysed_at)
    any_analysis = aliased(AnalysisRow)
    latest = select(func.max(any_analysis.id)).where(any_analysis.recording_id == RecordingRow.id)
    agents = select(func.count(TurnRow.speaker.distinct())).where(
        TurnRow.analysis_id == AnalysisRow.id, TurnRow.role == "agent"
    )
    calls = (
        select(AnalysisRow.id, RecordingRow.call_id)
        .join(AnalysisRow.recording)
        .where(
            RecordingRow.agent_id == agent_id,
            began >= since,
            AnalysisRow.id == latest.correlate(RecordingRow).scalar_subquery(),
            agents.correlate(AnalysisRow).scalar_subquery() == 1,
        )
        .order_by(began.desc(), AnalysisRow.id.desc())
        .limit(newest)
        .subquery()
    )
    query = (
        select(calls.c.call_id, TurnRow.start_s, TurnRow.end_s, TurnRow.text)
        .join(TurnRow, TurnRow.analysis_id == calls.c.id)
        .where(TurnRow.role == "agent")
        .order_by(calls.c.call_id, TurnRow.position)
    )
    with reading(engine) as session:
        for row in session.execute(query):
            yield AgentTurn(*row)
