"""Accounts, by admins."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from store.accounts import Person, Role, add_person, change_person, people, person_by_id, set_password
from store.audit import keep
from store.connect import writing
from web.accounts.passwords import hashed, new_password
from web.desk import Desk, DeskHere
from web.pages import page, tell
from web.signed_in import deed, need

router = APIRouter(include_in_schema=False)
Admin = Annotated[Person, Depends(need("people"))]
ROLE_WORDS: dict[Role, str] = {
    "reviewer": "hears and reviews calls; of the teams named, or of all",
    "supervisor": "hears, reviews and reads scorecards of the teams named",
    "agent": "own calls and scorecard only",
    "operator": "nights, menus and waits; no calls",
    "admin": "everything, accounts and the audit log included",
}


@router.get("/people")
def everybody(request: Request, admin: Admin, desk: DeskHere) -> Response:
    """All accounts and a form for a new one."""
    return page(
        request,
        "accounts/people.html.j2",
        people=people(desk.engine),
        roles=ROLE_WORDS,
        given=request.session.pop("given", None),
        sign_on=desk.settings.sign_on,
    )


class Account(BaseModel):
    """An account as the form has it: teams parted by commas."""

    name: str = Field(min_length=1, max_length=200)
    role: Role
    teams: str = Field("", max_length=2000)
    agent_id: str = Field("", max_length=200)
    is_active: bool = False


class NewAccount(Account):
    """One that is not there yet; `signs_on`: by the house's provider only."""

    login: str = Field(min_length=1, max_length=200)
    signs_on: bool = False


@router.post("/people")
def add(request: Request, admin: Admin, desk: DeskHere, form: Annotated[NewAccount, Form()]) -> Response:
    """Make an account with a password shown once, or one that signs on by the house's provider only."""
    nobody = Person(0, form.login, "", form.role, None, frozenset(), False, not form.signs_on, 0)
    about = replace(_described(nobody, form), is_active=True)
    password = None if form.signs_on else new_password()
    if problem := _problem(about):
        tell(request, problem)
        return RedirectResponse("/people", 303)
    made = add_person(desk.engine, about, hashed(password) if password else None)
    if made is None:
        tell(request, f"There is an account {form.login} already.")
        return RedirectResponse("/people", 303)
    _note(request, desk, admin, "made an account", made)
    if password:
        request.session["given"] = {"login": made.login, "password": password}
    return RedirectResponse("/people", 303)


@router.post("/people/{user_id}")
def change(request: Request, admin: Admin, desk: DeskHere, user_id: int, form: Annotated[Account, Form()]) -> Response:
    """The account has to sign in again. The last admin can't be taken away."""
    changed = _described(_known(desk, user_id), form)
    if problem := _problem(changed) or _last_admin(desk, changed):
        tell(request, problem)
    else:
        change_person(desk.engine, changed)
        _note(request, desk, admin, "changed an account", changed)
        tell(request, f"{changed.login} is changed.")
    return RedirectResponse("/people", 303)


@router.post("/people/{user_id}/password")
def give_password(request: Request, admin: Admin, desk: DeskHere, user_id: int) -> Response:
    """A new password, shown once, to be changed at the next signing in."""
    person, password = _known(desk, user_id), new_password()
    set_password(desk.engine, person.id, hashed(password), must_change=True)
    _note(request, desk, admin, "gave a new password", person)
    request.session["given"] = {"login": person.login, "password": password}
    return RedirectResponse("/people", 303)


def _known(desk: Desk, user_id: int) -> Person:
    person = person_by_id(desk.engine, user_id)
    if person is None:
        raise HTTPException(404)
    return person


def _described(person: Person, form: Account) -> Person:
    teams = frozenset(team.strip() for team in form.teams.replace("\n", ",").split(",") if team.strip())
    agent = form.agent_id.strip() or None
    return replace(person, name=form.name, role=form.role, teams=teams, agent_id=agent, is_active=form.is_active)


def _problem(person: Person) -> str | None:
    if person.role == "agent" and not person.agent_id:
        return "An agent's account needs the agent's id, as the recordings' metadata have it."
    if person.role == "supervisor" and not person.teams:
        return "A supervisor's account needs the teams whose calls it may see."
    return None


def _last_admin(desk: Desk, changed: Person) -> str | None:
    others = [p for p in people(desk.engine) if p.role == "admin" and p.is_active and p.id != changed.id]
    if others or (changed.role == "admin" and changed.is_active):
        return None
    return "This is the last admin: make another one first."


def _note(request: Request, desk: Desk, admin: Person, action: str, person: Person) -> None:
    told: dict[str, Any] = {
        "login": person.login,
        "role": person.role,
        "teams": sorted(person.teams),
        "active": person.is_active,
    }
    with writing(desk.engine) as session:
        keep(session, deed(request, admin, action, **told), admin.id)
