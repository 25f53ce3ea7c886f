"""Who did what at the desk. Written once, never changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from store.connect import reading
from store.people_tables import AuditRow

REFUSED = "sign-in refused"
SIGNED_IN = "signed in"


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done. `told` says more: a mark, a field, before and after; never a password or a word of a call."""

    at: datetime
    login: str
    action: str
    call_id: str | None
    told: dict[str, Any]
    address: str


def keep(session: Session, deed: Deed, user_id: int | None) -> None:
    """Add to the log in the transaction of the deed itself: both are kept or none."""
    session.add(
        AuditRow(
            at=deed.at, user_id=user_id, login=deed.login, action=deed.action, call_id=deed.call_id, told=deed.told,
            address=deed.address,
        )
    )  # fmt: skip


def deeds(
    engine: Engine, *, login: str = "", call_id: str = "", action: str = "", before: int | None = None, limit: int = 100
) -> tuple[tuple[int, Deed], ...]:
    """The newest first, with their numbers; `before` a number goes on with older ones."""
    query = select(AuditRow).order_by(AuditRow.id.desc()).limit(limit)
    for column, wanted in ((AuditRow.login, login), (AuditRow.call_id, call_id), (AuditRow.action, action)):
        if wanted:
            query = query.where(column == wanted)
    if before is not None:
        query = query.where(AuditRow.id < before)
    with reading(engine) as session:
        return tuple((row.id, _deed(row)) for row in session.scalars(query))


def actions(engine: Engine) -> tuple[str, ...]:
    """Everything that was ever done, by name."""
    with reading(engine) as session:
        return tuple(session.scalars(select(AuditRow.action).distinct().order_by(AuditRow.action)))


def refusals_since(engine: Engine, login: str, since: datetime) -> int:
    """Passwords of an account refused since then, and since it was last let in."""
    with reading(engine) as session:
        last_in = session.scalar(
            select(func.max(AuditRow.id)).where(AuditRow.login == login, AuditRow.action == SIGNED_IN)
        )
        query = select(func.count()).where(AuditRow.login == login, AuditRow.action == REFUSED, AuditRow.at >= since)
        return session.scalar(query.where(AuditRow.id > (last_in or 0))) or 0


def _deed(row: AuditRow) -> Deed:
    return Deed(row.at, row.login, row.action, row.call_id, row.told, row.address)
