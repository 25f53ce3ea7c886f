"""One's own account: password, sharing of moments, tokens for programs."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from store.accounts import drop_token, make_token, password_of, set_password, set_sharing, tokens_of
from store.audit import keep
from store.connect import writing
from web.accounts.passwords import hashed, is_right
from web.accounts.scopes import SCOPES, scopes_of
from web.desk import DeskHere
from web.pages import page, tell
from web.signed_in import SignedIn, deed, start_session

router = APIRouter(include_in_schema=False)


@router.get("/account")
def account(request: Request, person: SignedIn, desk: DeskHere) -> Response:
    """Password, sharing and tokens."""
    return page(
        request,
        "accounts/account.html.j2",
        tokens=tokens_of(desk.engine, person.id),
        scopes=[(name, SCOPES[name]) for name in scopes_of(person)],
        new_token=request.session.pop("new_token", None),
    )


@router.get("/password")
def ask_password(request: Request, person: SignedIn, desk: DeskHere) -> Response:
    """The form."""
    return page(request, "accounts/password.html.j2", wrong=None, least=desk.settings.desk.min_password)


@router.post("/password")
def change_password(
    request: Request,
    person: SignedIn,
    desk: DeskHere,
    old: Annotated[str, Form(max_length=1000)],
    new: Annotated[str, Form(max_length=1000)],
) -> Response:
    """Other sessions of the account end."""
    found = password_of(desk.engine, person.login)
    least, wrong = desk.settings.desk.min_password, None
    if not is_right(old, found[1] if found else None):
        wrong = "The password up to now is another one."
    elif len(new) < least:
        wrong = f"A password needs {least} characters at least."
    elif new == old:
        wrong = "That is the password up to now."
    if wrong:
        return page(request, "accounts/password.html.j2", 422, wrong=wrong, least=least)
    changed = set_password(desk.engine, person.id, hashed(new))
    with writing(desk.engine) as session:
        keep(session, deed(request, person, "changed own password"), person.id)
    start_session(request, changed)
    tell(request, "Your password is changed. Other sessions of yours have ended.")
    return RedirectResponse("/account", 303)


@router.post("/account/sharing")
def sharing(request: Request, person: SignedIn, desk: DeskHere, shares: Annotated[bool, Form()] = False) -> Response:
    """Whether colleagues may learn from this agent's best moments."""
    if person.role != "agent":
        raise HTTPException(404)
    set_sharing(desk.engine, person.id, shares=shares)
    with writing(desk.engine) as session:
        keep(session, deed(request, person, "sharing of moments", shares=shares), person.id)
    tell(request, "Colleagues may learn from your moments." if shares else "Your moments are yours alone.")
    return RedirectResponse("/account", 303)


@router.post("/account/tokens")
def add_token(
    request: Request,
    person: SignedIn,
    desk: DeskHere,
    name: Annotated[str, Form(min_length=1, max_length=100)],
    days: Annotated[int, Form(ge=1, le=3650)],
    scope: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Make a token; its text is shown on the next page and never again."""
    chosen = tuple(each for each in scopes_of(person) if each in (scope or ()))
    if not chosen:
        tell(request, "No token was made: choose what it may do.")
        return RedirectResponse("/account", 303)
    _, text = make_token(desk.engine, person.id, name, chosen, datetime.now(UTC) + timedelta(days=days))
    with writing(desk.engine) as session:
        keep(session, deed(request, person, "made a token", name=name, scopes=list(chosen)), person.id)
    request.session["new_token"] = text
    return RedirectResponse("/account#tokens", 303)


@router.post("/account/tokens/{token_id}/end")
def end_token(request: Request, person: SignedIn, desk: DeskHere, token_id: int) -> Response:
    """It stops working at once."""
    if not drop_token(desk.engine, person.id, token_id):
        raise HTTPException(404)
    with writing(desk.engine) as session:
        keep(session, deed(request, person, "ended a token", token=token_id), person.id)
    return RedirectResponse("/account#tokens", 303)
