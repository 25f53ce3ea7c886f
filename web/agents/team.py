"""The agents of the teams one looks after, by name and never by rank."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from sqlalchemy import ColumnElement, and_

from reports.level_drawing import Scale
from reports.scorecard_view import figure_rows, figure_words, scales
from scorecards.cards import Scorecard, scorecards
from store.accounts import Person
from store.agent_calls import agent_cells
from store.agents import teams_known
from store.audit import keep
from store.connect import writing
from store.desk_tables import SummaryRow
from web.access import teams_of, visible
from web.agents.period import Days, asked_period
from web.agents.tables import AGENTS, lines
from web.desk import Desk, DeskHere
from web.pages import page
from web.signed_in import deed, need
from web.tables.export import FormatAsked, export_links, exported

router = APIRouter(include_in_schema=False)
MANY = 3
"""Teams; of more, one at a time is opened first."""
SHOWN = ("empathy", "delivery", "met", "friction")


class Asked(Days):
    """The filters as they stand in the address. `team` empty: all of them; not named: the first, of many."""

    team: str | None = None


@router.get("/agents")
def agents(
    request: Request,
    person: Annotated[Person, Depends(need("scorecards"))],
    desk: DeskHere,
    asked: Annotated[Asked, Query()],
    form: FormatAsked,
) -> Response:
    """Each agent with calls in the period, with estimates that say how sure they are."""
    days, teams = asked_period(asked, desk), _teams(person, desk)
    team = asked.team if asked.team is not None or len(teams) <= MANY else teams[0]
    if team and team not in teams:
        raise HTTPException(404)
    cells = agent_cells(desk.engine, days.period.since, days.period.until, _seen(person, team))
    if form:
        cards = scorecards(cells, days.period.since, days.period.until)
        return exported(request, person, desk, (AGENTS, lines(cards)), form)
    cards = scorecards(cells, days.period.since, days.period.until, SHOWN)
    with writing(desk.engine) as session:
        keep(session, deed(request, person, "opened agents", team=team or "", days=days.query), person.id)
    on = scales(cards)
    return page(
        request,
        "agents/agents.html.j2",
        cards=[(card, figure_rows(card, on=on)) for card in sorted(cards, key=_by_name)],
        heads=[(figure_words(name)[0], *_ends(name, on)) for name in SHOWN],
        days=days,
        team=team or "",
        teams=teams,
        exports=export_links(request),
    )


def _ends(name: str, on: Mapping[str, Scale]) -> tuple[str, str]:
    """Of the column's scale, as they are written."""
    low, high = on.get(name, (0.0, 0.0))
    form = figure_words(name)[1]
    return form.format(low), form.format(high)


def _by_name(card: Scorecard) -> tuple[str, str]:
    return (card.agent_name or card.agent_id).casefold(), card.agent_id


def _teams(person: Person, desk: Desk) -> tuple[str, ...]:
    own = teams_of(person)
    return teams_known(desk.engine) if own is None else tuple(sorted(own))


def _seen(person: Person, team: str | None) -> ColumnElement[bool]:
    return and_(visible(person), SummaryRow.team == team) if team else visible(person)
