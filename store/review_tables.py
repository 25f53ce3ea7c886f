"""Tables of what reviewers say of a call. They belong to the recording, not to an analysis: a new one keeps them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.tables import Base


class OfRecording:
    """Somebody's word on a recording, gone with it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recordings.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)


class ReviewRow(OfRecording, Base):
    """One reviewer's evaluation of a call by the house's form.

    `state`: open, finished, handed (to the agent), answered (the agent replied, once). `version` grows with each save:
    a save from an older one is refused and told. `answers` by question; `score` 0 to 100, None while incomplete.
    """

    __tablename__ = "reviews"
    __table_args__ = (UniqueConstraint("recording_id", "user_id"),)

    form: Mapped[str] = mapped_column(String(64))
    answers: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(Text)
    score: Mapped[float | None]
    state: Mapped[str] = mapped_column(String(16), index=True)
    version: Mapped[int]
    opened_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    handed_at: Mapped[datetime | None]
    reply: Mapped[str | None] = mapped_column(Text)
    replied_at: Mapped[datetime | None]


class VerdictRow(OfRecording, Base):
    """A mark agreed with, disputed, or added by a reviewer. A mark is told by its name and milliseconds."""

    __tablename__ = "verdicts"
    __table_args__ = (UniqueConstraint("recording_id", "user_id", "marker", "start_ms", "end_ms"),)

    marker: Mapped[str] = mapped_column(String(48), index=True)
    role: Mapped[str] = mapped_column(String(16))
    start_ms: Mapped[int]
    end_ms: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    verdict: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]


class CorrectionRow(OfRecording, Base):
    """A word, a role or a kind of segment put right; the machine's stays beside it, the latest not undone counts."""

    __tablename__ = "corrections"

    kind: Mapped[str] = mapped_column(String(16))
    start_ms: Mapped[int]
    end_ms: Mapped[int]
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class CommentRow(OfRecording, Base):
    """A remark at a second of a call."""

    __tablename__ = "comments"

    at_s: Mapped[float]
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]
