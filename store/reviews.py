"""Evaluations: each reviewer's own of a call, saved only from the version it was read in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Engine, Select, select, update
from sqlalchemy.orm import Session

from store.connect import reading
from store.desk_tables import SummaryRow
from store.people_tables import UserRow
from store.review_tables import ReviewRow

State = Literal["open", "finished", "handed", "answered"]
HANDED: tuple[State, ...] = ("handed", "answered")
"""What the call's agent may see."""


@dataclass(frozen=True, slots=True)
class Review:
    """One reviewer's evaluation. `answers` by question; `score` 0 to 100, None while incomplete; `version` from 1."""

    id: int
    recording_id: int
    call_id: str
    agent_name: str | None
    user_id: int
    name: str
    form: str
    answers: dict[str, str]
    note: str
    score: float | None
    state: State
    version: int
    opened_at: datetime
    changed_at: datetime
    finished_at: datetime | None
    handed_at: datetime | None
    reply: str | None
    replied_at: datetime | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What is saved of one."""

    form: str
    answers: Mapping[str, str]
    note: str
    score: float | None


def save_review(session: Session, recording_id: int, user_id: int, version: int, saved: Evaluation) -> int | None:
    """Save an open evaluation over `version`, 0 for a first save; the new version.

    None where it was saved meanwhile from elsewhere, or is no longer open: nothing is overwritten.
    """
    now = datetime.now(UTC)
    values: dict[str, Any] = {
        "form": saved.form, "answers": dict(saved.answers), "note": saved.note, "score": saved.score, "changed_at": now
    }  # fmt: skip
    if version == 0:
        if _of(session, recording_id, user_id) is not None:
            return None
        first = ReviewRow(
            recording_id=recording_id, user_id=user_id, state="open", version=1, opened_at=now, **values
        )  # fmt: skip
        session.add(first)
        session.flush()
        return 1
    return _moved(session, recording_id, user_id, version, ("open", "open"), **values)


def finish_review(session: Session, recording_id: int, user_id: int, version: int) -> int | None:
    """Open to finished; the new version, or None as `save_review`."""
    return _moved(session, recording_id, user_id, version, ("open", "finished"), finished_at=datetime.now(UTC))


def reopen_review(session: Session, recording_id: int, user_id: int, version: int) -> int | None:
    """Finished back to open, as long as the agent has not got it."""
    return _moved(session, recording_id, user_id, version, ("finished", "open"), finished_at=None)


def hand_review(session: Session, recording_id: int, user_id: int, version: int) -> int | None:
    """Finished to handed: from now on the call's agent sees it."""
    return _moved(session, recording_id, user_id, version, ("finished", "handed"), handed_at=datetime.now(UTC))


def reply_to(session: Session, recording_id: int, review_id: int, text: str) -> bool:
    """The agent's one answer; False where it was not handed or is answered already."""
    now = datetime.now(UTC)
    done = session.scalars(
        update(ReviewRow)
        .where(ReviewRow.id == review_id, ReviewRow.recording_id == recording_id, ReviewRow.state == "handed")
        .values(state="answered", reply=text, replied_at=now, version=ReviewRow.version + 1)
        .returning(ReviewRow.id)
    ).all()
    return bool(done)


def reviews_of(engine: Engine, recording_id: int) -> tuple[Review, ...]:
    """Everybody's of a call, the first opened first. Raises TryAgain or SetupBroken."""
    with reading(engine) as session:
        rows = session.execute(_reviews().where(ReviewRow.recording_id == recording_id).order_by(ReviewRow.id)).all()
        return tuple(_review(*row) for row in rows)


def list_reviews(engine: Engine, such: ColumnElement[bool], offset: int, limit: int) -> tuple[Review, ...]:
    """A page of those that are `such`, the lately changed first; with the calls' summaries to ask by."""
    query = _reviews().where(such).order_by(ReviewRow.changed_at.desc(), ReviewRow.id.desc())
    with reading(engine) as session:
        return tuple(_review(*row) for row in session.execute(query.offset(offset).limit(limit)))


def _of(session: Session, recording_id: int, user_id: int) -> ReviewRow | None:
    return session.scalar(select(ReviewRow).where(ReviewRow.recording_id == recording_id, ReviewRow.user_id == user_id))


def _moved(
    session: Session, recording_id: int, user_id: int, version: int, states: tuple[State, State], **values: Any  # noqa: ANN401
) -> int | None:  # fmt: skip
    """One UPDATE that only the version and state that were read let through: two at once can't both win."""
    before, after = states
    return session.scalar(
        update(ReviewRow)
        .where(
            ReviewRow.recording_id == recording_id,
            ReviewRow.user_id == user_id,
            ReviewRow.version == version,
            ReviewRow.state == before,
        )
        .values(state=after, version=version + 1, **{"changed_at": datetime.now(UTC), **values})
        .returning(ReviewRow.version)
    )


def _reviews() -> Select[tuple[ReviewRow, str, str, str | None]]:
    return (
        select(ReviewRow, UserRow.name, SummaryRow.call_id, SummaryRow.agent_name)
        .join(UserRow, UserRow.id == ReviewRow.user_id)
        .join(SummaryRow, SummaryRow.recording_id == ReviewRow.recording_id)
    )


def _review(row: ReviewRow, name: str, call_id: str, agent_name: str | None) -> Review:
    return Review(
        id=row.id,
        recording_id=row.recording_id,
        call_id=call_id,
        agent_name=agent_name,
        user_id=row.user_id,
        name=name,
        form=row.form,
        answers={str(key): str(value) for key, value in row.answers.items()},
        note=row.note,
        score=row.score,
        state=row.state,  # type: ignore[arg-type]  # State only is written
        version=row.version,
        opened_at=row.opened_at,
        changed_at=row.changed_at,
        finished_at=row.finished_at,
        handed_at=row.handed_at,
        reply=row.reply,
        replied_at=row.replied_at,
    )
