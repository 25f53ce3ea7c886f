"""How far reviewers agree with the machine, marker by marker; and their verdicts as a table."""

import time

from fastapi import APIRouter, Request, Response
from starlette.background import BackgroundTask

from calibration.from_desk import agreement, as_csv
from calibration.marks import MarkerFigures
from store.audit import keep
from store.connect import writing
from store.verdicts import all_verdicts
from web.access import visible
from web.desk import Desk, DeskHere
from web.pages import page
from web.review.reaching import Reviewer
from web.signed_in import deed

router = APIRouter(include_in_schema=False)
KEPT_S = 600.0
"""The figures move slowly and take a second to make: they are made anew so often."""
_made: dict[str, tuple[float, dict[str, MarkerFigures]]] = {}


def agreement_here(desk: Desk) -> dict[str, MarkerFigures]:
    """By marker, as last made: nobody waits for it. No word of any call is in it."""
    return _made.get(_key(desk), (0.0, {}))[1]


def keep_fresh(desk: Desk, response: Response) -> Response:
    """Let the figures be made anew once the response is sent, where they are older than ten minutes."""
    now = time.monotonic()
    at, figures = _made.get(_key(desk), (float("-inf"), {}))
    if now - at > KEPT_S:
        _made[_key(desk)] = now, figures  # whoever comes next need not begin too
        response.background = BackgroundTask(make_agreement, desk)
    return response


def make_agreement(desk: Desk) -> tuple[MarkerFigures, ...]:
    """The figures of now, kept for the panels. Raises TryAgain or SetupBroken."""
    figures = agreement(desk.engine, desk.settings.calibration)
    _made[_key(desk)] = time.monotonic(), {found.marker: found for found in figures}
    return figures


def _key(desk: Desk) -> str:
    return str(desk.engine.url)


@router.get("/agreement")
def agreement_page(request: Request, person: Reviewer, desk: DeskHere) -> Response:
    """The table, as of now."""
    settings = desk.settings.calibration
    return page(request, "review/agreement.html.j2", figures=make_agreement(desk), settings=settings)


@router.get("/reviews/labels.csv")
def labels(request: Request, person: Reviewer, desk: DeskHere) -> Response:
    """The verdicts on calls this person may see, as `warmline calibrate` reads them."""
    found = all_verdicts(desk.engine, visible(person))
    with writing(desk.engine) as session:
        keep(session, deed(request, person, "downloaded verdicts", verdicts=len(found)), person.id)
    headers = {"Content-Disposition": 'attachment; filename="labels.csv"'}
    return Response(as_csv(found), media_type="text/csv; charset=utf-8", headers=headers)
