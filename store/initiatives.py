"""Initiatives, and what calls were like before and after one began, added up in the database."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, Engine, and_, case, func, select

from store.agent_calls import FIGURES, figure_of_agent
from store.connect import reading, writing
from store.desk_tables import SummaryRow
from store.people_tables import InitiativeAgentRow, InitiativeRow


@dataclass(frozen=True, slots=True)
class Initiative:
    """Something begun for `agents` on a day; `ends_on` is the first day that no longer counts, None: it goes on."""

    id: int
    name: str
    note: str
    starts_on: date
    ends_on: date | None
    agents: frozenset[str]
    created_by: int | None


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent by the calls that may be seen."""

    id: str
    name: str | None
    team: str | None


@dataclass(frozen=True, slots=True)
class Counted:
    """Calls of an agent of one queue and mood, before or after: how many have each figure, and its sum."""

    agent_id: str
    queue: str | None
    upset_at_start: bool
    after: bool
    calls: int
    figures: dict[str, tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Week:
    """A figure's calls and mean in a week of a group; weeks count from the initiative's first day, -1 is before it."""

    number: int
    those: bool
    calls: int
    mean: float


def agents_seen(engine: Engine, seen: ColumnElement[bool], since: datetime) -> tuple[Agent, ...]:
    """Agents with a call since then that may be seen, by id. Raises TryAgain or SetupBroken."""
    query = (
        select(SummaryRow.agent_id, func.max(SummaryRow.agent_name), func.max(SummaryRow.team))
        .where(seen, SummaryRow.agent_id.is_not(None), SummaryRow.began >= since)
        .group_by(SummaryRow.agent_id)
        .order_by(SummaryRow.agent_id)
    )
    with reading(engine) as session:
        return tuple(Agent(*row) for row in session.execute(query))


def begin(engine: Engine, about: Initiative) -> Initiative:
    """Keep a new one; its `id` is given here."""
    with writing(engine) as session:
        row = InitiativeRow(
            name=about.name, note=about.note, starts_on=about.starts_on, ends_on=about.ends_on,
            created_by=about.created_by, created_at=datetime.now(UTC),
            agents=[InitiativeAgentRow(agent_id=agent) for agent in sorted(about.agents)],
        )  # fmt: skip
        session.add(row)
        session.flush()
        return _initiative(row)


def initiatives(engine: Engine) -> tuple[Initiative, ...]:
    """All, the latest begun first."""
    with reading(engine) as session:
        rows = session.scalars(select(InitiativeRow).order_by(InitiativeRow.starts_on.desc(), InitiativeRow.id.desc()))
        return tuple(_initiative(row) for row in rows)


def initiative(engine: Engine, number: int) -> Initiative | None:
    """One of them."""
    with reading(engine) as session:
        row = session.get(InitiativeRow, number)
        return _initiative(row) if row else None


def end(engine: Engine, number: int, day: date) -> None:
    """It counts until the day before `day`."""
    with writing(engine) as session:
        session.get_one(InitiativeRow, number).ends_on = day


def forget(engine: Engine, number: int) -> None:
    """Delete one."""
    with writing(engine) as session:
        session.delete(session.get_one(InitiativeRow, number))


def counted(
    engine: Engine, seen: ColumnElement[bool], since: datetime, start: datetime, until: datetime
) -> tuple[Counted, ...]:
    """Calls before `start`, from `since`, and after it, until `until`, by agent, queue and mood."""
    after = case((SummaryRow.began >= start, 1), else_=0)
    by = (SummaryRow.agent_id, SummaryRow.queue, SummaryRow.upset_at_start, after)
    columns = [figure_of_agent(name) for name in FIGURES]
    sums = [of for column in columns for of in (func.count(column), func.sum(column))]
    query = select(*by, func.count(), *sums).where(seen, *_within(since, until)).group_by(*by)
    with reading(engine) as session:
        return tuple(
            Counted(agent, queue, bool(upset), bool(late), calls, _figures(sums))
            for agent, queue, upset, late, calls, *sums in session.execute(query)
        )


def weeks(
    engine: Engine, seen: ColumnElement[bool], borders: Sequence[datetime], first: int, agents: Collection[str],
    figure: str,
) -> tuple[Week, ...]:  # fmt: skip
    """A figure week by week, of `agents` and of the others. `borders` part weeks; `first` is the first one's number."""
    number = case(
        *((SummaryRow.began < border, first + place) for place, border in enumerate(borders[1:])),
        else_=first + len(borders) - 1,
    )
    those = case((SummaryRow.agent_id.in_(sorted(agents)), 1), else_=0)
    column = figure_of_agent(figure)
    query = (
        select(number, those, func.count(column), func.avg(column))
        .where(seen, column.is_not(None), *_within(borders[0], borders[-1]))
        .group_by(number, those)
        .order_by(number, those)
    )
    with reading(engine) as session:
        return tuple(Week(n, bool(t), calls, float(mean)) for n, t, calls, mean in session.execute(query))


def _within(since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    return SummaryRow.agent_id.is_not(None), and_(SummaryRow.began >= since, SummaryRow.began < until)


def _figures(sums: Sequence[float | None]) -> dict[str, tuple[int, float]]:
    pairs = zip(sums[::2], sums[1::2], strict=True)
    return {name: (int(n or 0), float(s or 0.0)) for name, (n, s) in zip(FIGURES, pairs, strict=True)}


def _initiative(row: InitiativeRow) -> Initiative:
    agents = frozenset(agent.agent_id for agent in row.agents)
    return Initiative(row.id, row.name, row.note, row.starts_on, row.ends_on, agents, row.created_by)
