"""Initiatives: begin, look at, end, delete."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from scorecards.table import NAMES
from store import initiatives as store
from store.accounts import Person
from store.agent_calls import FIGURES
from store.audit import keep
from store.connect import writing
from store.initiatives import Agent, Initiative
from web.access import visible
from web.desk import Day, Desk, DeskHere
from web.initiatives import words
from web.initiatives.chart import chart
from web.initiatives.comparison import Changed, changes, warnings, weekly, windows
from web.pages import page, tell
from web.signed_in import deed, need
from web.tables.export import FormatAsked, export_links, exported
from web.tables.table import Column, Table

router = APIRouter(include_in_schema=False)
Supervisor = Annotated[Person, Depends(need("initiatives"))]
CHOSEN_FROM_DAYS = 365
"""Agents with a call in a year can be chosen."""
EVER = datetime(1970, 1, 2, tzinfo=UTC)
LIST: Table[Initiative] = Table(
    "initiatives",
    (
        Column("id", int, lambda each: each.id),
        Column("name", str, lambda each: each.name),
        Column("note", str, lambda each: each.note),
        Column("starts_on", date, lambda each: each.starts_on),
        Column("ends_on", date, lambda each: each.ends_on),
        Column("agents", str, lambda each: " ".join(sorted(each.agents))),
    ),
)


class Asked(BaseModel):
    """A new initiative as the form has it."""

    name: str = Field(min_length=1, max_length=200)
    note: str = Field("", max_length=2000)
    starts_on: Day
    agent: list[str] = Field(default_factory=list, max_length=5000)


@router.get("/initiatives")
def every(request: Request, person: Supervisor, desk: DeskHere, form: FormatAsked) -> Response:
    """All that are for agents of this person's teams, and a form for a new one."""
    if form:
        return exported(request, person, desk, (LIST, of(person, desk)), form)
    return _listed(request, person, desk)


@router.post("/initiatives")
def begin(request: Request, person: Supervisor, desk: DeskHere, asked: Annotated[Asked, Form()]) -> Response:
    """Begin one, for agents that this person may see."""
    known = {agent.id for agent in _choice(person, desk)}
    if not asked.agent:
        return _listed(request, person, desk, asked, "Choose the agents it is for.")
    if strange := sorted(set(asked.agent) - known):
        return _listed(request, person, desk, asked, f"Agent {strange[0][:40]} is not of your teams.")
    new = Initiative(
        0, asked.name.strip(), asked.note.strip(), asked.starts_on, None, frozenset(asked.agent), person.id
    )
    made = store.begin(desk.engine, new)
    _note(request, desk, person, "began an initiative", made)
    return RedirectResponse(f"/initiatives/{made.id}", 303)


@router.get("/initiatives/{number}")
def one(
    request: Request,
    person: Supervisor,
    desk: DeskHere,
    number: int,
    form: FormatAsked,
    figure: Annotated[str, Query(pattern="^(" + "|".join(FIGURES) + ")$")] = "empathy",
) -> Response:
    """The change since, against agents without it."""
    about = known(person, desk, number)
    within = windows(about, datetime.now(desk.zone).date(), desk.zone, desk.settings.initiatives)
    found = changes(desk.engine, visible(person), about, within, desk.settings.initiatives) if within else ()
    if form:
        return exported(request, person, desk, (CHANGES, found), form)
    shown: dict[str, Any] = {"drawn": None, "weeks": (), "warned": []}
    if within:
        shown["weeks"] = weekly(desk.engine, visible(person), about, within, figure)
        shown["drawn"] = chart(shown["weeks"])
        shown["warned"] = warnings(about, within, found, of(person, desk), desk.settings.initiatives.few_calls)
    return page(
        request,
        "initiatives/one.html.j2",
        about=about,
        within=within,
        found=found,
        figure=figure,
        names=NAMES,
        words=words,
        agents=[agent for agent in _agents(person, desk, EVER) if agent.id in about.agents],
        today=datetime.now(desk.zone).date(),
        exports=export_links(request),
        **shown,
    )


@router.post("/initiatives/{number}/end")
def end(request: Request, person: Supervisor, desk: DeskHere, number: int) -> Response:
    """From today on calls no longer count as with it."""
    about = known(person, desk, number)
    store.end(desk.engine, number, max(datetime.now(desk.zone).date(), about.starts_on))
    _note(request, desk, person, "ended an initiative", about)
    tell(request, f"{about.name} has ended. Calls from today on do not count as with it.")
    return RedirectResponse(f"/initiatives/{number}", 303)


@router.post("/initiatives/{number}/delete")
def delete(request: Request, person: Supervisor, desk: DeskHere, number: int) -> Response:
    """As if it had never been noted; no call is touched."""
    about = known(person, desk, number)
    store.forget(desk.engine, number)
    _note(request, desk, person, "deleted an initiative", about)
    tell(request, f"{about.name} is deleted. No call was touched.")
    return RedirectResponse("/initiatives", 303)


def known(person: Person, desk: Desk, number: int) -> Initiative:
    """One that this person may see. Raises 404 for others."""
    found = store.initiative(desk.engine, number) if 0 < number < 2**31 else None  # what the database can count
    if found is None or found not in _allowed(person, desk, [found]):
        raise HTTPException(404)
    return found


def of(person: Person, desk: Desk) -> list[Initiative]:
    """All that this person may see: every agent of them is one whose calls they see."""
    return _allowed(person, desk, store.initiatives(desk.engine))


def _allowed(person: Person, desk: Desk, found: Any) -> list[Initiative]:  # noqa: ANN401
    if person.role == "admin":
        return list(found)
    seen = {agent.id for agent in _agents(person, desk, EVER)}
    return [each for each in found if each.agents <= seen]


def _agents(person: Person, desk: Desk, since: datetime) -> tuple[Agent, ...]:
    return store.agents_seen(desk.engine, visible(person), since)


def _choice(person: Person, desk: Desk) -> tuple[Agent, ...]:
    return _agents(person, desk, datetime.now(UTC) - timedelta(days=CHOSEN_FROM_DAYS))


def _listed(
    request: Request, person: Person, desk: Desk, asked: Asked | None = None, wrong: str | None = None
) -> Response:
    teams: dict[str, list[Agent]] = {}
    for agent in _choice(person, desk):
        teams.setdefault(agent.team or "no team", []).append(agent)
    today = datetime.now(desk.zone).date()
    return page(
        request,
        "initiatives/list.html.j2",
        422 if wrong else 200,
        found=of(person, desk),
        teams=dict(sorted(teams.items())),
        asked=asked,
        wrong=wrong,
        today=today,
        exports=export_links(request),
    )


def _note(request: Request, desk: Desk, person: Person, action: str, about: Initiative) -> None:
    told = {"initiative": about.id, "name": about.name, "agents": len(about.agents)}
    with writing(desk.engine) as session:
        keep(session, deed(request, person, action, None, **told), person.id)


CHANGES: Table[Changed] = Table(
    "initiative",
    (
        Column("figure", str, lambda row: row.figure),
        Column("change", float, lambda row: row.change and row.change.effect.value),
        Column("low", float, lambda row: row.change and row.change.effect.low),
        Column("high", float, lambda row: row.change and row.change.effect.high),
        Column("change_shown", bool, lambda row: row.change and row.change.effect.is_shown),
        Column("agents", int, lambda row: row.change and row.change.those.agents),
        Column("calls_before", int, lambda row: row.change and row.change.those.calls_before),
        Column("calls_after", int, lambda row: row.change and row.change.those.calls_after),
        Column("before", float, lambda row: row.change and row.change.those.before),
        Column("after", float, lambda row: row.change and row.change.those.after),
        Column("other_agents", int, lambda row: row.change and row.change.others.agents),
        Column("other_calls", int, lambda row: row.change and row.change.effect.others),
        Column("others_before", float, lambda row: row.change and row.change.others.before),
        Column("others_after", float, lambda row: row.change and row.change.others.after),
    ),
)
