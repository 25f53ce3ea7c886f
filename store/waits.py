"""Menus, queue and hold over a period, added up in the database."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, Engine, Float, case, cast, extract, func, literal, select

from store.connect import reading
from store.desk_tables import PromptRow, SummaryRow

HOUR_S, WEEK_S = 3600, 604800
MONDAY_S = 3 * 86400
"""The epoch began on a Thursday."""
WORDINGS = 1000
"""Of a prompt's wordings so many are read, the most often heard: the recogniser knows no end of rare ones."""
QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Period:
    """Calls that began from `since` until `until` (aware), of one queue where one is named."""

    since: datetime
    until: datetime
    queue: str = ""


@dataclass(frozen=True, slots=True)
class Hour:
    """Calls of a queue that began in an hour of the week; `weekday` 0 is Monday. Seconds are sums over the calls."""

    queue: str | None
    weekday: int
    hour: int
    calls: int
    queue_s: float
    hold_s: float
    ivr_s: float


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording of a prompt with one outcome: how often, and at how many of these times something was so."""

    text: str
    is_menu: bool
    chosen: str | None
    heard: int
    zeroed: int
    zero_presses: int
    options_changed: int
    invalid: int
    repeated: int


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of the calls by how long they waited for a person; `upset` had distress in their first third."""

    number: int
    calls: int
    least_s: float
    most_s: float
    upset: int


def hours(engine: Engine, seen: ColumnElement[bool], period: Period, zone: tzinfo) -> tuple[Hour, ...]:
    """By queue and hour of the week in `zone`. Raises TryAgain or SetupBroken."""
    hour = _hour_of_week(period, zone)
    query = (
        select(
            SummaryRow.queue, hour, func.count(), func.sum(SummaryRow.queue_s), func.sum(SummaryRow.hold_s),
            func.sum(SummaryRow.ivr_s),
        )
        .where(seen, *_within(period))
        .group_by(SummaryRow.queue, hour)
    )  # fmt: skip
    with reading(engine) as session:
        return tuple(
            Hour(queue, int(found) // 24, int(found) % 24, calls, *map(float, sums))
            for queue, found, calls, *sums in session.execute(query)
        )


def wordings(engine: Engine, seen: ColumnElement[bool], period: Period) -> tuple[Wording, ...]:
    """Every wording by what was chosen, the most often heard first, WORDINGS at most."""
    by = (PromptRow.text, PromptRow.is_menu, PromptRow.chosen)
    such = (PromptRow.zero_presses > 0, PromptRow.options_changed, PromptRow.invalid, PromptRow.repeated)
    zeroed, changed, invalid, repeated = (func.sum(case((each, 1), else_=0)) for each in such)
    heard = func.count()
    query = (
        select(*by, heard, zeroed, func.sum(PromptRow.zero_presses), changed, invalid, repeated)
        .join(SummaryRow, SummaryRow.analysis_id == PromptRow.analysis_id)
        .where(seen, *_within(period))
        .group_by(*by)
        .order_by(heard.desc(), PromptRow.text)
        .limit(WORDINGS)
    )
    with reading(engine) as session:
        return tuple(Wording(text, bool(menu), *rest) for text, menu, *rest in session.execute(query))


def quarters(engine: Engine, seen: ColumnElement[bool], period: Period) -> tuple[Quarter, ...]:
    """The shortest waits first: menu and queue, before a person came. Equal waits are parted by lot."""
    wait = cast(SummaryRow.queue_s + SummaryRow.ivr_s, Float)
    upset = case((SummaryRow.upset_at_start, 1), else_=0)
    number = func.ntile(QUARTERS).over(order_by=(wait, SummaryRow.draw))
    calls = (
        select(number.label("number"), wait.label("wait"), upset.label("upset"))
        .where(seen, *_within(period))
        .subquery()
    )
    query = (
        select(calls.c.number, func.count(), func.min(calls.c.wait), func.max(calls.c.wait), func.sum(calls.c.upset))
        .group_by(calls.c.number)
        .order_by(calls.c.number)
    )
    with reading(engine) as session:
        return tuple(
            Quarter(number, n, float(least), float(most), int(upset))
            for number, n, least, most, upset in session.execute(query)
        )


def queues(engine: Engine, seen: ColumnElement[bool], since: datetime) -> tuple[str, ...]:
    """Names of the queues that calls came through since then."""
    query = select(SummaryRow.queue).where(seen, SummaryRow.began >= since).distinct()
    with reading(engine) as session:
        return tuple(sorted(queue for queue in session.scalars(query) if queue))


def _within(period: Period) -> list[ColumnElement[bool]]:
    asked = [SummaryRow.began >= period.since, SummaryRow.began < period.until]
    return [*asked, SummaryRow.queue == period.queue] if period.queue else asked


def _hour_of_week(period: Period, zone: tzinfo) -> ColumnElement[Any]:
    """0 to 167 from Monday's midnight in the zone, by seconds of the epoch, which both databases count."""
    steps = _offsets(period, zone)
    earlier = [(SummaryRow.began < until, value) for until, value in steps[:-1]]
    offset = case(*earlier, else_=steps[-1][1]) if earlier else literal(steps[-1][1])
    seconds = extract("epoch", SummaryRow.began) + offset + MONDAY_S
    of_week = seconds % WEEK_S
    return (of_week - of_week % HOUR_S) / HOUR_S


def _offsets(period: Period, zone: tzinfo) -> list[tuple[datetime, int]]:
    """The zone's offsets in seconds, each with when it ends: clocks change within a period."""
    found: list[tuple[datetime, int]] = []
    at = period.since
    while at < period.until:
        offset = at.astimezone(zone).utcoffset() or timedelta()
        following = min(at + timedelta(hours=1), period.until)
        if found and found[-1][1] == offset.total_seconds():
            found[-1] = (following, found[-1][1])
        else:
            found.append((following, int(offset.total_seconds())))
        at = following
    return found or [(period.until, 0)]
