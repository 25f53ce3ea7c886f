"""What is being typed, kept as it is typed."""

from typing import Annotated

from fastapi import APIRouter, Form, Response
from pydantic import BaseModel, Field

from store.drafts import save_draft
from web.desk import DeskHere
from web.signed_in import SignedIn, SignedOut

router = APIRouter(include_in_schema=False)
LARGEST = 200_000


class Typed(BaseModel):
    """A text and its place, such as `call:12:comment`; an empty one is forgotten. `user` is whose page it is from."""

    user: int
    place: str = Field(pattern=r"^[a-z]+:\d{1,12}:[a-z0-9-]+$", max_length=100)
    text: str = Field("", max_length=LARGEST)


@router.post("/drafts")
def keep_typed(person: SignedIn, desk: DeskHere, form: Annotated[Typed, Form()]) -> Response:
    """Keep it for this person alone; who signed in as somebody else meanwhile is not the one who typed it."""
    if form.user != person.id:
        raise SignedOut("")
    save_draft(desk.engine, person.id, form.place, form.text)
    return Response(status_code=204)
