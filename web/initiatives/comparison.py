"""What a page about an initiative shows: windows, changes by figure, weeks, and what to be careful about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from sqlalchemy import ColumnElement, Engine

from configs.desk_settings import InitiativeSettings
from scorecards.initiative import Cell, Change, change_since
from store.agent_calls import FIGURES
from store.initiatives import Counted, Initiative, Week, counted, weeks

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Windows:
    """Equal stretches before and after the first day; `since` to `start` and `start` to `until`, aware."""

    since: datetime
    start: datetime
    until: datetime

    @property
    def days(self) -> int:
        """Of each."""
        return (self.until.date() - self.start.date()).days


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure's change; None: too few like calls."""

    figure: str
    change: Change | None


def windows(about: Initiative, today: date, zone: tzinfo, settings: InitiativeSettings) -> Windows | None:
    """As long as it has gone on, up to the setting; None before its first day."""
    last = min(today + timedelta(days=1), about.ends_on or date.max)
    days = min(settings.days, (last - about.starts_on).days)
    if days < 1:
        return None
    days_at = (about.starts_on - timedelta(days=days), about.starts_on, about.starts_on + timedelta(days=days))
    return Windows(*(datetime.combine(day, time(), zone) for day in days_at))


def changes(
    engine: Engine, seen: ColumnElement[bool], about: Initiative, within: Windows, settings: InitiativeSettings
) -> tuple[Changed, ...]:
    """Of every figure, on calls that may be seen; like calls came through the same queue in the same mood."""
    rows = counted(engine, seen, within.since, within.start, within.until)
    return tuple(
        Changed(figure, change_since(_cells(rows, figure), about.agents, settings.least_calls)) for figure in FIGURES
    )


def weekly(
    engine: Engine, seen: ColumnElement[bool], about: Initiative, within: Windows, figure: str
) -> tuple[Week, ...]:
    """Both groups' means; the weeks at the ends may be shorter."""
    before = [within.start - WEEK * k for k in range(1, within.days // 7 + 1)][::-1]
    after = [within.start + WEEK * k for k in range(1, within.days // 7 + 1)]
    borders = [within.since, *before, within.start, *after, within.until]
    borders = list(dict.fromkeys(borders))
    return weeks(engine, seen, borders, -borders.index(within.start), about.agents, figure)


def warnings(
    about: Initiative, within: Windows, found: Sequence[Changed], others: Sequence[Initiative], few_calls: int
) -> list[str]:
    """What may mislead, in sentences; that it is no experiment stands on the page itself."""
    told = []
    levels = [row.change.those for row in found if row.change]
    few = min((min(level.calls_before, level.calls_after) for level in levels), default=0)
    if few < few_calls:
        told.append(
            f"Few calls: some figures rest on {few} calls of these agents in a window. Only a large change can show."
        )
    left_out = max((row.change.left_out for row in found if row.change), default=0)
    if left_out:
        told.append(f"{left_out} calls of these agents are left out: no like call of others, or too few of an agent.")
    apart = next((row.change.apart for row in found if row.figure == "empathy" and row.change), None)
    if apart and apart.is_shown:
        far = f"{abs(apart.value):.0f} points of empathy {'below' if apart.value < 0 else 'above'} the others"
        told.append(f"These agents began {far} on like calls. Who is chosen for that comes nearer by chance alone.")
    return told + [_overlap(about, other) for other in others if _overlaps(about, within, other)]


def _cells(rows: Sequence[Counted], figure: str) -> list[Cell]:
    return [
        Cell(row.agent_id, (row.queue, row.upset_at_start), row.after, *row.figures[figure])
        for row in rows
        if row.figures[figure][0]
    ]


def _overlaps(about: Initiative, within: Windows, other: Initiative) -> bool:
    is_within = other.starts_on < within.until.date() and (other.ends_on or date.max) > within.since.date()
    return other.id != about.id and is_within


def _overlap(about: Initiative, other: Initiative) -> str:
    both = len(about.agents & other.agents)
    whom = f"{both} of these agents" if both else "agents they are compared with"
    since = f"{other.starts_on:%-d %b %Y}"
    return f"“{other.name}” (from {since}) overlaps with this and is for {whom}: the two can't be told apart."
