"""The scorecard of an agent: for who looks after the team, and for the agent."""

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from sqlalchemy import ColumnElement, and_, or_, true

from reports.scorecard_view import TELLING, Care, care, figure_rows, scales
from scorecards.cards import Scorecard, scorecards
from scorecards.hardest import hardest, kinds
from scorecards.numbness import drift_over_shift
from store.accounts import Person
from store.agent_calls import FIGURES, agent_cells, agent_weeks, voiced_calls
from store.agents import KnownAgent, known_agent
from store.audit import keep
from store.connect import writing
from store.desk_tables import SummaryRow
from store.moments import Period, best_moments, hardest_moments, kinds_of_moments
from web.access import visible
from web.agents.peers import peers_for
from web.agents.period import AskedPeriod, Days, asked_period
from web.agents.tables import SCORECARD, lines, without_team
from web.desk import Desk, DeskHere
from web.pages import page
from web.signed_in import deed, need
from web.tables.export import Format, FormatAsked, export_links, exported

router = APIRouter(include_in_schema=False)


class Asked(Days):
    """The period, and whether the markers are asked for one by one: they are ten times the rows of all else."""

    marks: bool = False


@router.get("/agents/{agent_id:path}")
def of_agent(
    request: Request,
    agent_id: str,
    person: Annotated[Person, Depends(need("scorecards"))],
    desk: DeskHere,
    asked: Annotated[Asked, Query()],
    form: FormatAsked,
) -> Response:
    """For the supervisor. An agent without a call that this person may see is not there: 404.

    A path: ids may hold slashes. `behind` comes first among the features, or this would take its addresses.
    """
    agent = known_agent(desk.engine, agent_id, visible(person))
    if agent is None:
        raise HTTPException(404)
    days = asked_period(asked, desk)
    if form:
        return _file(request, desk, person, agent, days, form)
    with writing(desk.engine) as session:
        keep(session, deed(request, person, "opened a scorecard", agent=agent_id, days=days.query), person.id)
    return _card(request, desk, person, agent, days, TELLING if asked.marks else ())


@router.get("/my-scorecard")
def of_mine(
    request: Request,
    person: Annotated[Person, Depends(need("own scorecard"))],
    desk: DeskHere,
    asked: Annotated[Asked, Query()],
    form: FormatAsked,
) -> Response:
    """For the agent: the same words, nobody else's figures."""
    days = asked_period(asked, desk)
    agent = known_agent(desk.engine, person.agent_id or "", visible(person))
    if form and agent:
        return _file(request, desk, person, agent, days, form)
    with writing(desk.engine) as session:
        keep(session, deed(request, person, "opened own scorecard", days=days.query), person.id)
    known = agent or KnownAgent(person.agent_id or "", None, None)
    return _card(request, desk, person, known, days, TELLING if asked.marks else ())


def _card(
    request: Request, desk: Desk, person: Person, agent: KnownAgent, days: AskedPeriod, markers: Sequence[str]
) -> Response:
    own = person.role == "agent"
    period, seen = days.period, visible(person)
    of_agent = agent.agent_id, period
    team = true() if own else seen  # an agent's calls are compared with the team's, of which the page tells no figure
    cells = agent_cells(desk.engine, period.since, period.until, and_(team, with_team(agent)), markers)
    card = next(iter(scorecards(cells, period.since, period.until, only=agent.agent_id)), None)
    weeks = agent_weeks(desk.engine, period.since, period.until, and_(seen, SummaryRow.agent_id == agent.agent_id))
    found = kinds(kinds_of_moments(desk.engine, seen, *of_agent))
    hard = hardest(found, desk.settings.moments.least)
    rows = figure_rows(card, weeks.get(agent.agent_id, ()), None if own else scales([card]), own=own) if card else ()
    listed = desk.settings.moments.listed
    return page(
        request,
        "agents/card.html.j2",
        agent=agent,
        card=card,
        own=own,
        days=days,
        figures=[row for row in rows if row.name in FIGURES],
        marks=[row for row in rows if row.name in TELLING],
        care=_care(desk, agent, days, card),
        best=best_moments(desk.engine, seen, *of_agent, listed),
        hard_ones=hardest_moments(desk.engine, seen, *of_agent, listed),
        kinds=found,
        exports=export_links(request),
        hardest=hard,
        peers=peers_for(desk, agent, hard.name, days.period.until) if hard else (),
        calls_at="/my-scorecard/calls" if own else f"/agents/{quote(agent.agent_id)}/calls",
    )


def card_of(desk: Desk, person: Person, agent: KnownAgent, period: Period) -> Scorecard | None:
    """The agent's card beside the team's calls; to the agent, without what tells of colleagues. None: no call."""
    own = person.role == "agent"
    beside = and_(true() if own else visible(person), with_team(agent))
    cards = scorecards(agent_cells(desk.engine, period.since, period.until, beside), period.since, period.until)
    card = next((each for each in cards if each.agent_id == agent.agent_id), None)
    return without_team(card) if card and own else card


def _file(request: Request, desk: Desk, person: Person, agent: KnownAgent, days: AskedPeriod, form: Format) -> Response:
    card = card_of(desk, person, agent, days.period)
    return exported(request, person, desk, (SCORECARD, lines([card] if card else [])), form)


def with_team(agent: KnownAgent) -> ColumnElement[bool]:
    """Calls of the agent and of the team."""
    mine = SummaryRow.agent_id == agent.agent_id
    return or_(SummaryRow.team == agent.team, mine) if agent.team else mine


def _care(desk: Desk, agent: KnownAgent, days: AskedPeriod, card: Scorecard | None) -> Care:
    settings = desk.settings.numbness
    calls = voiced_calls(desk.engine, agent.agent_id, days.period.since, days.period.until)
    delivery = next((figure for figure in card.figures if figure.name == "delivery"), None) if card else None
    return care(drift_over_shift(calls, settings), delivery.trend if delivery else None, settings)
