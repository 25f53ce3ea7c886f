"""Accounts and programs' tokens. Each function is one transaction; TryAgain or SetupBroken when the store is away."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Engine, func, select

from store.connect import reading, writing
from store.people_tables import TokenRow, UserRow, UserTeamRow

Role = Literal["reviewer", "supervisor", "agent", "operator", "admin"]
ROLES: tuple[Role, ...] = ("reviewer", "supervisor", "agent", "operator", "admin")
TOKEN_PREFIX = "wl_"  # noqa: S105 - tells a token of ours in a log or a repository
SEEN_EVERY_S = 60.0
"""How exactly it is kept when somebody was last seen: a write a request would be too many."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is known. `teams`: whose calls a supervisor sees, or a reviewer is kept to; `scopes` of a token."""

    id: int
    login: str
    name: str
    role: Role
    agent_id: str | None
    teams: frozenset[str]
    shares_moments: bool
    must_change: bool
    epoch: int
    is_active: bool = True
    has_password: bool = True
    seen_at: datetime | None = None
    scopes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A token as its owner sees it; the token itself is shown once, when it is made."""

    id: int
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None


def person_by_id(engine: Engine, user_id: int) -> Person | None:
    """The account, switched off or not."""
    with reading(engine) as session:
        row = session.get(UserRow, user_id)
        return _person(row) if row else None


def people(engine: Engine) -> tuple[Person, ...]:
    """All accounts, by login."""
    with reading(engine) as session:
        return tuple(_person(row) for row in session.scalars(select(UserRow).order_by(UserRow.login)))


def password_of(engine: Engine, login: str) -> tuple[Person, str | None] | None:
    """The account of a login, in any case of letters, with its password's hash."""
    with reading(engine) as session:
        row = session.scalar(select(UserRow).where(UserRow.login == plain_login(login)))
        return (_person(row), row.password_hash) if row else None


def add_person(engine: Engine, about: Person, password_hash: str | None) -> Person | None:
    """Make an account; None where the login is taken. `about.id` and `epoch` are not used."""
    with writing(engine) as session:
        if session.scalar(select(UserRow.id).where(UserRow.login == plain_login(about.login))) is not None:
            return None
        row = UserRow(
            login=plain_login(about.login), epoch=0, created_at=datetime.now(UTC), password_hash=password_hash,
            must_change=about.must_change, shares_moments=about.shares_moments,
        )  # fmt: skip
        _describe(row, about)
        session.add(row)
        session.flush()
        return _person(row)


def change_person(engine: Engine, about: Person) -> None:
    """Write name, role, agent, teams and whether it is on; whoever is changed has to sign in again."""
    with writing(engine) as session:
        row = session.get_one(UserRow, about.id)
        _describe(row, about)
        row.epoch += 1


def set_password(engine: Engine, user_id: int, password_hash: str, *, must_change: bool = False) -> Person:
    """Every session of the account ends; the person as now is."""
    with writing(engine) as session:
        row = session.get_one(UserRow, user_id)
        row.password_hash, row.must_change = password_hash, must_change
        row.epoch += 1
        session.flush()
        return _person(row)


def end_sessions(engine: Engine, user_id: int) -> None:
    """Sign the account out everywhere."""
    with writing(engine) as session:
        session.get_one(UserRow, user_id).epoch += 1


def set_sharing(engine: Engine, user_id: int, *, shares: bool) -> None:
    """Whether colleagues may learn from this agent's calls."""
    with writing(engine) as session:
        session.get_one(UserRow, user_id).shares_moments = shares


def bind_subject(engine: Engine, user_id: int, subject: str) -> bool:
    """Keep which account of the house's provider this is; False where it is another one already."""
    with writing(engine) as session:
        row = session.get_one(UserRow, user_id)
        row.oidc_subject = row.oidc_subject or subject
        return row.oidc_subject == subject


def seen(engine: Engine, person: Person) -> None:
    """Note that somebody is at work, once a minute."""
    now = datetime.now(UTC)
    if person.seen_at is None or (now - person.seen_at).total_seconds() > SEEN_EVERY_S:
        with writing(engine) as session:
            session.get_one(UserRow, person.id).seen_at = now


def any_people(engine: Engine) -> bool:
    """Whether this is no fresh install."""
    with reading(engine) as session:
        return bool(session.scalar(select(func.count()).select_from(UserRow)))


def sharing_agents(engine: Engine) -> frozenset[str]:
    """Ids of the agents who let colleagues learn from their calls."""
    with reading(engine) as session:
        found = session.scalars(
            select(UserRow.agent_id).where(UserRow.shares_moments, UserRow.is_active, UserRow.agent_id.is_not(None))
        )
        return frozenset(agent for agent in found if agent)


def make_token(
    engine: Engine, user_id: int, name: str, scopes: tuple[str, ...], expires_at: datetime | None
) -> tuple[Token, str]:
    """A new token and, this once, its text."""
    text = TOKEN_PREFIX + secrets.token_urlsafe(32)
    with writing(engine) as session:
        row = TokenRow(
            user_id=user_id, name=name, token_sha256=_hash(text), scopes=list(scopes), created_at=datetime.now(UTC),
            expires_at=expires_at,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return _token(row), text


def tokens_of(engine: Engine, user_id: int) -> tuple[Token, ...]:
    """An account's tokens, newest first."""
    with reading(engine) as session:
        rows = session.scalars(select(TokenRow).where(TokenRow.user_id == user_id).order_by(TokenRow.id.desc()))
        return tuple(_token(row) for row in rows)


def drop_token(engine: Engine, user_id: int, token_id: int) -> bool:
    """End a token of this account; False where there is none."""
    with writing(engine) as session:
        row = session.get(TokenRow, token_id)
        if row is None or row.user_id != user_id:
            return False
        session.delete(row)
        return True


def person_by_token(engine: Engine, text: str) -> Person | None:
    """Whose token this is, within its scopes; None where it is none, is over, or its owner is switched off."""
    now = datetime.now(UTC)
    with reading(engine) as session:
        row = session.scalar(select(TokenRow).where(TokenRow.token_sha256 == _hash(text)))
        if row is None or (row.expires_at is not None and row.expires_at <= now):
            return None
        owner = session.get_one(UserRow, row.user_id)
        if not owner.is_active:
            return None
        found, token_id, used_at = _person(owner, frozenset(row.scopes)), row.id, row.used_at
    if used_at is None or (now - used_at).total_seconds() > SEEN_EVERY_S:
        _note_used(engine, token_id, now)
    return found


def plain_login(login: str) -> str:
    """As it is kept and compared: without spaces around, in lower case."""
    return login.strip().lower()


def _note_used(engine: Engine, token_id: int, now: datetime) -> None:
    with writing(engine) as session:
        row = session.get(TokenRow, token_id)
        if row is not None:
            row.used_at = now


def _hash(token: str) -> str:
    """A token is 256 random bits: a plain hash can't be guessed back, and is found by an index."""
    return hashlib.sha256(token.encode()).hexdigest()


def _describe(row: UserRow, about: Person) -> None:
    row.name, row.role, row.agent_id = about.name.strip(), about.role, about.agent_id or None
    row.is_active = about.is_active
    row.teams = [UserTeamRow(team=team) for team in sorted(about.teams)]


def _person(row: UserRow, scopes: frozenset[str] | None = None) -> Person:
    return Person(
        id=row.id,
        login=row.login,
        name=row.name,
        role=row.role,  # type: ignore[arg-type]  # ROLES only are written
        agent_id=row.agent_id,
        teams=frozenset(team.team for team in row.teams),
        shares_moments=row.shares_moments,
        must_change=row.must_change,
        epoch=row.epoch,
        is_active=row.is_active,
        has_password=row.password_hash is not None,
        seen_at=row.seen_at,
        scopes=scopes,
    )


def _token(row: TokenRow) -> Token:
    return Token(row.id, row.name, tuple(row.scopes), row.created_at, row.expires_at, row.used_at)
