"""Evaluations in a line each: those a reviewer made, those an agent was handed."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field

from store.accounts import Person
from store.review_tables import ReviewRow
from store.reviews import HANDED, list_reviews
from web.access import visible
from web.desk import DeskHere
from web.pages import page
from web.review.reaching import Reviewer
from web.signed_in import need

router = APIRouter(include_in_schema=False)
STATES = {
    "open": "open",
    "finished": "finished",
    "handed": "handed over",
    "answered": "answered by the agent",
}


class Asked(BaseModel):
    """Whose, in which state, and which page of them."""

    whose: Literal["mine", "all"] = "mine"
    state: Literal["", "open", "finished", "handed", "answered"] = ""
    page: int = Field(1, ge=1, le=10000)


@router.get("/reviews")
def reviews(request: Request, person: Reviewer, desk: DeskHere, asked: Annotated[Asked, Query()]) -> Response:
    """One's own evaluations, or all on calls that one may see; the lately changed first."""
    such = visible(person)
    if asked.whose == "mine":
        such = such & (ReviewRow.user_id == person.id)
    if asked.state:
        such = such & (ReviewRow.state == asked.state)
    size = desk.settings.desk.page_calls
    found = list_reviews(desk.engine, such, (asked.page - 1) * size, size + 1)
    return page(
        request, "review/list.html.j2", reviews=found[:size], asked=asked, states=STATES, more=len(found) > size
    )


@router.get("/my-reviews")
def my_reviews(
    request: Request, person: Annotated[Person, Depends(need("own scorecard"))], desk: DeskHere,
    asked: Annotated[Asked, Query()],
) -> Response:  # fmt: skip
    """What an agent was handed, of own calls."""
    size = desk.settings.desk.page_calls
    such = visible(person) & ReviewRow.state.in_(HANDED)
    found = list_reviews(desk.engine, such, (asked.page - 1) * size, size + 1)
    return page(
        request, "review/mine.html.j2", reviews=found[:size], asked=asked, states=STATES, more=len(found) > size
    )
