"""Who is asking: the session's person, or the sign-in page."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Request

from store.accounts import Person, person_by_id, seen
from store.audit import Deed
from web.access import Ability, may
from web.desk import DeskHere

SESSION_COOKIE = "warmline"


class SignedOut(Exception):
    """Nobody is signed in; `back` is where to go on afterwards."""

    def __init__(self, back: str) -> None:
        super().__init__("sign in first")
        self.back = back


class MustChange(Exception):
    """The password was given by somebody else and has to be changed first."""


class NotAllowed(Exception):
    """Signed in, but not allowed to do this."""


def signed_in(request: Request, desk: DeskHere) -> Person:
    """The person of the session. Raises SignedOut where it is none, too old, or ended by a change of the account."""
    session = request.session
    user_id, epoch, at = session.get("user"), session.get("epoch"), session.get("at", 0.0)
    person = person_by_id(desk.engine, user_id) if isinstance(user_id, int) else None
    too_old = datetime.now(UTC).timestamp() - at > desk.settings.desk.session_hours * 3600
    if person is None or not person.is_active or person.epoch != epoch or too_old:
        session.clear()
        raise SignedOut(_back(request))
    if person.must_change and request.url.path not in ("/password", "/sign-out"):
        raise MustChange
    seen(desk.engine, person)
    request.state.person = person
    return person


def start_session(request: Request, person: Person) -> None:
    """Sign in. What was in the session before is left behind."""
    request.session.clear()
    request.session.update(user=person.id, epoch=person.epoch, at=datetime.now(UTC).timestamp())


def need(ability: Ability) -> Callable[[Request, Person], Person]:
    """A dependency that lets only those pass who may. Raises NotAllowed."""

    def checked(request: Request, person: "SignedIn") -> Person:
        if not may(person, ability):
            raise NotAllowed
        return person

    return checked


SignedIn = Annotated[Person, Depends(signed_in)]


def deed(request: Request, person: Person, action: str, call_id: str | None = None, **told: Any) -> Deed:  # noqa: ANN401
    """Something this person does now, for the audit log."""
    address = request.client.host if request.client else ""
    return Deed(datetime.now(UTC), person.login, action, call_id, told, address)


def _back(request: Request) -> str:
    """The page that was asked for; a form that was being sent goes back to its page."""
    if request.method != "GET":
        return ""
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return quote(path, safe="/?=&")
