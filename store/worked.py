"""What the analyses of a time cost: seconds by stage beside the seconds of the call."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select

from store.connect import reading
from store.tables import AnalysisRow, RecordingRow

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Worked:
    """One analysis: the call's seconds, the wall-clock seconds of each stage, on which device. Times are aware."""

    duration_s: float
    stage_s: dict[str, float]
    device: str
    report_folder: str
    started_at: datetime | None
    analysed_at: datetime


def worked_since(engine: Engine, since: datetime | None = None, newest: int | None = None) -> Iterator[Worked]:
    """Analyses since `since` (aware; None: ever), newest first, at most `newest`. Raises TryAgain or SetupBroken."""
    query = (
        select(
            RecordingRow.duration_s,
            AnalysisRow.stage_seconds,
            AnalysisRow.device,
            AnalysisRow.report_folder,
            RecordingRow.started_at,
            AnalysisRow.analysed_at,
        )
        .join(AnalysisRow.recording)
        .order_by(AnalysisRow.analysed_at.desc(), AnalysisRow.id)
        .limit(newest)
    )
    if since is not None:
        query = query.where(AnalysisRow.analysed_at >= since)
    with reading(engine) as session:
        for row in session.execute(query.execution_options(yield_per=AT_ONCE)):
            yield Worked(*row)
