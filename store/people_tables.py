"""Tables of those who work at the desk: accounts, tokens for programs, what was done, drafts, initiatives."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, ForeignKey, Integer, String, Text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from store.tables import Base

BIG = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by themselves in an INTEGER only."""


class UserRow(Base):
    """An account. It is never deleted, only switched off: what it did stays told.

    `password_hash` None: signs on elsewhere only. `epoch` is raised to end all its sessions. `shares_moments`: an agent
    who lets colleagues learn from their calls.
    """

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    password_hash: Mapped[str | None] = mapped_column(Text)
    must_change: Mapped[bool]
    role: Mapped[str] = mapped_column(String(16))
    agent_id: Mapped[str | None] = mapped_column(Text)
    is_active: Mapped[bool] = mapped_column(server_default=true())
    shares_moments: Mapped[bool]
    oidc_subject: Mapped[str | None] = mapped_column(Text, unique=True)
    epoch: Mapped[int]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    teams: Mapped[list["UserTeamRow"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class UserTeamRow(Base):
    """A team whose calls an account may see."""

    __tablename__ = "user_teams"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    team: Mapped[str] = mapped_column(Text, primary_key=True)


class TokenRow(Base):
    """A program's key to the HTTP API; only its hash is kept. It may do what its owner may, within `scopes`."""

    __tablename__ = "tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(Text)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[Any]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]


class AuditRow(Base):
    """Who listened to what, changed what, signed in. Written once, never changed."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    login: Mapped[str] = mapped_column(Text, index=True)
    action: Mapped[str] = mapped_column(String(32), index=True)
    call_id: Mapped[str | None] = mapped_column(Text, index=True)
    told: Mapped[dict[str, Any]]
    address: Mapped[str] = mapped_column(Text)


class DraftRow(Base):
    """What somebody is typing, kept until it is sent: a session that ends or a browser that dies loses nothing."""

    __tablename__ = "drafts"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[str] = mapped_column(String(200), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime]


class InitiativeRow(Base):
    """Something begun to make service better: a training, a new script, from a day on, for some agents.

    `ends_on`: the first day that no longer counts as with it; None: it goes on.
    """

    __tablename__ = "initiatives"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    agents: Mapped[list["InitiativeAgentRow"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class InitiativeAgentRow(Base):
    """An agent an initiative is for."""

    __tablename__ = "initiative_agents"

    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id", ondelete="CASCADE"), primary_key=True)
    agent_id: Mapped[str] = mapped_column(Text, primary_key=True)
