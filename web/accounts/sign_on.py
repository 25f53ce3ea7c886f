"""Sign-on by the house's own OpenID Connect provider, through Authlib."""

import os
from typing import Any

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.starlette_client import OAuth
from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse
from httpx import HTTPError

from store.accounts import Person, bind_subject, password_of
from store.audit import REFUSED, SIGNED_IN, keep
from store.connect import writing
from web.accounts.sign_in import inside
from web.desk import Desk, DeskHere
from web.pages import page
from web.signed_in import deed, start_session

router = APIRouter(include_in_schema=False)
SECRET_VARIABLE = "WARMLINE_OIDC_SECRET"  # noqa: S105
UNKNOWN = "Your organisation knows you, but there is no account here for your address. Ask an admin to make one."
AWAY = "Your organisation's sign-on can't be reached for now. Try again, or sign in with a password."


@router.get("/sign-on")
async def go(request: Request, desk: DeskHere, next: str = "") -> Response:
    """To the provider."""
    request.session["next"] = next
    try:
        answer: Response = await _provider(desk).authorize_redirect(request, _back_to(request, desk))
    except (OAuthError, HTTPError):
        return _refused(request, desk, AWAY)
    return answer


@router.get("/sign-on/back")
async def come_back(request: Request, desk: DeskHere) -> Response:
    """From the provider: the account whose login is the person's address."""
    after = request.session.get("next", "")
    try:
        token = await _provider(desk).authorize_access_token(request)
    except (OAuthError, HTTPError):
        return _refused(request, desk, AWAY)
    claims = token.get("userinfo") or {}
    person = await run_in_threadpool(_let_in, request, desk, claims)
    if person is None:
        return _refused(request, desk, UNKNOWN)
    start_session(request, person)
    return RedirectResponse(inside(after), 303)


def _let_in(request: Request, desk: Desk, claims: dict[str, Any]) -> Person | None:
    """An address that the provider says is unverified could be anybody's."""
    address, subject = str(claims.get("email", "")), str(claims.get("sub", ""))
    found = password_of(desk.engine, address) if address and claims.get("email_verified") is not False else None
    person = found[0] if found else None
    is_theirs = person is not None and person.is_active and bind_subject(desk.engine, person.id, subject)
    if person is not None:
        with writing(desk.engine) as session:
            keep(session, deed(request, person, SIGNED_IN if is_theirs else REFUSED, by="sign-on"), person.id)
    return person if is_theirs else None


def _provider(desk: Desk) -> Any:  # noqa: ANN401 - Authlib has no types
    asked = desk.settings.sign_on
    if not asked.issuer:
        raise HTTPException(404)
    oauth = OAuth()
    return oauth.register(
        "house",
        client_id=asked.client_id,
        client_secret=os.environ.get(SECRET_VARIABLE),
        server_metadata_url=asked.issuer.rstrip("/") + "/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256"},
    )


def _back_to(request: Request, desk: Desk) -> str:
    address = desk.settings.desk.address.rstrip("/")
    return f"{address}/sign-on/back" if address else str(request.url_for("come_back"))


def _refused(request: Request, desk: Desk, why: str) -> Response:
    context = {"login": "", "next": "", "wrong": why, "sign_on": desk.settings.sign_on}
    return page(request, "accounts/sign_in.html.j2", 403, **context)
