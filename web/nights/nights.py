"""The morning summaries as they were written, and what is in quarantine."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from flows.nightly import LATEST
from reports.page import content_policy
from reports.publish import dated_before
from store.accounts import Person
from store.ledger import list_failures
from web.desk import Desk, DeskHere
from web.pages import page
from web.signed_in import need

router = APIRouter(include_in_schema=False)
Operator = Annotated[Person, Depends(need("nights"))]
SHOWN = 60


@router.get("/nights")
def nights(request: Request, person: Operator, desk: DeskHere) -> Response:
    """The last nights, and every recording that could not be analysed with its reason."""
    return page(
        request,
        "nights/nights.html.j2",
        nights=[(path.stem, ended(path)) for path in summaries(desk)[:SHOWN]],
        failures=list_failures(desk.engine),
    )


@router.get("/nights/{name}")
def night(request: Request, person: Operator, desk: DeskHere, name: str) -> Response:
    """A night's summary: a page of its own with its own style."""
    found = next((path for path in summaries(desk) if path.stem == name), None)
    if found is None:
        raise HTTPException(404)
    text = found.read_text("utf-8")
    style = text.partition("<style>")[2].partition("</style>")[0]
    return HTMLResponse(text, headers={"Content-Security-Policy": content_policy(style)})


@router.get("/nights/{call_id}/report.html")
def report(person: Operator, call_id: str) -> Response:
    """A summary's links lead beside it, where the reports lie on disk; here they lead to the call."""
    return RedirectResponse(f"/calls/{quote(call_id)}", 303)


def summaries(desk: Desk) -> list[Path]:
    """Newest first."""
    return sorted(dated_before(desk.out / f"{LATEST}.html", datetime.now(UTC)), reverse=True)


def ended(path: Path) -> datetime:
    """When the night of a summary's file ended."""
    return datetime.strptime(path.stem, f"{LATEST}-%Y-%m-%dT%H%M%SZ").replace(tzinfo=UTC)
