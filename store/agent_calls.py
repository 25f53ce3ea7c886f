"""The figures of agents' calls in a period, added up by the database: of any number of calls a few hundred rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, Engine, Float, case, cast, func, select, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from scores.markers import AGENT_MARKERS
from store.connect import reading
from store.desk_tables import SummaryRow
from store.tables import EvidenceRow

COLD = ("policy_shield", "refusal", "blame", "dismissal", "scripted")
WARM = tuple(marker for marker in AGENT_MARKERS if marker not in (*COLD, "transfer"))
START_SHARE = 3.0
"""The customer's mood at the start is that of the first third of the call."""
FIGURES = (
    "empathy", "delivery", "met", "friction", "hold_s", "talk_share", "latency_s", "warm_marks", "cold_marks",
)  # fmt: skip
"""Of a call, as its summary has them; null: not measurable."""
_OF_THE_CALL = ("friction", "hold_s")
"""Figures of what the customer went through, whoever spoke."""
DAY_S = 86400.0
WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Sums:
    """All that means, spreads and straight lines need of `calls` calls that have a figure.

    `total` and `squares` of the figure, `days` and `days_squared` of when the calls began (days since the period did),
    `products` of both.
    """

    calls: int = 0
    total: float = 0.0
    squares: float = 0.0
    days: float = 0.0
    days_squared: float = 0.0
    products: float = 0.0

    @classmethod
    def of(cls, values: Sequence[float], days: Sequence[float] | None = None) -> "Sums":
        """Of single calls."""
        when = days or [0.0] * len(values)
        return cls(
            len(values), sum(values), sum(v * v for v in values), sum(when), sum(d * d for d in when),
            sum(v * d for v, d in zip(values, when, strict=True)),
        )  # fmt: skip

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    def __sub__(self, other: "Sums") -> "Sums":
        return Sums(*(getattr(self, name) - getattr(other, name) for name in self.__slots__))

    @property
    def mean(self) -> float:
        """Of one call at least."""
        return self.total / self.calls

    @property
    def scatter(self) -> float:
        """Squared distances from the mean, added up."""
        return max(0.0, self.squares - self.total**2 / self.calls) if self.calls else 0.0


@dataclass(frozen=True, slots=True)
class Cell:
    """An agent's calls of a team and queue with customers of a mood: `figures` by name, `last` began last."""

    agent_id: str
    agent_name: str | None
    team: str | None
    queue: str | None
    upset_at_start: bool
    calls: int
    last: datetime
    figures: Mapping[str, Sums]


@dataclass(frozen=True, slots=True)
class Week:
    """An agent's calls of the `number`th seven days of a period, from 0."""

    number: int
    figures: Mapping[str, Sums]


@dataclass(frozen=True, slots=True)
class VoicedCall:
    """A call of an agent; `delivery` None: not measurable. `upset`: the customer was, at the start."""

    began: datetime
    delivery: float | None
    upset: bool


class seconds_of(GenericFunction[float]):  # noqa: N801 - a function of SQL
    """Seconds since 1970 of a time."""

    type = Float()
    inherit_cache = True


@compiles(seconds_of, "postgresql")
def _of_postgres(element: Any, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401
    return f"CAST(extract(epoch FROM {compiler.process(element.clauses, **how)}) AS double precision)"


@compiles(seconds_of, "sqlite")
def _of_sqlite(element: Any, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401
    return f"((julianday({compiler.process(element.clauses, **how)}) - 2440587.5) * {DAY_S})"


def agent_cells(
    engine: Engine,
    since: datetime,
    until: datetime,
    seen: ColumnElement[bool] | None = None,
    markers: Sequence[str] = (),
) -> tuple[Cell, ...]:
    """Of all agents with an id among the calls `seen`, by each call's latest analysis. Raises TryAgain or SetupBroken.

    `since` and `until` are aware; a call that tells no time counts when it was analysed. `markers` become figures of
    their own: how often a call has them.
    """
    calls = _calls(since, until, seen)
    keys = (calls.c.agent_id, calls.c.agent_name, calls.c.team, calls.c.queue, calls.c.upset_at_start)
    sums = [each for name in FIGURES for each in _six(calls.c[name], calls.c.day)]
    with reading(engine) as session:
        rows = session.execute(select(*keys, func.count(), func.max(calls.c.began), *sums).group_by(*keys)).all()
        marked = _marked(session, since, until, seen, markers) if markers else {}
    return tuple(_cells(rows, markers, marked))


def agent_weeks(
    engine: Engine, since: datetime, until: datetime, seen: ColumnElement[bool] | None = None
) -> dict[str, tuple[Week, ...]]:
    """By agent, the weeks with calls, oldest first. Raises TryAgain or SetupBroken."""
    calls = _calls(since, until, seen)
    week = cast(func.floor(calls.c.day / WEEK_DAYS), Float)
    keys = (calls.c.agent_id, week)
    sums = [each for name in FIGURES for each in _six(calls.c[name], calls.c.day)]
    found: dict[str, list[Week]] = {}
    with reading(engine) as session:
        for agent, number, *values in session.execute(select(*keys, *sums).group_by(*keys).order_by(*keys)):
            found.setdefault(agent, []).append(Week(int(number), dict(zip(FIGURES, _sums(values), strict=True))))
    return {agent: tuple(weeks) for agent, weeks in found.items()}


def voiced_calls(engine: Engine, agent: str, since: datetime, until: datetime) -> tuple[VoicedCall, ...]:
    """All calls of an agent, oldest first: one agent's of some months are few enough to read."""
    query = (
        select(SummaryRow.began, figure_of_agent("delivery"), SummaryRow.upset_at_start)
        .where(SummaryRow.agent_id == agent, SummaryRow.began >= since, SummaryRow.began < until)
        .order_by(SummaryRow.began)
    )
    with reading(engine) as session:
        return tuple(VoicedCall(*row) for row in session.execute(query))


def figure_of_agent(name: str) -> ColumnElement[Any]:
    """A figure of the call's agent: null where a colleague speaks too, whose words and voice are in it as well."""
    column: ColumnElement[Any] = getattr(SummaryRow, name)
    return column if name in _OF_THE_CALL else case((is_alone(), column))


def is_alone() -> ColumnElement[bool]:
    """Whether only one agent speaks in the call."""
    return SummaryRow.agents <= 1


def _calls(since: datetime, until: datetime, seen: ColumnElement[bool] | None) -> CTE:
    """The calls of the period with their figures, once: the sums would work each day out again."""
    query = select(
        SummaryRow.agent_id, SummaryRow.agent_name, SummaryRow.team, SummaryRow.queue, SummaryRow.upset_at_start,
        SummaryRow.began, SummaryRow.analysis_id, _day(since).label("day"),
        *(cast(figure_of_agent(name), Float).label(name) for name in FIGURES),
    ).where(*_of_agents(since, until, seen))  # fmt: skip
    return query.cte("calls").prefix_with("MATERIALIZED")


def _of_agents(since: datetime, until: datetime, seen: ColumnElement[bool] | None) -> tuple[ColumnElement[bool], ...]:
    within = SummaryRow.began >= since, SummaryRow.began < until
    return SummaryRow.agent_id.is_not(None), *within, true() if seen is None else seen


def _day(since: datetime) -> ColumnElement[float]:
    return (seconds_of(SummaryRow.began) - since.timestamp()) / DAY_S


def _six(value: ColumnElement[float], day: ColumnElement[float]) -> Iterator[ColumnElement[Any]]:
    """As Sums has them: days only of calls that have the figure."""
    known = value.is_not(None)
    yield func.count(value)
    yield func.sum(value)
    yield func.sum(value * value)
    yield func.sum(day).filter(known)
    yield func.sum(day * day).filter(known)
    yield func.sum(value * day)


def _sums(values: Sequence[Any]) -> list[Sums]:
    plain = [each or 0.0 for each in values]
    return [Sums(int(plain[i]), *plain[i + 1 : i + 6]) for i in range(0, len(plain), 6)]


def _cells(
    rows: Iterable[Any], markers: Sequence[str], marked: Mapping[tuple[Any, ...], tuple[float, ...]]
) -> Iterator[Cell]:
    for agent, name, team, queue, upset, calls, last, *values in rows:
        figures = dict(zip(FIGURES, _sums(values), strict=True))
        alone = figures["cold_marks"]  # never null where one agent speaks
        for marker in markers:
            total, squares, products = marked.get((agent, name, team, queue, upset, marker), (0.0, 0.0, 0.0))
            figures[marker] = Sums(alone.calls, total, squares, alone.days, alone.days_squared, products)
        yield Cell(agent, name, team, queue, bool(upset), calls, last, figures)


def _marked(
    session: Session, since: datetime, until: datetime, seen: ColumnElement[bool] | None, markers: Sequence[str]
) -> dict[tuple[Any, ...], tuple[float, ...]]:
    """By cell and marker: how often in all, the squares of the calls' counts, those times days."""
    keys = (
        SummaryRow.agent_id, SummaryRow.agent_name, SummaryRow.team, SummaryRow.queue, SummaryRow.upset_at_start,
    )  # fmt: skip
    count = cast(func.count(), Float).label("count")
    by_call = (
        select(*keys, EvidenceRow.marker, _day(since).label("day"), count)
        .join(EvidenceRow, EvidenceRow.analysis_id == SummaryRow.analysis_id)
        .where(*_of_agents(since, until, seen), is_alone(), EvidenceRow.marker.in_(markers))
        .group_by(SummaryRow.recording_id, EvidenceRow.marker)
        .subquery()
    )
    cells = [by_call.c[name] for name in ("agent_id", "agent_name", "team", "queue", "upset_at_start", "marker")]
    n = by_call.c["count"]
    query = select(*cells, func.sum(n), func.sum(n * n), func.sum(n * by_call.c.day)).group_by(*cells)
    return {tuple(row[:6]): tuple(row[6:]) for row in session.execute(query)}
