"""Two pages of one kind: unheard calls by what they would teach, and all calls by what is asked."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field, field_validator

from reports.marker_names import MARKERS
from store.accounts import Person
from store.queue import Order, ScoreName, Wanted, calls_wanted, choices, count_wanted
from web.access import visible
from web.desk import Desk, DeskHere
from web.pages import page
from web.signed_in import need

router = APIRouter(include_in_schema=False)
COUNTED = 1000
ORDERS: dict[Order, str] = {
    "worth": "most worth hearing first",
    "newest": "newest first",
    "empathy": "lowest empathy first",
    "delivery": "lowest delivery first",
    "friction": "highest friction first",
    "hold": "longest hold first",
}


class Asked(BaseModel):
    """The filters as they stand in the address, so that a view can be linked to."""

    words: str = Field("", max_length=300)
    agent: str = ""
    team: str = ""
    queue: str = ""
    since: date | None = None
    until: date | None = None
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
) -> Response:
    """Calls that nobody has finished reviewing, those first that would teach most."""
    return _listed(request, person, desk, asked, unheard=True)


@router.get("/calls")
def calls(
    request: Request, person: Annotated[Person, Depends(need("hear"))], desk: DeskHere, asked: Annotated[Asked, Query()]
) -> Response:
    """All calls that this person may see."""
    return _listed(request, person, desk, asked, unheard=False)


def _listed(request: Request, person: Person, desk: Desk, asked: Asked, *, unheard: bool) -> Response:
    seen, size = visible(person), desk.settings.desk.page_calls
    wanted = _wanted(asked, desk, unheard=unheard)
    found = calls_wanted(desk.engine, seen, wanted, (asked.page - 1) * size, size + 1)
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
        choices=choices(desk.engine, seen),
        markers=MARKERS,
        orders=ORDERS,
        newer=_link(asked, asked.page - 1) if asked.page > 1 else None,
        older=_link(asked, asked.page + 1) if len(found) > size else None,
    )


def _wanted(asked: Asked, desk: Desk, *, unheard: bool) -> Wanted:
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
    return "?" + urlencode({key: value for key, value in values.items() if value not in ("", None)})
