"""The application: middleware outside, features inside."""

from importlib import resources
from typing import Any

from asgi_csrf import asgi_csrf
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware

from calls.errors import WarmlineError
from web import paper
from web.accounts import audit, own, people, sign_in, sign_on
from web.agents import behind, card, moments, team
from web.api import page as api_page
from web.api import routes as api
from web.call import exports as call_exports
from web.call import pages as call_page
from web.call import sound as call_sound
from web.desk import Desk
from web.initiatives import pages as initiatives
from web.nights import nights
from web.pages import POLICY, page
from web.queue import lists
from web.review import routes as review
from web.signed_in import SESSION_COOKIE, MustChange, NotAllowed, SignedOut
from web.waits import pages as waits

API = "/api/"
FEATURES = (
    paper,
    sign_in,
    sign_on,
    own,
    people,
    audit,
    lists,
    nights,
    call_page,
    call_sound,
    call_exports,
    review,
    team,
    behind,
    card,
    moments,
    initiatives,
    waits,
    api,
    api_page,
)


def make_app(desk: Desk) -> Any:  # noqa: ANN401 - an ASGI application wrapped by asgi_csrf, which has no types
    """The desk as an ASGI application, ready for uvicorn."""
    app = FastAPI(
        title="Warmline",
        version="1",
        description="Calls, agents, waits, initiatives and nights for programs. A token reads what its owner may see.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.desk = desk
    for feature in FEATURES:
        app.include_router(feature.router)
    app.mount("/static", StaticFiles(directory=str(resources.files("web") / "static")), "static")
    _answer_errors(app)
    app.add_middleware(BaseHTTPMiddleware, dispatch=_private)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=4)
    app.add_middleware(
        SessionMiddleware,
        secret_key=desk.secret,
        session_cookie=SESSION_COOKIE,
        max_age=int(desk.settings.desk.session_hours * 3600),
        same_site="lax",
        https_only=desk.is_https,
    )
    return asgi_csrf(
        app,
        signing_secret=desk.secret,
        always_protect={"/sign-in"},
        always_set_cookie=True,
        skip_if_scope=lambda scope: scope["path"].startswith(API),  # tokens only, no cookie counts there
        cookie_secure=desk.is_https,
    )


async def _private(request: Request, call_next: RequestResponseEndpoint) -> Response:
    """Headers of every answer: nothing from elsewhere, nothing kept by a proxy or on a shared computer."""
    response = await call_next(request)
    response.headers.setdefault("Content-Security-Policy", POLICY)  # a page with a style of its own says so itself
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    is_static = request.url.path.startswith("/static/")
    response.headers.setdefault("Cache-Control", "max-age=3600" if is_static else "no-store")
    return response


def _answer_errors(app: FastAPI) -> None:
    @app.exception_handler(SignedOut)
    def sign_in_first(request: Request, error: SignedOut) -> Response:
        if request.headers.get("accept", "").startswith("application/json"):
            return JSONResponse({"error": "Your session is over. Sign in again; nothing you typed is lost."}, 401)
        return RedirectResponse(f"/sign-in?next={error.back}" if error.back else "/sign-in", 303)

    @app.exception_handler(MustChange)
    def change_first(_request: Request, _error: MustChange) -> Response:
        return RedirectResponse("/password", 303)

    @app.exception_handler(NotAllowed)
    def not_allowed(request: Request, _error: NotAllowed) -> Response:
        return _told(request, 403, "This is not yours to see", "Your account's role does not include this page.")

    @app.exception_handler(HTTPException)
    def other(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404:
            return _told(request, 404, "Not found", "There is no such page or call, or it is not yours to see.")
        answer = _told(request, error.status_code, "That did not work", str(error.detail))
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(RequestValidationError)
    def not_understood(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = " ".join(str(part) for part in first["loc"])
        return _told(request, 422, "That did not work", f"{where}: {first['msg']}")

    @app.exception_handler(WarmlineError)
    def ours(request: Request, error: WarmlineError) -> Response:
        return _told(request, 503, "That did not work", str(error))


def _told(request: Request, status: int, title: str, why: str) -> Response:
    wants_json = request.headers.get("accept", "").startswith("application/json")
    if request.url.path.startswith(API) or wants_json:
        return JSONResponse({"error": why}, status)
    return page(request, "shared/error.html.j2", status, title=title, why=why)
