"""One call as the desk opens it: who it was, where its report lies, what of it is gone."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import ColumnElement, Engine, select

from calls.location import object_path
from store.connect import reading
from store.desk_tables import SummaryRow
from store.retention import NOTES, What
from store.tables import AnalysisRow


@dataclass(frozen=True, slots=True)
class KeptCall:
    """A call by its latest analysis; `gone` are the parts that retention deleted."""

    recording_id: int
    call_id: str
    agent_id: str | None
    team: str | None
    analysed_at: datetime
    folder: Path
    gone: frozenset[What]


def kept_call(engine: Engine, call_id: str, seen: ColumnElement[bool]) -> KeptCall | None:
    """The call of that id among those `seen` (web.access.visible); None where it is not. TryAgain or SetupBroken."""
    query = (
        select(SummaryRow, AnalysisRow)
        .join(AnalysisRow, AnalysisRow.id == SummaryRow.analysis_id)
        .where(SummaryRow.call_id == call_id, seen)
    )
    with reading(engine) as session:
        found = session.execute(query).one_or_none()
        if found is None:
            return None
        summary, analysis = found
        return KeptCall(
            recording_id=summary.recording_id,
            call_id=summary.call_id,
            agent_id=summary.agent_id,
            team=summary.team,
            analysed_at=analysis.analysed_at,
            folder=object_path(Path(analysis.report_folder)) or Path(analysis.report_folder),
            gone=frozenset(what for what, note in NOTES.items() if note in analysis.notes),
        )
