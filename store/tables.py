"""The tables. Seconds end in `_s`; times are UTC. Words are kept as a turn's text: report.json has them one by one."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

CONSTRAINT_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Named, so that a later migration can change them on both databases."""


class UtcTime(TypeDecorator[datetime]):
    """An aware time, kept as UTC: SQLite drops the zone, PostgreSQL shows the session's."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database; a time without zone is a mistake of ours."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time to be stored needs a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables."""

    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)
    type_annotation_map = {datetime: UtcTime, dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012


class RecordingRow(Base):
    """A recording and what is known of its call from outside."""

    __tablename__ = "recordings"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    call_id: Mapped[str] = mapped_column(Text, unique=True)
    path: Mapped[str] = mapped_column(Text, index=True)
    given_call_id: Mapped[str | None] = mapped_column(Text)
    agent_id: Mapped[str | None] = mapped_column(Text, index=True)
    agent_name: Mapped[str | None] = mapped_column(Text)
    team: Mapped[str | None] = mapped_column(Text, index=True)
    queue: Mapped[str | None] = mapped_column(Text, index=True)
    started_at: Mapped[datetime | None] = mapped_column(index=True)
    agent_channel: Mapped[int | None]
    customer_name: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(Text)
    duration_s: Mapped[float]
    channels: Mapped[int]
    analyses: Mapped[list["AnalysisRow"]] = relationship(back_populates="recording", passive_deletes="all")


class AnalysisRow(Base):
    """A whole analysis of a recording by one recipe. It stands here with all its parts or not at all."""

    __tablename__ = "analyses"
    __table_args__ = (UniqueConstraint("recording_id", "recipe"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[int] = mapped_column(ForeignKey("recordings.id", ondelete="CASCADE"))
    recipe: Mapped[str] = mapped_column(String(64))
    analysed_at: Mapped[datetime] = mapped_column(index=True)
    warmline: Mapped[str] = mapped_column(Text)
    config: Mapped[str] = mapped_column(Text)
    models: Mapped[dict[str, Any]]
    device: Mapped[str] = mapped_column(Text)
    report_folder: Mapped[str] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(Text)
    stage_seconds: Mapped[dict[str, Any]]
    notes: Mapped[list[Any]]
    recording: Mapped[RecordingRow] = relationship(back_populates="analyses")
    measures: Mapped["MeasuresRow"] = relationship(passive_deletes="all")
    scores: Mapped[list["ScoreRow"]] = relationship(passive_deletes="all")
    segments: Mapped[list["SegmentRow"]] = relationship(passive_deletes="all", order_by="SegmentRow.position")
    turns: Mapped[list["TurnRow"]] = relationship(passive_deletes="all", order_by="TurnRow.position")
    evidence: Mapped[list["EvidenceRow"]] = relationship(passive_deletes="all", order_by="EvidenceRow.start_s")


class OfAnalysis:
    """A row of an analysis, gone with it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    analysis_id: Mapped[int] = mapped_column(ForeignKey("analyses.id", ondelete="CASCADE"), index=True)


class MeasuresRow(Base):
    """The measures that scorecards add up; None is not measurable. The rest is in report.json."""

    __tablename__ = "measures"

    analysis_id: Mapped[int] = mapped_column(ForeignKey("analyses.id", ondelete="CASCADE"), primary_key=True)
    hold_count: Mapped[int]
    hold_total_s: Mapped[float]
    hold_longest_s: Mapped[float]
    hold_announced: Mapped[int]
    hold_thanked: Mapped[int]
    queue_total_s: Mapped[float]
    ivr_total_s: Mapped[float]
    ivr_menus: Mapped[int]
    ivr_options: Mapped[int]
    ivr_options_changed: Mapped[int]
    ivr_invalid: Mapped[int]
    ivr_zero_presses: Mapped[int]
    ivr_zero_outs: Mapped[int]
    ivr_repeats: Mapped[int]
    seconds_to_human: Mapped[float | None]
    agent_talk_s: Mapped[float]
    customer_talk_s: Mapped[float]
    interruptions: Mapped[int]
    interruptions_by_agent: Mapped[int]
    overtalk_count: Mapped[int]
    response_latency_s: Mapped[float | None]
    longest_silence_s: Mapped[float]
    agent_wpm: Mapped[float | None]
    customer_wpm: Mapped[float | None]
    agent_voiced_s: Mapped[float]
    agent_pitch_median_hz: Mapped[float | None]
    agent_pitch_sd_semitones: Mapped[float | None]
    agent_loudness_sd_db: Mapped[float | None]


class ScoreRow(OfAnalysis, Base):
    """A score by name; `parts` has each part's name, value, points and explanation."""

    __tablename__ = "scores"

    name: Mapped[str] = mapped_column(String(32), index=True)
    value: Mapped[float | None]
    low: Mapped[float | None]
    high: Mapped[float | None]
    reason: Mapped[str | None] = mapped_column(Text)
    parts: Mapped[list[Any]]


class SegmentRow(OfAnalysis, Base):
    """A stretch of the timeline."""

    __tablename__ = "segments"

    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    start_s: Mapped[float]
    end_s: Mapped[float]
    audio: Mapped[str | None] = mapped_column(String(16))


class TurnRow(OfAnalysis, Base):
    """Who said what, when."""

    __tablename__ = "turns"

    position: Mapped[int]
    role: Mapped[str] = mapped_column(String(16))
    speaker: Mapped[str] = mapped_column(Text)
    start_s: Mapped[float]
    end_s: Mapped[float]
    text: Mapped[str] = mapped_column(Text)


class EvidenceRow(OfAnalysis, Base):
    """A marker where it was found; `turn` is the turn's position, None for a key."""

    __tablename__ = "evidence"

    marker: Mapped[str] = mapped_column(String(48), index=True)
    role: Mapped[str] = mapped_column(String(16))
    start_s: Mapped[float]
    end_s: Mapped[float]
    text: Mapped[str] = mapped_column(Text)
    confidence: Mapped[float]
    turn: Mapped[int | None]


class FailureRow(Base):
    """A path that could not be analysed by a recipe, and the sentence why. Gone once it can be.

    `may_pass`: the reason was one that may pass by itself, so the next run tries again.
    """

    __tablename__ = "failures"
    __table_args__ = (UniqueConstraint("path", "recipe"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    recipe: Mapped[str] = mapped_column(String(64))
    stage: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(Text)
    attempts: Mapped[int]
    may_pass: Mapped[bool] = mapped_column(server_default=false())
    failed_at: Mapped[datetime]


class ClaimRow(Base):
    """A recording that somebody is at work on with a recipe, until `expires_at` unless renewed.

    A call id is claimed with it: two recordings that share one would write into the same folder.
    """

    __tablename__ = "claims"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    recipe: Mapped[str] = mapped_column(String(64), primary_key=True)
    call_id: Mapped[str] = mapped_column(Text, unique=True)
    owner: Mapped[str] = mapped_column(Text, index=True)
    claimed_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ObjectRow(Base):
    """Which bytes an object of a bucket, or a file, held when it was read; with another etag or size it is read again.

    The path is kept as its hash: a key may be longer than an index allows.
    """

    __tablename__ = "objects"

    path_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    etag: Mapped[str] = mapped_column(Text)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
