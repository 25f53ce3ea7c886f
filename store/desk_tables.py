"""Tables the desk reads calls from: a line a call, its moments that called for empathy, the prompts it heard.

All follow from an analysis and are made with it (store.summaries): they are here so that a page of a hundred thousand
calls is one index away.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from store.tables import Base, OfAnalysis


class SummaryRow(Base):
    """A call by its latest analysis. `worth` is what hearing it would teach, `reasons` why; docs/desk.md.

    `agents` is how many are heard to speak, `words` all that people said. `draw` is 0 to 1 from the recording's hash: a
    random sample that does not move.
    """

    __tablename__ = "summaries"
    __table_args__ = (
        Index("ix_summaries_team_began", "team", "began"),
        Index("ix_summaries_agent_id_began", "agent_id", "began"),
        Index("ix_summaries_queue_began", "queue", "began"),
    )

    recording_id: Mapped[int] = mapped_column(ForeignKey("recordings.id", ondelete="CASCADE"), primary_key=True)
    analysis_id: Mapped[int] = mapped_column(ForeignKey("analyses.id", ondelete="CASCADE"), unique=True)
    call_id: Mapped[str] = mapped_column(Text, unique=True)
    began: Mapped[datetime] = mapped_column(index=True)
    agent_id: Mapped[str | None] = mapped_column(Text)
    agent_name: Mapped[str | None] = mapped_column(Text)
    team: Mapped[str | None] = mapped_column(Text)
    queue: Mapped[str | None] = mapped_column(Text)
    agents: Mapped[int] = mapped_column(default=1, server_default="1")
    language: Mapped[str | None] = mapped_column(Text)
    duration_s: Mapped[float]
    empathy: Mapped[float | None] = mapped_column(index=True)
    empathy_low: Mapped[float | None]
    empathy_high: Mapped[float | None]
    delivery: Mapped[float | None] = mapped_column(index=True)
    friction: Mapped[float | None] = mapped_column(index=True)
    hold_s: Mapped[float] = mapped_column(index=True)
    hold_longest_s: Mapped[float]
    queue_s: Mapped[float]
    ivr_s: Mapped[float]
    zero_presses: Mapped[int]
    distress: Mapped[int]
    manager: Mapped[int]
    upset_at_start: Mapped[bool]
    met: Mapped[float | None]
    talk_share: Mapped[float | None]
    latency_s: Mapped[float | None]
    warm_marks: Mapped[int]
    cold_marks: Mapped[int]
    worth: Mapped[float] = mapped_column(index=True)
    reasons: Mapped[list[Any]]
    draw: Mapped[float]
    words: Mapped[str] = mapped_column(Text)


class MomentRow(OfAnalysis, Base):
    """A moment that called for empathy, and how it was answered (scores.opportunities)."""

    __tablename__ = "moments"

    kind: Mapped[str] = mapped_column(String(48))
    start_s: Mapped[float]
    end_s: Mapped[float]
    said: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(String(16), index=True)
    answered_by: Mapped[str | None] = mapped_column(Text)
    answer_end_s: Mapped[float]
    answer_words: Mapped[str] = mapped_column(Text)
    wait_s: Mapped[float | None]


class PromptRow(OfAnalysis, Base):
    """A recorded prompt as one caller heard it; keys are those from its start to the next prompt's.

    `chosen` is the choice of a menu that was taken, None where that can't be told from a number being typed.
    """

    __tablename__ = "prompts"

    position: Mapped[int]
    start_s: Mapped[float]
    end_s: Mapped[float]
    text: Mapped[str] = mapped_column(Text)
    is_menu: Mapped[bool]
    options: Mapped[int]
    options_heard: Mapped[int]
    options_changed: Mapped[bool]
    invalid: Mapped[bool]
    repeated: Mapped[bool]
    zero_presses: Mapped[int]
    keys_pressed: Mapped[int]
    chosen: Mapped[str | None] = mapped_column(String(1))
