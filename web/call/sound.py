"""A call's sound, as much of it as the player asks for at a time."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import StreamingResponse

from reports.sound_read import MEDIA_TYPE, find_sound, sound_bytes
from store.accounts import Person
from store.audit import keep
from store.connect import writing
from web.call.heard import is_first
from web.call.opened import SOUND_GONE, call_seen
from web.call.ranges import NotInFile, asked_part
from web.desk import DeskHere
from web.signed_in import deed, need

router = APIRouter(include_in_schema=False)


@router.get("/calls/{call_id}/sound")
@router.head("/calls/{call_id}/sound")
def sound(
    request: Request,
    call_id: str,
    person: Annotated[Person, Depends(need("hear"))],
    desk: DeskHere,
    page: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """The playback copy, masked keys silenced in it; 410 once it was deleted. `page` names the opened page."""
    call, buckets = call_seen(desk, person, call_id), desk.settings.buckets
    found = None if call.gone & {"sound", "report"} else find_sound(call.folder, buckets)
    if found is None:
        raise HTTPException(410, SOUND_GONE)
    headers = {"Accept-Ranges": "bytes", "Cache-Control": "private, no-store"}
    try:
        part = asked_part(request.headers.get("range"), found.length)
    except NotInFile:
        return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{found.length}"})
    first, last = part or (0, found.length)
    headers["Content-Length"] = str(last - first)
    if part:
        headers["Content-Range"] = f"bytes {first}-{last - 1}/{found.length}"
    status = 206 if part else 200
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=MEDIA_TYPE)
    if is_first(person.id, request.session.get("at"), call_id, page):
        with writing(desk.engine) as session:
            keep(session, deed(request, person, "listened", call_id), person.id)
    return StreamingResponse(sound_bytes(found, first, last, buckets), status, headers, MEDIA_TYPE)
