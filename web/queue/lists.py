"""Two pages of one kind: unheard calls by what they would teach, and all calls by what is asked."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from time import monotonic
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field, field_validator

from reports.marker_names import MARKERS
from store.accounts import Person
from store.queue import CallLine, Order, ScoreName, Wanted, calls_wanted, choices, count_wanted
from web.access import may, visible
from web.desk import Day, Desk, DeskHere
from web.pages import page
from web.signed_in import need
from web.tables.export import FormatAsked, export_links, exported
from web.tables.table import Column, Table

router = APIRouter(include_in_schema=False)
COUNTED = 1000
AT_ONCE = 1000
"""Rows of an export are read so many at a time: a database takes only so many ids in one question."""
CHOICES_KEPT_S = 60.0
MOST_KEPT = 500
_offered: dict[tuple[object, ...], dict[str, tuple[str, ...]]] = {}
NARROWING = ("agent", "team", "queue", "until", "marker", "score", "least", "most")
"""Filters that are folded away until one is used."""
ORDERS: dict[Order, str] = {
    "worth": "most worth hearing first",
    "newest": "newest first",
    "empathy": "lowest empathy first",
    "delivery": "lowest delivery first",
    "friction": "highest friction first",
    "hold": "longest hold first",
}


COLUMNS: tuple[Column[CallLine], ...] = (
    Column("call_id", str, lambda line: line.call_id),
    Column("began", datetime, lambda line: line.began),
    Column("agent_id", str, lambda line: line.agent_id),
    Column("agent_name", str, lambda line: line.agent_name),
    Column("team", str, lambda line: line.team),
    Column("queue", str, lambda line: line.queue),
    Column("duration_s", float, lambda line: line.duration_s),
    Column("empathy", float, lambda line: line.empathy),
    Column("delivery", float, lambda line: line.delivery),
    Column("friction", float, lambda line: line.friction),
    Column("hold_s", float, lambda line: line.hold_s),
    Column("worth", float, lambda line: line.worth),
    Column("reasons", str, lambda line: "; ".join(line.reasons)),
    Column("reviewers", int, lambda line: line.reviewers),
    Column("disputed", int, lambda line: line.disputed),
)
QUEUE, CALLS = Table("queue", COLUMNS), Table("calls", COLUMNS)


class Asked(BaseModel):
    """The filters as they stand in the address, so that a view can be linked to."""

    words: str = Field("", max_length=300)
    agent: str = ""
    team: str = ""
    queue: str = ""
    since: Day | None = None
    until: Day | None = None
    marker: str = ""
    score: ScoreName | Literal[""] = ""
    least: float | None = Field(None, ge=0, le=100)
    most: float | None = Field(None, ge=0, le=100)
    order: Order | Literal[""] = ""
    page: int = Field(1, ge=1, le=10000)

    @field_validator("since", "until", "least", "most", mode="before")
    @classmethod
    def empty_is_none(cls, value: object) -> object:
        """A form sends empty fields."""
        return None if value == "" else value


@router.get("/queue")
def queue(
    request: Request,
    person: Annotated[Person, Depends(need("review"))],
    desk: DeskHere,
    asked: Annotated[Asked, Query()],
    form: FormatAsked,
) -> Response:
    """Calls that nobody has finished reviewing, those first that would teach most."""
    if "since" not in request.query_params:
        first = datetime.now(desk.zone).date() - timedelta(days=desk.settings.desk.queue_days)
        asked = asked.model_copy(update={"since": first})
    if form:
        return exported(request, person, desk, (QUEUE, _all(person, desk, asked, unheard=True)), form)
    return _listed(request, person, desk, asked, unheard=True)


@router.get("/calls")
def calls(
    request: Request,
    person: Annotated[Person, Depends(need("hear"))],
    desk: DeskHere,
    asked: Annotated[Asked, Query()],
    form: FormatAsked,
) -> Response:
    """All calls that this person may see."""
    if form:
        return exported(request, person, desk, (CALLS, _all(person, desk, asked, unheard=False)), form)
    return _listed(request, person, desk, asked, unheard=False)


def _listed(request: Request, person: Person, desk: Desk, asked: Asked, *, unheard: bool) -> Response:
    seen, size = visible(person), desk.settings.desk.page_calls
    wanted = wanted_of(asked, desk, unheard=unheard)
    found = lines_for(person, desk, wanted, (asked.page - 1) * size, size + 1)
    return page(
        request,
        "queue/list.html.j2",
        title="Queue" if unheard else "Calls",
        lines=found[:size],
        count=count_wanted(desk.engine, seen, wanted, COUNTED),
        counted=COUNTED,
        asked=asked,
        order=wanted.order,
        unheard=unheard,
        choices=_choices(desk, person),
        markers=MARKERS,
        orders={order: what for order, what in ORDERS.items() if order != "worth" or may(person, "review")},
        newer=_link(asked, asked.page - 1) if asked.page > 1 else None,
        narrowed=any(getattr(asked, name) not in ("", None) for name in NARROWING),
        older=_link(asked, asked.page + 1) if len(found) > size else None,
        exports=export_links(request),
    )


def _choices(desk: Desk, person: Person) -> dict[str, tuple[str, ...]]:
    """What the filters offer, a minute old at most: it is read from all calls that the person may see."""
    key = (id(desk.engine), person.role, person.teams, person.agent_id, int(monotonic() / CHOICES_KEPT_S))
    if key not in _offered:
        if len(_offered) > MOST_KEPT:
            _offered.clear()
        _offered[key] = choices(desk.engine, visible(person))
    return _offered[key]


def _all(person: Person, desk: Desk, asked: Asked, *, unheard: bool) -> tuple[CallLine, ...]:
    """Not a page of them: all that are asked for, up to the limit of an export."""
    wanted = wanted_of(asked, desk, unheard=unheard)
    found: list[CallLine] = []
    for start in range(0, desk.settings.desk.export_rows, AT_ONCE):
        part = lines_for(person, desk, wanted, start, AT_ONCE, with_hits=False)
        found += part
        if len(part) < AT_ONCE:
            break
    return tuple(found[: desk.settings.desk.export_rows])


def lines_for(
    person: Person, desk: Desk, wanted: Wanted, offset: int, limit: int, *, with_hits: bool = True
) -> tuple[CallLine, ...]:
    """The calls that are visible to a person; to agents nothing of what reviewers did: only what is handed is shown.

    Disputed marks are in `worth` too, and in its reasons.
    """
    seen = visible(person)
    if may(person, "review"):
        return calls_wanted(desk.engine, seen, wanted, offset, limit, with_hits=with_hits)
    wanted = replace(wanted, unheard=False, order="newest" if wanted.order == "worth" else wanted.order)
    found = calls_wanted(desk.engine, seen, wanted, offset, limit, with_hits=with_hits)
    return tuple(replace(each, worth=None, reasons=(), reviewers=None, opened=None, disputed=None) for each in found)


def wanted_of(asked: Asked, desk: Desk, *, unheard: bool) -> Wanted:
    """The filters as the store takes them; days are those of the desk's zone."""
    return Wanted(
        agent=asked.agent,
        team=asked.team,
        queue=asked.queue,
        since=_start(asked.since, desk),
        until=_start(asked.until + timedelta(days=1) if asked.until else None, desk),
        marker=asked.marker,
        score=asked.score or None,
        least=asked.least,
        most=asked.most,
        words=asked.words,
        unheard=unheard,
        order=asked.order or ("worth" if unheard else "newest"),
    )


def _start(day: date | None, desk: Desk) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), desk.zone)


def _link(asked: Asked, number: int) -> str:
    values: dict[str, Any] = {**asked.model_dump(), "page": number}
    values["since"] = asked.since or ""  # left out, the queue would begin with its own first day
    return "?" + urlencode({key: value for key, value in values.items() if key == "since" or value not in ("", None)})
