"""The calls of a night with what may make one worth a reviewer's time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, func, select

from store.connect import reading
from store.nights import DELIVERY, EMPATHY, FIGURES, is_of
from store.tables import AnalysisRow, EvidenceRow, MeasuresRow, RecordingRow


@dataclass(frozen=True, slots=True)
class NightCall:
    """A call in short. Seconds; scores 0 to 100 with their intervals, None where not measurable.

    `distress` and `manager` count the marks found surely (the `confidence` asked for): distress, and asking for a
    manager; `met` is the share of the moments calling for empathy that was met.
    """

    call_id: str
    queue: str | None
    duration_s: float
    hold_longest_s: float
    empathy: float | None
    empathy_low: float | None
    empathy_high: float | None
    delivery: float | None
    met: float | None
    distress: int
    manager: int


def night_calls(engine: Engine, began: datetime, confidence: float) -> tuple[NightCall, ...]:
    """All that were analysed since `began` (aware), by call id. Raises TryAgain or SetupBroken."""
    query = (
        select(
            RecordingRow.call_id,
            RecordingRow.queue,
            RecordingRow.duration_s,
            MeasuresRow.hold_longest_s,
            EMPATHY.value,
            EMPATHY.low,
            EMPATHY.high,
            DELIVERY.value,
            FIGURES["met"],
            *(_count(marker, confidence) for marker in ("distress", "escalation_request")),
        )
        .select_from(AnalysisRow)
        .join(RecordingRow, RecordingRow.id == AnalysisRow.recording_id)
        .join(MeasuresRow, MeasuresRow.analysis_id == AnalysisRow.id)
        .outerjoin(EMPATHY, is_of(EMPATHY, "empathy"))
        .outerjoin(DELIVERY, is_of(DELIVERY, "delivery"))
        .where(AnalysisRow.analysed_at >= began)
        .order_by(RecordingRow.call_id)
    )
    with reading(engine) as session:
        return tuple(NightCall(*row) for row in session.execute(query))


def _count(marker: str, confidence: float) -> ColumnElement[int]:
    found = select(func.count()).where(
        EvidenceRow.analysis_id == AnalysisRow.id, EvidenceRow.marker == marker, EvidenceRow.confidence >= confidence
    )
    return found.correlate(AnalysisRow).scalar_subquery()
