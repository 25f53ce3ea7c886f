"""Menus and waits, for a period and a queue."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field, field_validator

from scorecards.menus import PromptFigures
from store.accounts import Person
from store.waits import Hour, Period, queues
from web.access import counted_for
from web.desk import Day, Desk, DeskHere
from web.pages import page
from web.signed_in import need
from web.tables.export import FormatAsked, export_links, exported
from web.tables.table import Column, Table
from web.waits.figures import Mood, Waits, waits
from web.waits.heat import FIGURES, WEEKDAYS, Figure, by_queue, by_weekday, worst

router = APIRouter(include_in_schema=False)
DAYS = 28
"""Shown unless asked otherwise: four of each weekday."""
MOST_DAYS = 366
MOST_PROMPTS = 40
"""Shown on the page; a file has all."""


class Asked(BaseModel):
    """The filters as they stand in the address; `table` is for a file."""

    since: Day | None = None
    until: Day | None = None
    queue: str = Field("", max_length=300)
    figure: Figure = "queue_s"
    table: Literal["hours", "prompts", "moods"] = "hours"

    @field_validator("since", "until", mode="before")
    @classmethod
    def empty_is_none(cls, value: object) -> object:
        """A form sends empty fields."""
        return None if value == "" else value


@router.get("/waits")
def look(
    request: Request,
    person: Annotated[Person, Depends(need("waits"))],
    desk: DeskHere,
    asked: Annotated[Asked, Query()],
    form: FormatAsked,
) -> Response:
    """Where callers wait, at which menu they give up, and in which mood they arrive."""
    seen, period = counted_for(person), period_of(desk, asked.since, asked.until, asked.queue)
    found = waits(desk.engine, seen, period, desk.zone)
    if form:
        return exported(request, person, desk, _file(found, asked.table), form)
    heat = by_queue(found.hours, asked.figure)
    return page(
        request,
        "waits/page.html.j2",
        asked=asked,
        since=period.since.astimezone(desk.zone).date(),
        until=(period.until.astimezone(desk.zone) - timedelta(days=1)).date(),
        queues=queues(desk.engine, seen, period.since),
        found=found,
        shown=found.prompts[:MOST_PROMPTS],
        figures=FIGURES,
        heat=heat,
        weekdays=by_weekday(found.hours, asked.figure),
        worst=worst(heat),
        tells_choices=desk.settings.keys.tell_choices,
        exports={table: export_links(request, table=table) for table in ("hours", "prompts", "moods")},
    )


def period_of(desk: Desk, since: date | None, until: date | None, queue: str) -> Period:
    """Whole days of the desk's zone, both included; the last DAYS where none is named, and a year at most."""
    last = until or datetime.now(desk.zone).date()
    first = max(since or last - timedelta(days=DAYS - 1), last - timedelta(days=MOST_DAYS - 1))
    start, end = (datetime.combine(day, time(), desk.zone) for day in (first, max(first, last) + timedelta(days=1)))
    return Period(start, end, queue)


HOURS: Table[Hour] = Table(
    "waits-by-hour",
    (
        Column("queue", str, lambda hour: hour.queue),
        Column("weekday", str, lambda hour: WEEKDAYS[hour.weekday]),
        Column("hour", int, lambda hour: hour.hour),
        Column("calls", int, lambda hour: hour.calls),
        Column("mean_queue_s", float, lambda hour: hour.queue_s / hour.calls),
        Column("mean_hold_s", float, lambda hour: hour.hold_s / hour.calls),
        Column("mean_ivr_s", float, lambda hour: hour.ivr_s / hour.calls),
    ),
)
PROMPTS: Table[PromptFigures] = Table(
    "prompts",
    (
        Column("text", str, lambda prompt: prompt.text),
        Column("is_menu", bool, lambda prompt: prompt.is_menu),
        Column("heard", int, lambda prompt: prompt.heard),
        Column("zero_presses", int, lambda prompt: prompt.zero_presses),
        Column("share_zeroed", float, lambda prompt: prompt.zeroed.value),
        Column("share_zeroed_low", float, lambda prompt: prompt.zeroed.low),
        Column("share_zeroed_high", float, lambda prompt: prompt.zeroed.high),
        Column("options_changed", int, lambda prompt: prompt.options_changed),
        Column("invalid", int, lambda prompt: prompt.invalid),
        Column("repeated", int, lambda prompt: prompt.repeated),
        Column("choices_known", int, lambda prompt: prompt.options[0].taken.of if prompt.options else 0),
        Column("chosen", str, lambda prompt: " ".join(f"{o.key}:{o.taken.count}" for o in prompt.options)),
        Column("never_chosen", str, lambda prompt: " ".join(option.key for option in prompt.never)),
    ),
)
MOODS: Table[Mood] = Table(
    "mood-by-wait",
    (
        Column("least_wait_s", float, lambda mood: mood.least_s),
        Column("most_wait_s", float, lambda mood: mood.most_s),
        Column("calls", int, lambda mood: mood.upset.of),
        Column("share_upset", float, lambda mood: mood.upset.value),
        Column("share_upset_low", float, lambda mood: mood.upset.low),
        Column("share_upset_high", float, lambda mood: mood.upset.high),
    ),
)


def _file(found: Waits, table: str) -> tuple[Table[Any], Sequence[Any]]:
    files: dict[str, tuple[Table[Any], Sequence[Any]]] = {
        "hours": (HOURS, found.hours),
        "prompts": (PROMPTS, found.prompts),
        "moods": (MOODS, found.moods),
    }
    return files[table]
