"""What somebody is typing, kept until it is sent."""

from datetime import UTC, datetime

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from store.connect import reading, writing
from store.people_tables import DraftRow, UserRow


def save_draft(engine: Engine, user_id: int, place: str, text: str) -> None:
    """Keep `text` as it stands at a place ("call:ID:note"); empty text forgets it."""
    with writing(engine) as session:
        forget_draft(session, user_id, place)
        if text:
            session.add(DraftRow(user_id=user_id, place=place, text=text, saved_at=datetime.now(UTC)))


def drafts_at(engine: Engine, user_id: int, prefix: str) -> dict[str, str]:
    """By place, of those whose place begins so."""
    with reading(engine) as session:
        rows = session.scalars(
            select(DraftRow).where(DraftRow.user_id == user_id, DraftRow.place.startswith(prefix, autoescape=True))
        )
        return {row.place: row.text for row in rows}


def typing_at(engine: Engine, place: str, but: int) -> tuple[str, ...]:
    """Names of those who have begun to write there and not sent it, one person left out."""
    with reading(engine) as session:
        names = session.scalars(
            select(UserRow.name)
            .join(DraftRow, DraftRow.user_id == UserRow.id)
            .where(DraftRow.place == place, DraftRow.user_id != but)
            .order_by(UserRow.name)
        )
        return tuple(names)


def forget_draft(session: Session, user_id: int, place: str) -> None:
    """Once it is sent, in the same transaction."""
    session.execute(delete(DraftRow).where(DraftRow.user_id == user_id, DraftRow.place == place))
