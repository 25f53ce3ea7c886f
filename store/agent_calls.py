"""The figures of each call of each agent in a period, for scorecards."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, Float, case, cast, exists, func, select
from sqlalchemy.orm import aliased

from scores.markers import AGENT_MARKERS
from store.connect import reading
from store.nights import DELIVERY, EMPATHY, FIGURES, FRICTION, is_of
from store.tables import AnalysisRow, EvidenceRow, MeasuresRow, RecordingRow

COLD = ("policy_shield", "refusal", "blame", "dismissal", "scripted")
WARM = tuple(marker for marker in AGENT_MARKERS if marker not in (*COLD, "transfer"))
TAKEN = ("empathy", "delivery", "met", "friction", "hold_s")
START_SHARE = 3.0
"""The customer's mood at the start is that of the first third of the call."""


@dataclass(frozen=True, slots=True)
class AgentCall:
    """A call of an agent. `figures` by name, None: not measurable. `upset_at_start`: distress in the first third."""

    agent_id: str
    agent_name: str | None
    team: str | None
    queue: str | None
    call_id: str
    began: datetime
    upset_at_start: bool
    figures: dict[str, float | None]


def agent_calls(engine: Engine, since: datetime, until: datetime) -> tuple[AgentCall, ...]:
    """Of all agents with an id, by each call's latest analysis, oldest first. Raises TryAgain or SetupBroken.

    `since` and `until` are aware; a call that tells no time counts when it was analysed.
    """
    began = func.coalesce(RecordingRow.started_at, AnalysisRow.analysed_at)
    talk = MeasuresRow.agent_talk_s + MeasuresRow.customer_talk_s
    figures = {
        **{name: FIGURES[name] for name in TAKEN},
        "talk_share": case((talk > 0, MeasuresRow.agent_talk_s / talk)),
        "latency_s": cast(MeasuresRow.response_latency_s, Float),
        "warm_marks": _marks(WARM),
        "cold_marks": _marks(COLD),
    }
    upset = exists().where(
        EvidenceRow.analysis_id == AnalysisRow.id,
        EvidenceRow.marker == "distress",
        EvidenceRow.start_s < RecordingRow.duration_s / START_SHARE,
    )
    later = aliased(AnalysisRow)
    query = (
        select(
            RecordingRow.agent_id,
            RecordingRow.agent_name,
            RecordingRow.team,
            RecordingRow.queue,
            RecordingRow.call_id,
            began.label("began"),
            case((upset, 1), else_=0),
            *(figure.label(name) for name, figure in figures.items()),
        )
        .select_from(AnalysisRow)
        .join(RecordingRow, RecordingRow.id == AnalysisRow.recording_id)
        .join(MeasuresRow, MeasuresRow.analysis_id == AnalysisRow.id)
        .outerjoin(EMPATHY, is_of(EMPATHY, "empathy"))
        .outerjoin(DELIVERY, is_of(DELIVERY, "delivery"))
        .outerjoin(FRICTION, is_of(FRICTION, "friction"))
        .where(RecordingRow.agent_id.is_not(None), began >= since, began < until)
        .where(~exists().where(later.recording_id == AnalysisRow.recording_id, later.id > AnalysisRow.id))
        .order_by(began, RecordingRow.call_id)
    )
    with reading(engine) as session:
        return tuple(
            AgentCall(agent, name, team, queue, call_id, at, bool(upset), dict(zip(figures, values, strict=True)))
            for agent, name, team, queue, call_id, at, upset, *values in session.execute(query)
        )


def _marks(names: tuple[str, ...]) -> ColumnElement[float]:
    found = select(func.count()).where(EvidenceRow.analysis_id == AnalysisRow.id, EvidenceRow.marker.in_(names))
    return cast(found.correlate(AnalysisRow).scalar_subquery(), Float)
