"""The calls behind an agent's figure, sorted by it, each with the seconds that tell most of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, case, func, select
from sqlalchemy.orm import Session

from store.agent_calls import COLD, FIGURES, WARM, figure_of_agent, is_alone
from store.connect import reading
from store.desk_tables import MomentRow, SummaryRow
from store.moments import MISSED, Period
from store.tables import EvidenceRow, SegmentRow, TurnRow

MARKED = {"warm_marks": WARM, "cold_marks": COLD}
SPOKEN = ("delivery", "talk_share", "latency_s")
LEAD_S = 2.0
"""One hears what a mark answers, a little of it."""
HEARD_S = 20.0


@dataclass(frozen=True, slots=True)
class CallBehind:
    """A call with its `value` of the figure. `start_s` to `end_s` is what to hear first."""

    call_id: str
    began: datetime
    queue: str | None
    duration_s: float
    upset_at_start: bool
    value: float
    start_s: float
    end_s: float


Span = tuple[float, float]
"""Seconds from, seconds to."""


@dataclass(frozen=True, slots=True)
class Behind:
    """What is asked for: the calls of an agent and period that have the figure, by it, the highest first or last.

    `figure` is one of store.agent_calls.FIGURES, or a marker: how often a call has it.
    """

    agent: str
    figure: str
    period: Period
    highest: bool


def calls_behind(
    engine: Engine, seen: ColumnElement[bool], asked: Behind, offset: int, limit: int
) -> tuple[CallBehind, ...]:
    """Some of them, among the calls `seen`. Raises TryAgain or SetupBroken."""
    agent, figure, period, highest = asked.agent, asked.figure, asked.period, asked.highest
    value = figure_of_agent(figure) if figure in FIGURES else _how_often(figure)
    order = value.desc() if highest else value.asc()
    query = (
        select(
            SummaryRow.analysis_id, SummaryRow.call_id, SummaryRow.began, SummaryRow.queue, SummaryRow.duration_s,
            SummaryRow.upset_at_start, value.label("value"),
        )
        .where(seen, SummaryRow.agent_id == agent, SummaryRow.began >= period.since, SummaryRow.began < period.until)
        .where(value.is_not(None))
        .order_by(order, SummaryRow.began.desc(), SummaryRow.recording_id)
        .offset(offset)
        .limit(limit)
    )  # fmt: skip
    with reading(engine) as session:
        rows = session.execute(query).all()
        spans = _telling(figure)(session, [row.analysis_id for row in rows], highest)
        return tuple(_behind(row, *_span(spans.get(row.analysis_id), row.duration_s)) for row in rows)


def _behind(row: Any, start_s: float, end_s: float) -> CallBehind:  # noqa: ANN401
    return CallBehind(
        row.call_id, row.began, row.queue, row.duration_s, row.upset_at_start, float(row.value), start_s, end_s
    )  # fmt: skip


def _how_often(marker: str) -> ColumnElement[Any]:
    found = select(func.count()).where(EvidenceRow.analysis_id == SummaryRow.analysis_id, EvidenceRow.marker == marker)
    return case((is_alone(), found.correlate(SummaryRow).scalar_subquery()))


def _span(found: Span | None, duration_s: float) -> Span:
    start, end = found or (0.0, HEARD_S)
    return max(0.0, start - LEAD_S), min(duration_s, end)


Telling = Callable[[Session, Sequence[int], bool], dict[int, Span]]


def _telling(figure: str) -> Telling:
    """How to find what to hear of calls for a figure; a call without it is heard from the start."""
    if figure in ("empathy", "met"):
        return _moment
    if figure in SPOKEN:
        return _longest_wait if figure == "latency_s" else _longest_turn
    if figure == "hold_s":
        return _longest_hold
    markers = MARKED.get(figure, (figure,))
    return lambda session, analyses, _: _first_mark(session, analyses, markers)


def _moment(session: Session, analyses: Sequence[int], highest: bool) -> dict[int, Span]:
    """The best-answered moment for a high figure, the worst for a low one."""
    query = select(MomentRow).where(MomentRow.analysis_id.in_(analyses)).order_by(MomentRow.start_s)
    found: dict[int, Span] = {}
    chosen: dict[int, bool] = {}
    for moment in session.scalars(query):
        fits = (moment.answer not in MISSED) == highest
        if moment.analysis_id not in found or (fits and not chosen[moment.analysis_id]):
            found[moment.analysis_id], chosen[moment.analysis_id] = (moment.start_s, moment.answer_end_s), fits
    return found


def _first_mark(session: Session, analyses: Sequence[int], markers: Sequence[str]) -> dict[int, Span]:
    query = select(EvidenceRow.analysis_id, EvidenceRow.start_s, EvidenceRow.end_s).where(
        EvidenceRow.analysis_id.in_(analyses), EvidenceRow.marker.in_(markers)
    )
    rows = session.execute(query.order_by(EvidenceRow.start_s.desc()))
    return {analysis: (start, end + LEAD_S) for analysis, start, end in rows}


def _longest_hold(session: Session, analyses: Sequence[int], _highest: bool) -> dict[int, Span]:
    """From before the longest hold: what was said of it."""
    query = select(SegmentRow.analysis_id, SegmentRow.start_s, SegmentRow.end_s).where(
        SegmentRow.analysis_id.in_(analyses), SegmentRow.kind == "hold"
    )
    rows = session.execute(query.order_by(SegmentRow.end_s - SegmentRow.start_s))
    return {analysis: (start - HEARD_S / 2, start + HEARD_S / 2) for analysis, start, _ in rows}


def _longest_turn(session: Session, analyses: Sequence[int], _highest: bool) -> dict[int, Span]:
    """Of the agent."""
    query = select(TurnRow.analysis_id, TurnRow.start_s, TurnRow.end_s).where(
        TurnRow.analysis_id.in_(analyses), TurnRow.role == "agent"
    )
    rows = session.execute(query.order_by(TurnRow.end_s - TurnRow.start_s))
    return {analysis: (start, max(end, start + HEARD_S / 2)) for analysis, start, end in rows}


def _longest_wait(session: Session, analyses: Sequence[int], _highest: bool) -> dict[int, Span]:
    """The agent's latest answer to the customer."""
    query = select(TurnRow.analysis_id, TurnRow.role, TurnRow.start_s, TurnRow.end_s).where(
        TurnRow.analysis_id.in_(analyses), TurnRow.role != "ivr"
    )
    found: dict[int, tuple[float, Span]] = {}
    before: tuple[int, str, float] = (-1, "", 0.0)
    for analysis, role, start, end in session.execute(query.order_by(TurnRow.analysis_id, TurnRow.position)):
        if role == "agent" and before[:2] == (analysis, "customer"):
            wait = start - before[2]
            if wait > found.get(analysis, (0.0,))[0]:
                found[analysis] = wait, (before[2] - LEAD_S, start + HEARD_S / 2)
        before = analysis, role, end
    return {analysis: span for analysis, (_, span) in found.items()}
