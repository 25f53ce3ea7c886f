"""Comments at a second of a call: made, and taken away by whoever made them."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from pydantic import BaseModel, Field

from reports.clock import clock
from store.comments import add_comment, delete_comment
from store.connect import writing
from store.drafts import forget_draft
from web.desk import DeskHere
from web.review.form_view import LONGEST
from web.review.reaching import CallReviewed, Reviewer, done, note, refused
from web.review.work import place

router = APIRouter(include_in_schema=False)


class Remark(BaseModel):
    """A text at a second."""

    at: float = Field(ge=0, allow_inf_nan=False)
    text: str = Field(max_length=LONGEST)


@router.post("/calls/{call_id}/comments")
def comment(
    request: Request, person: Reviewer, call: CallReviewed, desk: DeskHere, form: Annotated[Remark, Form()]
) -> Response:
    """Keep it, and forget its draft with the second it was begun at."""
    text, at = form.text.strip(), min(form.at, call.duration_s)
    if not text:
        return refused(request, call, "An empty comment is not kept.")
    with writing(desk.engine) as session:
        add_comment(session, call.recording_id, person.id, at, text)
        for typed in ("comment", "comment-at"):
            forget_draft(session, person.id, place(call) + typed)
        note(session, request, person, "commented", call, at_s=round(at, 2))
    return done(request, call, f"Your comment at {clock(at)} is kept.", "#comments")


@router.post("/calls/{call_id}/comments/{comment_id}/delete")
def delete(request: Request, person: Reviewer, call: CallReviewed, desk: DeskHere, comment_id: int) -> Response:
    """One's own only."""
    with writing(desk.engine) as session:
        if not delete_comment(session, call.recording_id, person.id, comment_id):
            return refused(request, call, "There is no such comment of yours.", 404)
        note(session, request, person, "deleted a comment", call, comment=comment_id)
    return done(request, call, "Your comment is deleted.", "#comments")
