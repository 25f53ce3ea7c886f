"""Who is asking: the owner of a token, within its scopes."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from store.accounts import Person, person_by_token
from store.audit import keep
from store.connect import writing
from web.access import Ability, may
from web.api.shapes import Problem
from web.desk import Desk, DeskHere
from web.signed_in import deed

bearer = HTTPBearer(
    auto_error=False, scheme_name="token", description="A token of an account, made on its page “Your account”."
)
Given = Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
PROBLEMS: dict[int | str, dict[str, Any]] = {
    401: {"model": Problem, "description": "No token, or one that is unknown or over"},
    403: {"model": Problem, "description": "The token's scopes or its owner's role do not include this"},
    422: {"model": Problem, "description": "A parameter is not as described"},
}
NOT_FOUND: dict[int | str, dict[str, Any]] = {
    404: {"model": Problem, "description": "It is not there, or not among what the token's owner may see"}
}
NO_TOKEN = "Send a token as 'Authorization: Bearer wl_...'; one is made on the page 'Your account'."  # noqa: S105
BAD_TOKEN = "This token is unknown, over, or its owner is switched off. Make a new one."  # noqa: S105


def within(scope: str, *abilities: Ability) -> Callable[..., Person]:
    """A dependency: the token has the scope, its owner's role one of the abilities. Raises 401 or 403."""

    def checked(
        request: Request, desk: DeskHere, given: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
    ) -> Person:
        if given is None:
            raise HTTPException(401, NO_TOKEN, {"WWW-Authenticate": "Bearer"})
        person = person_by_token(desk.engine, given.credentials)
        if person is None:
            raise HTTPException(401, BAD_TOKEN, {"WWW-Authenticate": 'Bearer error="invalid_token"'})
        if scope not in (person.scopes or ()):
            raise HTTPException(403, f"This token has no scope '{scope}'.")
        if not any(may(person, ability) for ability in abilities):
            raise HTTPException(403, f"The role '{person.role}' does not include this.")
        if "%00" in f"{request.url}":
            raise HTTPException(422, "A parameter holds a NUL character, which no database takes.")
        return person

    return checked


def note(request: Request, desk: Desk, person: Person, call_id: str | None = None) -> None:
    """Who read what, in the audit log; words that were searched for may be a call's and stay out of it."""
    filters = {key: value for key, value in request.query_params.items() if value and key != "words"}
    with writing(desk.engine) as session:
        keep(session, deed(request, person, "read by API", call_id, path=request.url.path, **filters), person.id)
