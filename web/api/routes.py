"""The API's routes: each asks the same functions as the page for people, within what its token's owner may see."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request
from pydantic import Field

from reports.report_json import report_dict
from store.accounts import Person
from store.agents import known_agent
from store.initiatives import agents_seen
from store.ledger import list_failures
from store.queue import Order
from web.access import counted_for, visible
from web.agents.card import card_of
from web.agents.period import Days, asked_period
from web.api import shapes
from web.api.tokens import NOT_FOUND, PROBLEMS, note, within
from web.call.opened import call_seen, report_of
from web.desk import Day, DeskHere
from web.initiatives.comparison import changes, windows
from web.initiatives.pages import known, of
from web.nights.nights import SHOWN, ended, summaries
from web.queue.lists import Asked, lines_for, wanted_of
from web.waits.figures import waits
from web.waits.pages import period_of

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)
Calls = Annotated[Person, Depends(within("calls", "hear"))]
Cards = Annotated[Person, Depends(within("scorecards", "scorecards", "own scorecard"))]
Begun = Annotated[Person, Depends(within("scorecards", "initiatives"))]
Waits = Annotated[Person, Depends(within("waits", "waits"))]
Nights = Annotated[Person, Depends(within("nights", "nights"))]
Since = Annotated[Day | None, Query(description="First day, in the desk's time zone")]
Until = Annotated[Day | None, Query(description="Last day, included; left out: today")]


class CallsAsked(Asked):
    """The queue's filters."""

    words: str = Field("", max_length=300, description='Words said; "quotes" ask for them in this order')
    agent: str = Field("", description="Agent's id")
    team: str = ""
    queue: str = ""
    since: Day | None = Field(None, description="First day, in the desk's time zone")
    until: Day | None = Field(None, description="Last day, included")
    marker: str = Field("", description="With this mark, such as distress")
    least: float | None = Field(None, ge=0, le=100, description="At least this `score`")
    most: float | None = Field(None, ge=0, le=100, description="At most this `score`")
    order: Order = Field("newest", description="What comes first")
    page: int = Field(1, ge=1, le=10000)
    size: int = Field(25, ge=1, le=200, description="Calls a page")
    unheard: bool = Field(False, description="Only those that nobody has finished reviewing")


@router.get("/calls", tags=["calls"])
def list_calls(request: Request, person: Calls, desk: DeskHere, asked: Annotated[CallsAsked, Query()]) -> shapes.Calls:
    """Calls in short, filtered as the queue is, a page at a time. Scope `calls`."""
    note(request, desk, person)
    wanted = wanted_of(asked, desk, unheard=asked.unheard)
    found = lines_for(person, desk, wanted, (asked.page - 1) * asked.size, asked.size + 1)
    lines = [shapes.Call.model_validate(line) for line in found[: asked.size]]
    return shapes.Calls(calls=lines, page=asked.page, more=len(found) > asked.size)


@router.get(
    "/calls/{call_id}",
    tags=["calls"],
    responses=NOT_FOUND | {410: {"model": shapes.Problem, "description": "Deleted when its time was over"}},
)
def read_call(
    request: Request, person: Calls, desk: DeskHere, call_id: Annotated[str, Path(max_length=500)]
) -> dict[str, Any]:
    """All that is known of a call: its report.json. Scope `calls`."""
    call = call_seen(desk, person, call_id)
    report = report_of(desk, call)
    note(request, desk, person, call.call_id)
    return report_dict(report)


@router.get("/agents", tags=["agents"])
def list_agents(request: Request, person: Cards, desk: DeskHere, since: Since = None) -> shapes.Agents:
    """Agents with a call since a day (30 days back), by id. Scope `scorecards`."""
    note(request, desk, person)
    days = asked_period(Days(since=since), desk)
    found = agents_seen(desk.engine, visible(person), days.period.since)
    return shapes.Agents(agents=[shapes.Agent.model_validate(agent) for agent in found])


@router.get("/agents/{agent_id:path}/scorecard", tags=["agents"], responses=NOT_FOUND)
def read_scorecard(
    request: Request, person: Cards, desk: DeskHere, agent_id: str, since: Since = None, until: Until = None
) -> shapes.Scorecard:
    """An agent's figures over a period (the last 30 days), beside the team on like calls. Scope `scorecards`."""
    agent = known_agent(desk.engine, agent_id, visible(person))
    days = asked_period(Days(since=since, until=until), desk)
    if agent is None:
        raise HTTPException(404)
    note(request, desk, person)
    card = card_of(desk, person, agent, days.period)
    if card is None:
        raise HTTPException(404)
    return shapes.Scorecard.model_validate(card)


@router.get("/waits", tags=["waits"])
def read_waits(
    request: Request,
    person: Waits,
    desk: DeskHere,
    since: Since = None,
    until: Until = None,
    queue: Annotated[str, Query(description="Only calls of this queue")] = "",
) -> shapes.Waits:
    """Menus and waits by queue and hour (the last 28 days): the page's figures, no word people said. Scope `waits`."""
    note(request, desk, person)
    period = period_of(desk, since, until, queue)
    return shapes.Waits.model_validate(waits(desk.engine, counted_for(person), period, desk.zone))


@router.get("/initiatives", tags=["initiatives"])
def list_initiatives(request: Request, person: Begun, desk: DeskHere) -> shapes.Initiatives:
    """Initiatives for agents that the token's owner may see, the latest begun first. Scope `scorecards`."""
    note(request, desk, person)
    return shapes.Initiatives(initiatives=[shapes.Initiative.model_validate(each) for each in of(person, desk)])


@router.get("/initiatives/{number}", tags=["initiatives"], responses=NOT_FOUND)
def read_initiative(request: Request, person: Begun, desk: DeskHere, number: int) -> shapes.InitiativeChange:
    """An initiative, and what changed since, against agents without it. Scope `scorecards`."""
    about, settings = known(person, desk, number), desk.settings.initiatives
    note(request, desk, person)
    both = windows(about, datetime.now(desk.zone).date(), desk.zone, settings)
    found = changes(desk.engine, visible(person), about, both, settings) if both else ()
    return shapes.InitiativeChange(
        initiative=shapes.Initiative.model_validate(about),
        days=both.days if both else 0,
        changes=[shapes.Changed.model_validate(each) for each in found],
    )


@router.get("/nights", tags=["nights"])
def list_nights(request: Request, person: Nights, desk: DeskHere) -> shapes.Nights:
    """The last nights' summaries and every recording that could not be analysed, with its reason. Scope `nights`."""
    note(request, desk, person)
    return shapes.Nights(
        nights=[
            shapes.Night(name=path.stem, ended_at=ended(path), page=f"/nights/{path.stem}")
            for path in summaries(desk)[:SHOWN]
        ],
        failures=[
            shapes.Failure(
                file=failure.path.name, stage=failure.stage, reason=failure.reason, attempts=failure.attempts,
                failed_at=failure.failed_at, may_pass=failure.may_pass,
            )
            for failure in list_failures(desk.engine)
        ],
    )  # fmt: skip
