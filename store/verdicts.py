"""Marks agreed with, disputed or added by reviewers. One verdict a reviewer and mark; the latest counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import ColumnElement, Engine, Select, delete, func, select
from sqlalchemy.orm import Session

from store.connect import reading
from store.desk_tables import SummaryRow
from store.people_tables import UserRow
from store.review_tables import VerdictRow

Saying = Literal["agree", "dispute", "add"]


@dataclass(frozen=True, slots=True)
class MarkKey:
    """What tells a mark, whichever analysis found it. Milliseconds from the start of the recording."""

    marker: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody said of a mark."""

    user_id: int
    login: str
    name: str
    call_id: str
    key: MarkKey
    role: str
    words: str
    verdict: Saying
    at: datetime


def give_verdict(
    session: Session, recording_id: int, user_id: int, key: MarkKey, verdict: Saying, said: tuple[str, str]
) -> None:
    """Say it of a mark, in place of what this reviewer said of it before; `said` is the role and the words."""
    take_verdict_back(session, recording_id, user_id, key)
    role, words = said
    session.add(
        VerdictRow(
            recording_id=recording_id, user_id=user_id, marker=key.marker, start_ms=key.start_ms, end_ms=key.end_ms,
            role=role, words=words, verdict=verdict, at=datetime.now(UTC),
        )
    )  # fmt: skip
    session.flush()


def take_verdict_back(session: Session, recording_id: int, user_id: int, key: MarkKey) -> bool:
    """As if this reviewer had said nothing of it; False where that is so."""
    gone = session.scalars(
        delete(VerdictRow)
        .where(
            VerdictRow.recording_id == recording_id,
            VerdictRow.user_id == user_id,
            VerdictRow.marker == key.marker,
            VerdictRow.start_ms == key.start_ms,
            VerdictRow.end_ms == key.end_ms,
        )
        .returning(VerdictRow.id)
    ).all()
    return bool(gone)


def verdicts_of(engine: Engine, recording_id: int) -> tuple[Verdict, ...]:
    """Everybody's on a call, by time in the call. Raises TryAgain or SetupBroken."""
    with reading(engine) as session:
        rows = session.execute(_verdicts().where(VerdictRow.recording_id == recording_id)).all()
        return tuple(_verdict(*row) for row in rows)


def all_verdicts(engine: Engine, seen: ColumnElement[bool]) -> tuple[Verdict, ...]:
    """Those of all calls that the asker may see."""
    with reading(engine) as session:
        return tuple(_verdict(*row) for row in session.execute(_verdicts().where(seen)))


def verdicts_on(engine: Engine, recordings: Sequence[int]) -> tuple[Verdict, ...]:
    """Those of these calls."""
    with reading(engine) as session:
        rows = session.execute(_verdicts().where(VerdictRow.recording_id.in_(recordings))).all()
        return tuple(_verdict(*row) for row in rows)


def newest_judged(engine: Engine, most: int) -> tuple[tuple[int, int], ...]:
    """(recording, analysis id) of the calls with verdicts, the lately judged first, `most` at most."""
    latest = func.max(VerdictRow.at)
    query = (
        select(VerdictRow.recording_id, SummaryRow.analysis_id)
        .join(SummaryRow, SummaryRow.recording_id == VerdictRow.recording_id)
        .group_by(VerdictRow.recording_id, SummaryRow.analysis_id)
        .order_by(latest.desc(), VerdictRow.recording_id)
        .limit(most)
    )
    with reading(engine) as session:
        return tuple((recording, analysis) for recording, analysis in session.execute(query))


def _verdicts() -> Select[tuple[VerdictRow, str, str, str]]:
    return (
        select(VerdictRow, UserRow.login, UserRow.name, SummaryRow.call_id)
        .join(UserRow, UserRow.id == VerdictRow.user_id)
        .join(SummaryRow, SummaryRow.recording_id == VerdictRow.recording_id)
        .order_by(SummaryRow.call_id, VerdictRow.start_ms, VerdictRow.id)
    )


def _verdict(row: VerdictRow, login: str, name: str, call_id: str) -> Verdict:
    key = MarkKey(row.marker, row.start_ms, row.end_ms)
    return Verdict(row.user_id, login, name, call_id, key, row.role, row.words, row.verdict, row.at)  # type: ignore[arg-type]
