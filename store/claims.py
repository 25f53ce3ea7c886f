"""Claims: who is at work on which recording, so that two runs at once share the work.

A claim is a lease: its owner renews it while it works; one that is not renewed ends by itself, whoever died. Times are
the database's, which all machines share. Each function is one transaction and raises TryAgain or SetupBroken.
"""

import os
import socket
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, delete, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from calls.recording import Recording
from store.connect import reading, writing
from store.tables import ClaimRow


def _process(pid: int) -> str:
    return f"{socket.gethostname()}:{pid}:"


def _new_owner() -> str:
    return _process(os.getpid()) + uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class Claim:
    """`owner` is of this one attempt: a second attempt of the same process is another."""

    sha256: str
    recipe: str
    call_id: str
    owner: str = field(default_factory=_new_owner)


def claim_of(recording: Recording, recipe: str) -> Claim:
    """A claim to be taken."""
    return Claim(recording.sha256, recipe, recording.call_id)


def take(engine: Engine, claim: Claim, lease_s: float) -> bool:
    """Whether the claim is ours now: nobody else is at this recording with this recipe, nor at a call of this id."""
    insert = postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert
    with writing(engine) as session:
        now = _now(session)
        session.execute(delete(ClaimRow).where(ClaimRow.expires_at < now))
        row = {
            "sha256": claim.sha256,
            "recipe": claim.recipe,
            "call_id": claim.call_id,
            "owner": claim.owner,
            "claimed_at": now,
            "expires_at": now + timedelta(seconds=lease_s),
        }
        taken = session.execute(insert(ClaimRow).values(row).on_conflict_do_nothing().returning(ClaimRow.owner))
        return taken.scalar() is not None


def renew(engine: Engine, claim: Claim, lease_s: float) -> bool:
    """Whether the claim is still ours, now for `lease_s` more; one that ended is lost even if nobody took it."""
    with writing(engine) as session:
        now = _now(session)
        later = now + timedelta(seconds=lease_s)
        ours = ClaimRow.owner == claim.owner, ClaimRow.expires_at >= now
        changed = session.execute(update(ClaimRow).where(*ours).values(expires_at=later).returning(ClaimRow.owner))
        return changed.scalar() is not None


def release(engine: Engine, claim: Claim) -> None:
    """Give the claim up; one that is no longer ours is left alone."""
    with writing(engine) as session:
        session.execute(delete(ClaimRow).where(ClaimRow.owner == claim.owner))


def held(engine: Engine, recordings: Iterable[Recording], recipe: str) -> frozenset[str]:
    """sha256 of those that somebody is at work on, or at whose call id."""
    with reading(engine) as session:
        living = select(ClaimRow.sha256, ClaimRow.recipe, ClaimRow.call_id).where(ClaimRow.expires_at >= _now(session))
        rows = session.execute(living).all()
    claims = {(sha256, by) for sha256, by, _ in rows}
    ids = {call_id for _, _, call_id in rows}
    return frozenset(r.sha256 for r in recordings if (r.sha256, recipe) in claims or r.call_id in ids)


def release_of_process(engine: Engine, pid: int) -> None:
    """Give up what a process of this machine had claimed, which is known to have ended."""
    with writing(engine) as session:
        session.execute(delete(ClaimRow).where(ClaimRow.owner.startswith(_process(pid), autoescape=True)))


def _now(session: Session) -> datetime:
    """The database's time; SQLite's is this machine's."""
    if session.get_bind().dialect.name != "postgresql":
        return datetime.now(UTC)
    now: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
    return now
