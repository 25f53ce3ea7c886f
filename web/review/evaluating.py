"""The house's evaluation of a call: saved by version, finished, reopened, handed to the agent, answered once."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session

from scores.form_answers import Proposed, propose
from scores.form_score import unanswered
from store.accounts import Person
from store.connect import writing
from store.drafts import forget_draft, save_draft
from store.judged import KnownCall, judged_call
from store.reviews import finish_review, hand_review, reopen_review, reply_to, save_review
from web.access import may
from web.desk import Desk, DeskHere
from web.pages import page
from web.review.form_view import FIELD, LONGEST, NOTE, as_draft, evaluation_of
from web.review.forms import house_form
from web.review.reaching import CallHeard, CallReviewed, Hearer, Reviewer, done, note, refused, wants_json
from web.review.work import context, form_facts, place

router = APIRouter(include_in_schema=False)
CONFLICT = (
    "Not saved: this evaluation was saved or finished from elsewhere meanwhile. Both are kept and shown; "
    "save again to keep yours."
)
MOVED = "That did not work: the evaluation was changed from elsewhere meanwhile. Look at it as it is now."


async def sent_fields(request: Request) -> dict[str, str]:
    """The form's fields as they were sent: the questions are the house's own."""
    return {key: value for key, value in (await request.form()).items() if isinstance(value, str)}


Fields = Annotated[dict[str, str], Depends(sent_fields)]
Version = Annotated[int, Form(ge=0)]


@router.post("/calls/{call_id}/evaluation")
def evaluate(
    request: Request, person: Reviewer, call: CallReviewed, desk: DeskHere, sent: Fields, version: Version
) -> Response:
    """Save; `do` says what else: confirm all proposals or one, finish, or throw away what is typed."""
    do = sent.get("do", "save")
    fields = {key: value[:LONGEST] for key, value in sent.items() if key == NOTE or key.startswith(FIELD)}
    form = house_form(desk)
    if do == "discard":
        save_draft(desk.engine, person.id, place(call) + "form", "")
        return done(request, call, "What you had typed and not saved is thrown away.", "#evaluation")
    saved = evaluation_of(form, fields, _confirmed(desk, call, do))
    missing = len(unanswered(form.questions, saved.answers))
    with writing(desk.engine) as session:
        now = save_review(session, call.recording_id, person.id, version, saved)
        if now is not None:
            forget_draft(session, person.id, place(call) + "form")
            note(session, request, person, "saved an evaluation", call, version=now, score=_rounded(saved.score))
            if do == "finish" and not missing:
                _finish(session, request, person, call, now)
    if now is None:
        save_draft(desk.engine, person.id, place(call) + "form", as_draft(version, fields))
        return _conflict(request, desk, person, call)
    if do == "finish":
        told = "Finished." if not missing else f"Saved, not finished: {_questions(missing)} open."
        return done(request, call, told, "#evaluation")
    return done(request, call, "Saved." if not missing else f"Saved; {_questions(missing)} open.", "#evaluation")


@router.post("/calls/{call_id}/evaluation/reopen")
def reopen(request: Request, person: Reviewer, call: CallReviewed, desk: DeskHere, version: Version) -> Response:
    """Back to open, before it is handed over."""
    with writing(desk.engine) as session:
        if reopen_review(session, call.recording_id, person.id, version) is None:
            return refused(request, call, MOVED, 409)
        note(session, request, person, "reopened an evaluation", call)
    return done(request, call, "Open again.", "#evaluation")


@router.post("/calls/{call_id}/evaluation/hand")
def hand(request: Request, person: Reviewer, call: CallReviewed, desk: DeskHere, version: Version) -> Response:
    """To the call's agent."""
    if not call.agent_id:
        return refused(request, call, "Nothing tells whose call this is: there is no agent to hand it to.", 409)
    with writing(desk.engine) as session:
        if hand_review(session, call.recording_id, person.id, version) is None:
            return refused(request, call, MOVED, 409)
        note(session, request, person, "handed an evaluation over", call, agent=call.agent_id)
    return done(request, call, f"Handed to {call.agent_name or call.agent_id}.", "#evaluation")


@router.post("/calls/{call_id}/evaluation/{review_id}/reply")
def reply(
    request: Request, person: Hearer, call: CallHeard, desk: DeskHere, review_id: int,
    text: Annotated[str, Form(max_length=LONGEST)],
) -> Response:  # fmt: skip
    """The agent's one answer."""
    if may(person, "review") or person.agent_id != call.agent_id:
        raise HTTPException(404)
    if not text.strip():
        return refused(request, call, "An empty reply is not sent.")
    with writing(desk.engine) as session:
        if not reply_to(session, call.recording_id, review_id, text.strip()):
            return refused(request, call, "There is nothing to reply to, or you have replied already.", 409)
        forget_draft(session, person.id, f"{place(call)}reply-{review_id}")
        note(session, request, person, "replied to an evaluation", call, review=review_id)
    return done(request, call, "Your reply is sent.", "#handed")


def _finish(session: Session, request: Request, person: Person, call: KnownCall, version: int) -> None:
    finish_review(session, call.recording_id, person.id, version)
    note(session, request, person, "finished an evaluation", call)


def _confirmed(desk: Desk, call: KnownCall, do: str) -> dict[str, Proposed]:
    """The proposals that a press of a button confirms."""
    judged = judged_call(desk.engine, call) if do.startswith("confirm") else None
    if judged is None:
        return {}
    proposals = propose(house_form(desk), form_facts(desk, judged))
    return proposals if do == "confirm" else {k: p for k, p in proposals.items() if do == f"confirm-{k}"}


def _conflict(request: Request, desk: Desk, person: Person, call: KnownCall) -> Response:
    """What was typed is a draft by now; the page shows it beside what was saved."""
    if wants_json(request):
        return JSONResponse({"error": CONFLICT}, 409)
    return page(request, "review/page.html.j2", 409, wrong=CONFLICT, alone=True, **context(desk, person, call))


def _questions(number: int) -> str:
    return "1 question is" if number == 1 else f"{number} questions are"


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 1)
