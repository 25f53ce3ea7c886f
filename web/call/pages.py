"""The page of a call: the report's own parts, with the sound from the desk and room for a review."""

import secrets
from functools import cache
from importlib import resources
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response

from reports.corrected import corrected
from reports.report_html import page_parts
from reports.sound import PageSound
from store.accounts import Person
from store.audit import keep
from store.connect import writing
from web.access import may
from web.call.opened import SOUND_GONE, call_seen, report_of
from web.desk import DeskHere
from web.pages import page
from web.review.work import shown_corrections
from web.signed_in import deed, need

router = APIRouter(include_in_schema=False)


@router.get("/calls/{call_id}")
def call(
    request: Request, call_id: str, person: Annotated[Person, Depends(need("hear"))], desk: DeskHere
) -> Response:  # fmt: skip
    """A call to listen to and read."""
    kept = call_seen(desk, person, call_id)
    report = corrected(report_of(desk, kept), shown_corrections(desk, person, kept.recording_id))
    with writing(desk.engine) as session:
        keep(session, deed(request, person, "opened", kept.call_id), person.id)
    address = f"/calls/{quote(kept.call_id, safe='')}"
    is_gone = "sound" in kept.gone
    opened = secrets.token_urlsafe(9)
    return page(
        request,
        "call/call.html.j2",
        **page_parts(report, desk.settings.report, desk=True),
        kept=kept,
        desk=desk,
        address=address,
        sound=PageSound("" if is_gone else f"{address}/sound?page={opened}", False, can_mute=True, preload="none"),
        sound_gone=SOUND_GONE if is_gone else None,
        reviews=_has_reviews(),
        may_export=may(person, "review"),
    )


@cache
def _has_reviews() -> bool:
    return resources.files("web").joinpath("static", "review.js").is_file()
