"""What every route of reviewing begins and ends with: the call, or nothing; a word of what was done."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, HTTPException, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from sqlalchemy.orm import Session

from store.accounts import Person
from store.audit import keep
from store.judged import KnownCall, known_call
from web.access import visible
from web.desk import DeskHere
from web.pages import tell
from web.signed_in import deed, need

Reviewer = Annotated[Person, Depends(need("review"))]
Hearer = Annotated[Person, Depends(need("hear"))]


def call_for_hearer(call_id: str, person: Hearer, desk: DeskHere) -> KnownCall:
    """The call of the address, if this person may hear it; else there is none (404)."""
    call = known_call(desk.engine, visible(person), call_id)
    if call is None:
        raise HTTPException(404)
    return call


def call_for_reviewer(person: Reviewer, call: Annotated[KnownCall, Depends(call_for_hearer)]) -> KnownCall:
    """The same, for those who review."""
    return call


CallHeard = Annotated[KnownCall, Depends(call_for_hearer)]
CallReviewed = Annotated[KnownCall, Depends(call_for_reviewer)]


def note(session: Session, request: Request, person: Person, action: str, call: KnownCall, **told: object) -> None:
    """Into the audit log, in the transaction of the deed."""
    keep(session, deed(request, person, action, call.call_id, **told), person.id)


def wants_json(request: Request) -> bool:
    """Whether a script asks: it stays on its page."""
    return request.headers.get("accept", "").startswith("application/json")


def done(request: Request, call: KnownCall, sentence: str, anchor: str = "") -> Response:
    """Say what was done: to the script, or on the call's page of reviewing."""
    if wants_json(request):
        return JSONResponse({"said": sentence})
    tell(request, sentence)
    return RedirectResponse(f"/calls/{quote(call.call_id, safe='')}/review{anchor}", 303)


def refused(request: Request, call: KnownCall, sentence: str, status: int = 422) -> Response:
    """Say why it was not done."""
    if wants_json(request):
        return JSONResponse({"error": sentence}, status)
    return done(request, call, sentence)
