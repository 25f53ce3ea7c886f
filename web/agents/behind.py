"""From a number to the sound: the calls behind an agent's figure."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from pydantic import Field

from reports.scorecard_view import TELLING, figure_words
from store.accounts import Person
from store.agent_calls import FIGURES
from store.agents import KnownAgent, known_agent
from store.audit import keep
from store.behind import Behind, calls_behind
from store.connect import writing
from web.access import visible
from web.agents.period import Days, asked_period
from web.desk import Desk, DeskHere
from web.pages import page
from web.signed_in import deed, need

router = APIRouter(include_in_schema=False)
LOW_FIRST = ("empathy", "delivery", "met", "warm_marks", "talk_share")
"""Figures of which the low end is heard first."""


class Asked(Days):
    """Which figure, from which end, which page."""

    figure: str = "empathy"
    end: str = Field("", pattern="^(highest|lowest|)$")
    page: int = Field(1, ge=1, le=10000)


@router.get("/agents/{agent_id:path}/calls")
def of_agent(
    request: Request,
    agent_id: str,
    person: Annotated[Person, Depends(need("scorecards"))],
    desk: DeskHere,
    asked: Annotated[Asked, Query()],
) -> Response:
    """For the supervisor; 404 for an agent without a call that this person may see."""
    agent = known_agent(desk.engine, agent_id, visible(person))
    if agent is None:
        raise HTTPException(404)
    return _listed(request, desk, person, agent, asked)


@router.get("/my-scorecard/calls")
def of_mine(
    request: Request,
    person: Annotated[Person, Depends(need("own scorecard"))],
    desk: DeskHere,
    asked: Annotated[Asked, Query()],
) -> Response:
    """For the agent."""
    agent = known_agent(desk.engine, person.agent_id or "", visible(person))
    return _listed(request, desk, person, agent or KnownAgent(person.agent_id or "", None, None), asked)


def _listed(request: Request, desk: Desk, person: Person, agent: KnownAgent, asked: Asked) -> Response:
    if asked.figure not in (*FIGURES, *TELLING):
        raise HTTPException(404)
    days, size = asked_period(asked, desk), desk.settings.desk.page_calls
    highest = asked.end == "highest" or (not asked.end and asked.figure not in LOW_FIRST)
    wanted = Behind(agent.agent_id, asked.figure, days.period, highest)
    found = calls_behind(desk.engine, visible(person), wanted, (asked.page - 1) * size, size + 1)
    told = {"agent": agent.agent_id, "figure": asked.figure, "days": days.query}
    with writing(desk.engine) as session:
        keep(session, deed(request, person, "opened the calls of a figure", **told), person.id)
    label, form = figure_words(asked.figure)
    return page(
        request,
        "agents/calls.html.j2",
        agent=agent,
        own=request.url.path.startswith("/my-"),
        calls=found[:size],
        more=len(found) > size,
        label=label,
        form=form,
        figure=asked.figure,
        highest=highest,
        number=asked.page,
        days=days,
        opened=secrets.token_urlsafe(9),
    )
