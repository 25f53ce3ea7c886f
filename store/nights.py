"""How calls fared day by day and queue by queue, added up in the database: what a night is compared with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from math import sqrt

from sqlalchemy import ColumnElement, Engine, Float, and_, case, cast, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from store.connect import reading
from store.tables import AnalysisRow, EvidenceRow, MeasuresRow, RecordingRow, ScoreRow, UtcTime

MOMENTS = "opportunities_met"
"""The first part of the empathy score: the share of the moments that called for empathy which was met."""
EMPATHY, DELIVERY, FRICTION = (aliased(ScoreRow, name=name) for name in ("empathy", "delivery", "friction"))
_TROUBLES = MeasuresRow.ivr_zero_outs + MeasuresRow.ivr_repeats + MeasuresRow.ivr_invalid
_DISTRESSED = exists().where(EvidenceRow.analysis_id == AnalysisRow.id, EvidenceRow.marker == "distress")
FIGURES: dict[str, ColumnElement[float]] = {
    "hold_s": cast(MeasuresRow.hold_total_s, Float),
    "queue_s": cast(MeasuresRow.queue_total_s, Float),
    "ivr_s": cast(MeasuresRow.ivr_total_s, Float),
    "ivr_troubles": cast(_TROUBLES, Float),
    "friction": cast(FRICTION.value, Float),
    "distress": cast(case((_DISTRESSED, 1.0), else_=0.0), Float),
    "met": case((EMPATHY.parts[(0, "name")].as_string() == MOMENTS, EMPATHY.parts[(0, "value")].as_float())),
    "empathy": cast(EMPATHY.value, Float),
    "delivery": cast(DELIVERY.value, Float),
}  # fmt: skip
"""A figure of a call by its name; null where the call has none. docs/operations.md says what each is."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure over `calls` calls that have it: their sum and the sum of their squares."""

    calls: int = 0
    total: float = 0.0
    squares: float = 0.0

    def __add__(self, other: "Figure") -> "Figure":
        return Figure(self.calls + other.calls, self.total + other.total, self.squares + other.squares)

    @property
    def mean(self) -> float:
        """Of at least one call."""
        return self.total / self.calls

    @property
    def sd(self) -> float:
        """Standard deviation of single calls, 0 where there is one."""
        if self.calls < 2:
            return 0.0
        return sqrt(max(0.0, self.squares - self.total**2 / self.calls) / (self.calls - 1))


@dataclass(frozen=True, slots=True)
class Day:
    """The calls of a day and queue. `tonight` tells those that the night's run analysed from those known before."""

    day: date
    queue: str | None
    tonight: bool
    calls: int
    figures: dict[str, Figure]


def days_until(engine: Engine, began: datetime, days: int, zone: tzinfo) -> tuple[Day, ...]:
    """The days of calls in `zone`, from `days` before to that of the newest call analysed since `began` (aware).

    So an archive's night is compared with the nights before its calls, not with those of today. Each recording counts
    once, by its latest analysis, on the day its call began, or was analysed where nothing tells.
    Raises TryAgain or SetupBroken.
    """
    with reading(engine) as session:
        last = min(began, _newest(session, began) or began).astimezone(zone).date()
        return tuple(
            found for back in range(days, -1, -1) for found in _day(session, last - timedelta(days=back), zone, began)
        )


def _newest(session: Session, began: datetime) -> datetime | None:
    """When the newest call analysed since then began."""
    when = func.coalesce(RecordingRow.started_at, AnalysisRow.analysed_at, type_=UtcTime)
    return session.scalar(
        select(func.max(when, type_=UtcTime)).join(AnalysisRow.recording).where(AnalysisRow.analysed_at >= began)
    )


def _day(session: Session, day: date, zone: tzinfo, began: datetime) -> Iterator[Day]:
    """A query a day: its borders are those of the zone, and no database function for dates is needed."""
    start, end = (datetime.combine(when, time(), zone) for when in (day, day + timedelta(days=1)))
    within = or_(
        and_(RecordingRow.started_at >= start, RecordingRow.started_at < end),
        and_(RecordingRow.started_at.is_(None), AnalysisRow.analysed_at >= start, AnalysisRow.analysed_at < end),
    )
    tonight = case((AnalysisRow.analysed_at >= began, 1), else_=0)
    sums = [of for value in FIGURES.values() for of in (func.count(value), func.sum(value), func.sum(value * value))]
    query = (
        select(RecordingRow.queue, tonight, func.count(), *sums)
        .select_from(AnalysisRow)
        .join(RecordingRow, RecordingRow.id == AnalysisRow.recording_id)
        .join(MeasuresRow, MeasuresRow.analysis_id == AnalysisRow.id)
        .outerjoin(EMPATHY, is_of(EMPATHY, "empathy"))
        .outerjoin(DELIVERY, is_of(DELIVERY, "delivery"))
        .outerjoin(FRICTION, is_of(FRICTION, "friction"))
        .where(within, _is_latest())
        .group_by(RecordingRow.queue, tonight)
        .order_by(RecordingRow.queue, tonight)
    )
    for queue, is_tonight, calls, *values in session.execute(query):
        yield Day(day, queue, bool(is_tonight), calls, _figures(values))


def is_of(score: type[ScoreRow], name: str) -> ColumnElement[bool]:
    """Joins a score to its analysis by name."""
    return and_(score.analysis_id == AnalysisRow.id, score.name == name)


def _is_latest() -> ColumnElement[bool]:
    later = aliased(AnalysisRow)
    return ~exists().where(later.recording_id == AnalysisRow.recording_id, later.id > AnalysisRow.id)


def _figures(values: list[float | None]) -> dict[str, Figure]:
    threes = zip(values[::3], values[1::3], values[2::3], strict=True)
    return {
        name: Figure(int(calls or 0), float(total or 0.0), float(squares or 0.0))
        for name, (calls, total, squares) in zip(FIGURES, threes, strict=True)
    }
