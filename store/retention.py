"""What the store knows of a call when its time is over. Each function is one transaction; TryAgain or SetupBroken.

What is deleted of a call is noted on its analyses, so that a recording which is still there is not analysed again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from sqlalchemy import Engine, ScalarSelect, delete, func, select
from sqlalchemy.orm import selectinload

from calls.location import object_path
from store.connect import reading, writing
from store.people_tables import DraftRow
from store.review_tables import CommentRow, CorrectionRow, ReviewRow, VerdictRow
from store.tables import AnalysisRow, FailureRow, RecordingRow

What = Literal["recording", "sound", "report", "rows"]
NOTES: dict[What, str] = {
    "recording": "The recording was deleted by retention.",
    "sound": "The sound was deleted by retention.",
    "report": "The report was deleted by retention.",
}
PAGE = 500
"""Calls read at once."""


@dataclass(frozen=True, slots=True)
class DatedCall:
    """A call, when it was (began, or was analysed where nothing tells), where its parts are, and what is gone."""

    row: int
    call_id: str
    sha256: str
    when: datetime
    recording: Path
    folders: frozenset[Path]
    gone: frozenset[What]


def calls_before(engine: Engine, before: datetime) -> Iterator[DatedCall]:
    """All calls from before then that the store knows more of than a hash, oldest row first."""
    last = 0
    while True:
        with reading(engine) as session:
            rows = session.scalars(
                select(RecordingRow)
                .where(RecordingRow.id > last, RecordingRow.analyses.any())
                .where(func.coalesce(RecordingRow.started_at, _analysed_at()) < before)
                .order_by(RecordingRow.id)
                .limit(PAGE)
                .options(selectinload(RecordingRow.analyses))
            ).all()
            found = [_dated(row) for row in rows]
        if not found:
            return
        yield from found
        last = found[-1].row


def call_now(engine: Engine, call: DatedCall) -> DatedCall | None:
    """The same call as it is by now; None where its rows are gone."""
    with reading(engine) as session:
        row = session.get(RecordingRow, call.row)
        return _dated(row) if row and row.analyses else None


def note_gone(engine: Engine, call: DatedCall, what: What) -> None:
    """Keep that this part of the call was deleted."""
    with writing(engine) as session:
        for analysis in session.scalars(select(AnalysisRow).where(AnalysisRow.recording_id == call.row)):
            analysis.notes = [*analysis.notes, NOTES[what]]


def forget(engine: Engine, call: DatedCall) -> None:
    """Delete all rows of the call; of its recording the hash stays, which says nothing and tells it again."""
    with writing(engine) as session:
        session.execute(delete(AnalysisRow).where(AnalysisRow.recording_id == call.row))
        session.execute(delete(FailureRow).where(FailureRow.sha256 == call.sha256))
        for said in (ReviewRow, VerdictRow, CorrectionRow, CommentRow):
            session.execute(delete(said).where(said.recording_id == call.row))
        session.execute(delete(DraftRow).where(DraftRow.place.startswith(f"call:{call.row}:")))
        row = session.get_one(RecordingRow, call.row)
        row.call_id, row.path = call.sha256, ""
        row.given_call_id = row.agent_id = row.agent_name = row.team = row.queue = None
        row.started_at = row.agent_channel = row.customer_name = row.language = None
        row.duration_s, row.channels = 0.0, 0


def forget_failures(engine: Engine, before: datetime) -> None:
    """Delete what is kept of recordings that failed before then: their paths may name people."""
    with writing(engine) as session:
        session.execute(delete(FailureRow).where(FailureRow.failed_at < before))


def is_retired(engine: Engine, sha256: str) -> bool:
    """Whether the report on these bytes, or all that was known of them, was deleted when its time was over."""
    with reading(engine) as session:
        row = session.scalar(select(RecordingRow).where(RecordingRow.sha256 == sha256))
        if row is None:
            return False
        return not row.analyses or NOTES["report"] in _latest(row).notes


def _analysed_at() -> ScalarSelect[datetime]:
    latest = select(func.max(AnalysisRow.analysed_at)).where(AnalysisRow.recording_id == RecordingRow.id)
    return latest.correlate(RecordingRow).scalar_subquery()


def _latest(row: RecordingRow) -> AnalysisRow:
    return max(row.analyses, key=lambda analysis: analysis.id)


def _dated(row: RecordingRow) -> DatedCall:
    notes = _latest(row).notes
    return DatedCall(
        row=row.id,
        call_id=row.call_id,
        sha256=row.sha256,
        when=row.started_at or max(analysis.analysed_at for analysis in row.analyses),
        recording=_located(row.path),
        folders=frozenset(_located(analysis.report_folder) for analysis in row.analyses),
        gone=frozenset(what for what, note in NOTES.items() if note in notes),
    )


def _located(text: str) -> Path:
    return object_path(Path(text)) or Path(text)
