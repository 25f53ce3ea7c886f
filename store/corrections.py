"""Words, roles and kinds of segments put right. The machine's stays beside them; the latest not undone counts."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from store.connect import reading
from store.people_tables import UserRow
from store.review_tables import CorrectionRow

Corrected = Literal["word", "role", "segment"]


@dataclass(frozen=True, slots=True)
class Correction:
    """What stood in a stretch of the call by the machine, and what is right. Milliseconds from the start."""

    id: int
    user_id: int
    name: str
    kind: Corrected
    start_ms: int
    end_ms: int
    before: str
    after: str
    at: datetime
    undone_at: datetime | None = None


def add_correction(
    session: Session,
    recording_id: int,
    user_id: int,
    kind: Corrected,
    span_ms: tuple[int, int],
    change: tuple[str, str],
) -> None:
    """Keep that in this stretch `change[1]` is right and not the machine's `change[0]`."""
    start_ms, end_ms = span_ms
    before, after = change
    session.add(
        CorrectionRow(
            recording_id=recording_id, user_id=user_id, kind=kind, start_ms=start_ms, end_ms=end_ms, before=before,
            after=after, at=datetime.now(UTC),
        )
    )  # fmt: skip


def undo_correction(session: Session, recording_id: int, user_id: int, correction_id: int) -> str | None:
    """Let one's own correction count no more; its kind, or None where there is none that counts. It stays told."""
    row = session.get(CorrectionRow, correction_id)
    if row is None or (row.recording_id, row.user_id) != (recording_id, user_id) or row.undone_at is not None:
        return None
    row.undone_at = datetime.now(UTC)
    return row.kind


def corrections_of(engine: Engine, recording_id: int) -> tuple[Correction, ...]:
    """All that were ever made on a call, undone ones too, the oldest first. Raises TryAgain or SetupBroken."""
    with reading(engine) as session:
        rows = session.execute(
            select(CorrectionRow, UserRow.name)
            .join(UserRow, UserRow.id == CorrectionRow.user_id)
            .where(CorrectionRow.recording_id == recording_id)
            .order_by(CorrectionRow.id)
        ).all()
        return tuple(_correction(row, name) for row, name in rows)


def _correction(row: CorrectionRow, name: str) -> Correction:
    return Correction(
        id=row.id, user_id=row.user_id, name=name, kind=row.kind, start_ms=row.start_ms, end_ms=row.end_ms,  # type: ignore[arg-type]
        before=row.before, after=row.after, at=row.at, undone_at=row.undone_at,
    )  # fmt: skip
