"""Remarks at a second of a call. They are not edited; whoever made one may take it away."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from store.connect import reading
from store.people_tables import UserRow
from store.review_tables import CommentRow


@dataclass(frozen=True, slots=True)
class Comment:
    """Somebody's remark; `at_s` seconds from the start of the recording."""

    id: int
    user_id: int
    name: str
    at_s: float
    text: str
    at: datetime


def add_comment(session: Session, recording_id: int, user_id: int, at_s: float, text: str) -> None:
    """Keep it."""
    session.add(CommentRow(recording_id=recording_id, user_id=user_id, at_s=at_s, text=text, at=datetime.now(UTC)))


def delete_comment(session: Session, recording_id: int, user_id: int, comment_id: int) -> bool:
    """Take one's own away; False where there is none."""
    row = session.get(CommentRow, comment_id)
    if row is None or (row.recording_id, row.user_id) != (recording_id, user_id) or row.deleted_at is not None:
        return False
    row.deleted_at, row.text = datetime.now(UTC), ""
    return True


def comments_of(engine: Engine, recording_id: int) -> tuple[Comment, ...]:
    """In the order of the call. Raises TryAgain or SetupBroken."""
    with reading(engine) as session:
        rows = session.execute(
            select(CommentRow, UserRow.name)
            .join(UserRow, UserRow.id == CommentRow.user_id)
            .where(CommentRow.recording_id == recording_id, CommentRow.deleted_at.is_(None))
            .order_by(CommentRow.at_s, CommentRow.id)
        ).all()
        return tuple(Comment(row.id, row.user_id, name, row.at_s, row.text, row.at) for row, name in rows)
