"""What calls of a stretch of time had on average, for a night to be compared with."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, select

from store.connect import reading
from store.tables import AnalysisRow, MeasuresRow


@dataclass(frozen=True, slots=True)
class Averages:
    """Of `calls` calls. Seconds a call; None where there was no call."""

    calls: int
    hold_s: float | None
    ivr_s: float | None


def averages(engine: Engine, since: datetime, until: datetime) -> Averages:
    """Over each recording's latest analysis made in [since, until). Raises TryAgain or SetupBroken."""
    latest = (
        select(func.max(AnalysisRow.id).label("id"))
        .where(AnalysisRow.analysed_at >= since, AnalysisRow.analysed_at < until)
        .group_by(AnalysisRow.recording_id)
        .subquery()
    )
    figures = select(func.count(), func.avg(MeasuresRow.hold_total_s), func.avg(MeasuresRow.ivr_total_s)).join_from(
        MeasuresRow, latest, MeasuresRow.analysis_id == latest.c.id
    )
    with reading(engine) as session:
        calls, hold_s, ivr_s = session.execute(figures).one()
    return Averages(calls, hold_s, ivr_s)
