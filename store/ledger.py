"""What is analysed, what failed, and what of it is still to be done. Each function is one transaction.

All raise TryAgain when the database is away for now, SetupBroken when it needs a person.
"""

import dataclasses
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, delete, or_, select
from sqlalchemy.orm import Session

from calls.errors import TryAgain, WarmlineError
from calls.recording import Recording
from calls.report import CallReport
from configs.settings import Settings
from intake.identity import suffixed
from store.connect import reading, writing
from store.rows import StoredCall, analysis_row, describe, metadata_of, stored_call, text_of
from store.summaries import keep_prompts, summarise
from store.tables import AnalysisRow, FailureRow, RecordingRow


@dataclass(frozen=True, slots=True)
class StoredFailure:
    """A path that could not be analysed, `attempts` times so far; `may_pass` says that it may be by itself."""

    path: Path
    stage: str | None
    reason: str
    recipe: str
    attempts: int
    failed_at: datetime
    may_pass: bool = False


def find_done(engine: Engine, recording: Recording, recipe: str) -> StoredCall | None:
    """The call, if this recording, with what is known of it, was analysed by this recipe; metadata may have changed."""
    with reading(engine) as session:
        analysis = session.scalar(
            select(AnalysisRow)
            .join(AnalysisRow.recording)
            .where(RecordingRow.sha256 == recording.sha256, AnalysisRow.recipe == recipe)
        )
        if analysis is None or metadata_of(analysis.recording) != recording.metadata:
            return None
        return stored_call(analysis.recording, analysis)


def with_own_id(engine: Engine, recording: Recording) -> Recording:
    """The recording under the id it was stored by, or under one that no other call in the store has.

    A file replaced by other bytes under the same path is the same call recorded anew: it keeps the id.
    """
    with reading(engine) as session:
        rows = session.scalars(
            select(RecordingRow).where(
                or_(RecordingRow.sha256 == recording.sha256, RecordingRow.call_id == recording.call_id)
            )
        ).all()
    path = text_of(recording.path)
    for row in rows:
        if row.sha256 == recording.sha256 and row.call_id in (recording.call_id, suffixed(recording).call_id):
            return dataclasses.replace(recording, call_id=row.call_id)
    if any(row.sha256 != recording.sha256 and row.path != path for row in rows):
        return suffixed(recording)
    return recording


def save_report(engine: Engine, report: CallReport, folder: Path, settings: Settings | None = None) -> None:
    """Keep a report whole. It replaces this recording's earlier analysis by the same recipe, and ends its failures.

    `settings` weigh the call for the reviewers' queue; the defaults unless given.
    """
    recording = report.recording
    with writing(engine) as session:
        _forget_replaced(session, recording)
        row = session.scalar(select(RecordingRow).where(RecordingRow.sha256 == recording.sha256))
        if row is None:
            row = RecordingRow(sha256=recording.sha256)
            session.add(row)
        describe(row, recording)
        row.duration_s = report.duration_s
        row.channels = report.channels
        session.flush()
        session.execute(
            delete(AnalysisRow).where(
                AnalysisRow.recording_id == row.id, AnalysisRow.recipe == report.provenance.recipe
            )
        )
        analysis = analysis_row(report, folder)
        analysis.recording_id = row.id
        session.add(analysis)
        session.flush()
        keep_prompts(session, analysis, report)
        summarise(session, row, analysis, settings)
        path = text_of(recording.path)
        session.execute(delete(FailureRow).where(or_(FailureRow.path == path, FailureRow.sha256 == recording.sha256)))


def save_failure(engine: Engine, failure: StoredFailure, sha256: str | None = None) -> None:
    """Keep why a path could not be analysed; a failure of it by the same recipe counts as one more attempt."""
    path = text_of(failure.path)
    with writing(engine) as session:
        row = session.scalar(select(FailureRow).where(FailureRow.path == path, FailureRow.recipe == failure.recipe))
        if row is None:
            row = FailureRow(path=path, recipe=failure.recipe, attempts=0)
            session.add(row)
        row.sha256 = sha256
        row.stage = failure.stage
        row.reason = failure.reason.encode("utf-8", "backslashreplace").decode("utf-8")
        row.attempts += failure.attempts
        row.may_pass = failure.may_pass
        row.failed_at = failure.failed_at


def list_calls(engine: Engine) -> tuple[StoredCall, ...]:
    """The latest analysis of each call, by call id."""
    with reading(engine) as session:
        rows = session.scalars(select(RecordingRow).order_by(RecordingRow.call_id)).all()
        latest = [(row, max(row.analyses, key=lambda a: a.analysed_at)) for row in rows if row.analyses]
        return tuple(stored_call(row, analysis) for row, analysis in latest)


def list_failures(engine: Engine) -> tuple[StoredFailure, ...]:
    """All that could not be analysed, by path."""
    with reading(engine) as session:
        rows = session.scalars(select(FailureRow).order_by(FailureRow.path)).all()
        return tuple(_stored_failure(row) for row in rows)


def find_failure(engine: Engine, recording: Recording, recipe: str) -> StoredFailure | None:
    """Why these bytes, under whatever path, could not be analysed by this recipe; None where they did not fail."""
    with reading(engine) as session:
        row = session.scalar(
            select(FailureRow)
            .where(FailureRow.sha256 == recording.sha256, FailureRow.recipe == recipe)
            .order_by(FailureRow.failed_at.desc())
            .limit(1)
        )
        return _stored_failure(row) if row else None


def failure_at(engine: Engine, path: Path, recipe: str) -> StoredFailure | None:
    """Why the file at this path could not be analysed by this recipe; None where it did not fail."""
    with reading(engine) as session:
        row = session.scalar(select(FailureRow).where(FailureRow.path == text_of(path), FailureRow.recipe == recipe))
        return _stored_failure(row) if row else None


def failed_now(path: Path, error: WarmlineError, recipe: str) -> StoredFailure:
    """A failure that happened this moment."""
    may_pass = isinstance(error, TryAgain)
    return StoredFailure(path, error.stage, str(error), recipe, 1, datetime.now(UTC), may_pass)


def _stored_failure(row: FailureRow) -> StoredFailure:
    return StoredFailure(
        Path(row.path), row.stage, row.reason, row.recipe, row.attempts, row.failed_at, may_pass=row.may_pass
    )


def _forget_replaced(session: Session, recording: Recording) -> None:
    """Other bytes under this call id and path are an earlier state of the same file."""
    session.execute(
        delete(RecordingRow).where(
            RecordingRow.call_id == recording.call_id,
            RecordingRow.path == text_of(recording.path),
            RecordingRow.sha256 != recording.sha256,
        )
    )
