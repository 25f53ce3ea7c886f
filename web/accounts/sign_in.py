"""Signing in by password, and out."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from store.accounts import Person, end_sessions, password_of, plain_login
from store.audit import REFUSED, SIGNED_IN, Deed, keep, refusals_since
from store.connect import writing
from web.access import may
from web.accounts.passwords import is_right
from web.desk import Desk, DeskHere
from web.pages import page
from web.signed_in import SignedIn, deed, start_session

router = APIRouter(include_in_schema=False)
WRONG = "That login and password do not belong together."


@router.get("/")
def home(person: SignedIn) -> Response:
    """Where this person's work begins."""
    if may(person, "review"):
        return RedirectResponse("/queue", 303)
    return RedirectResponse("/my-scorecard" if may(person, "own scorecard") else "/nights", 303)


@router.get("/sign-in")
def ask(request: Request, desk: DeskHere, next: str = "") -> Response:
    """The form."""
    return page(request, "accounts/sign_in.html.j2", login="", next=next, wrong=None, sign_on=desk.settings.sign_on)


@router.post("/sign-in")
def let_in(
    request: Request,
    desk: DeskHere,
    login: Annotated[str, Form(max_length=200)],
    password: Annotated[str, Form(max_length=1000)],
    next: Annotated[str, Form()] = "",
) -> Response:
    """Check the password. Which of the two is wrong is not told; too many wrong ones are not even read."""
    found = password_of(desk.engine, login)
    wrong = _must_wait(desk, login)
    if wrong is None and is_right(password, found[1] if found else None) and found and found[0].is_active:
        person = found[0]
        with writing(desk.engine) as session:
            keep(session, deed(request, person, SIGNED_IN), person.id)
        start_session(request, person)
        return RedirectResponse(inside(next), 303)
    if wrong is None:
        _note_refused(request, desk, login, found[0] if found else None)
    context = {"login": login, "next": next, "wrong": wrong or WRONG, "sign_on": desk.settings.sign_on}
    return page(request, "accounts/sign_in.html.j2", 429 if wrong else 401, **context)


@router.post("/sign-out")
def let_out(
    request: Request, person: SignedIn, desk: DeskHere, everywhere: Annotated[bool, Form()] = False
) -> Response:
    """End this session, or all of the account's."""
    if everywhere:
        end_sessions(desk.engine, person.id)
    with writing(desk.engine) as session:
        keep(session, deed(request, person, "signed out", everywhere=everywhere), person.id)
    request.session.clear()
    return RedirectResponse("/sign-in", 303)


def inside(path: str) -> str:
    """A page of ours to go on to: never another host's."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"


def _must_wait(desk: Desk, login: str) -> str | None:
    limits = desk.settings.desk
    since = datetime.now(UTC) - timedelta(seconds=limits.sign_in_wait_s)
    if refusals_since(desk.engine, plain_login(login), since) < limits.sign_in_tries:
        return None
    return f"Too many wrong passwords. Wait {max(1, round(limits.sign_in_wait_s / 60))} minutes, then try again."


def _note_refused(request: Request, desk: Desk, login: str, person: Person | None) -> None:
    address = request.client.host if request.client else ""
    with writing(desk.engine) as session:
        keep(
            session,
            Deed(datetime.now(UTC), plain_login(login), REFUSED, None, {}, address),
            person.id if person else None,
        )
