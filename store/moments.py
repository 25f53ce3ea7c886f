"""Moments that called for empathy, of an agent and of colleagues who let others learn from them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, Select, and_, case, func, or_, select

from scores.opportunities import LOUD, Answer
from store.connect import reading
from store.desk_tables import MomentRow, SummaryRow

MET, MISSED = (Answer.MET.value,), (Answer.UNMET.value, Answer.STOCK.value)
"""A stock phrase in answer to distress counts against, not for."""
SOLE = ("agent", "agent 1")
"""How turns name an agent of whom nothing is known, the first of several."""
SPARE = 4
"""So many times what is asked for is read, as one call gives one moment."""
SOON_S = 5.0
"""Answers that came within the same five seconds were as soon as each other."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What the customer said from `start_s` to `end_s` and the answer until `answer_end_s`; docs/empathy.md."""

    id: int
    call_id: str
    analysis_id: int
    agent_id: str
    agent_name: str | None
    team: str | None
    began: datetime
    kind: str
    start_s: float
    end_s: float
    said: str
    answer: str
    answer_end_s: float
    answer_words: str
    wait_s: float | None


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` until `until`, aware."""

    since: datetime
    until: datetime


def moment_of(engine: Engine, moment_id: int, seen: ColumnElement[bool]) -> Moment | None:
    """The moment, of a call's latest analysis, among the calls `seen`."""
    with reading(engine) as session:
        row = session.execute(_moments(MomentRow.id == moment_id, seen)).one_or_none()
        return Moment(*row) if row else None


def best_moments(
    engine: Engine, seen: ColumnElement[bool], agent: str, period: Period, limit: int
) -> tuple[Moment, ...]:
    """Met ones, those first in which the customer was upset and the answer came soon; one a call."""
    loud = case((MomentRow.kind.in_(LOUD), 0), else_=1)
    order = loud, func.floor(MomentRow.wait_s / SOON_S), SummaryRow.began.desc(), MomentRow.id
    such = _of(agent, period), MomentRow.answer.in_(MET)
    return _one_a_call(engine, _moments(seen, *such).order_by(*order), limit)


def hardest_moments(
    engine: Engine, seen: ColumnElement[bool], agent: str, period: Period, limit: int
) -> tuple[Moment, ...]:
    """Missed ones, those first in which the customer was upset, the newest first; one a call."""
    loud = case((MomentRow.kind.in_(LOUD), 0), else_=1)
    order = loud, SummaryRow.began.desc(), MomentRow.id
    such = _of(agent, period), MomentRow.answer.in_(MISSED)
    return _one_a_call(engine, _moments(seen, *such).order_by(*order), limit)


def peer_moments(
    engine: Engine, agents: Collection[str], team: str, kind: str, period: Period, limit: int
) -> tuple[Moment, ...]:
    """The best-handled moments of a kind of these agents in the team's calls: met soon, in a call that went well.

    Each colleague's best one comes before anybody's second. Who agreed to share is the asker's to know.
    """
    order = func.floor(MomentRow.wait_s / SOON_S), SummaryRow.empathy.desc().nulls_last(), MomentRow.id
    query = _moments(
        SummaryRow.agent_id.in_(sorted(agents)), SummaryRow.team == team, *_within(period), is_own(),
        MomentRow.kind == kind, MomentRow.answer.in_(MET),
    )  # fmt: skip
    turn = func.row_number().over(partition_by=SummaryRow.agent_id, order_by=order)
    return _one_a_call(engine, query.order_by(turn, *order), limit)


def kinds_of_moments(
    engine: Engine, seen: ColumnElement[bool], agent: str, period: Period
) -> dict[str, tuple[int, int]]:
    """By kind how many moments the agent had and how many of them were missed."""
    missed = func.sum(case((MomentRow.answer.in_(MISSED), 1), else_=0))
    query = _joined(select(MomentRow.kind, func.count(), missed)).where(seen, _of(agent, period))
    with reading(engine) as session:
        return {kind: (count, lost) for kind, count, lost in session.execute(query.group_by(MomentRow.kind))}


def _moments(*such: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    columns = (
        MomentRow.id, SummaryRow.call_id, SummaryRow.analysis_id, SummaryRow.agent_id, SummaryRow.agent_name,
        SummaryRow.team, SummaryRow.began, MomentRow.kind, MomentRow.start_s, MomentRow.end_s, MomentRow.said,
        MomentRow.answer, MomentRow.answer_end_s, MomentRow.answer_words, MomentRow.wait_s,
    )  # fmt: skip
    return _joined(select(*columns)).where(SummaryRow.agent_id.is_not(None), *such)


def _joined(query: Select) -> Select:  # type: ignore[type-arg]
    return query.join(SummaryRow, SummaryRow.analysis_id == MomentRow.analysis_id)


def _of(agent: str, period: Period) -> ColumnElement[bool]:
    return and_(SummaryRow.agent_id == agent, *_within(period), is_own())


def _within(period: Period) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return SummaryRow.began >= period.since, SummaryRow.began < period.until


def is_own() -> ColumnElement[bool]:
    """Answered by the agent the call is known by, not by one it was passed on to."""
    by = MomentRow.answered_by
    return or_(by.is_(None), by == SummaryRow.agent_id, by == SummaryRow.agent_name, by.in_(SOLE))


def _one_a_call(engine: Engine, query: Select, limit: int) -> tuple[Moment, ...]:  # type: ignore[type-arg]
    with reading(engine) as session:
        found = [Moment(*row) for row in session.execute(query.limit(SPARE * limit))]
    first = {moment.call_id: moment for moment in reversed(found)}
    return tuple(moment for moment in found if first[moment.call_id] is moment)[:limit]
