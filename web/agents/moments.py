"""The sound of one moment: that stretch and no more of the call."""

import io
from functools import lru_cache
from typing import Annotated

import av
from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from sqlalchemy import true

from audio.clip import cut
from configs.operation_settings import BucketSettings
from reports.sound_read import MEDIA_TYPE, KeptSound, find_sound, sound_bytes
from store.accounts import Person
from store.audit import keep
from store.connect import writing
from store.kept_calls import kept_call
from store.moments import Moment, moment_of
from web.access import visible
from web.agents.peers import shared_with
from web.call.heard import is_first
from web.call.opened import SOUND_GONE
from web.call.ranges import NotInFile, asked_part
from web.desk import Desk, DeskHere
from web.signed_in import deed, need

router = APIRouter(include_in_schema=False)
KEPT = 64
"""Moments kept in memory, half a megabyte each at the most; never on disk, where they would outlive a deleted call."""
AFTER_S = 0.5
"""The last sound of the answer is not clipped."""


@router.get("/moments/{moment_id}/sound")
def sound(
    request: Request,
    moment_id: int,
    person: Annotated[Person, Depends(need("hear"))],
    desk: DeskHere,
    page: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """Of a call one may see, or shared by a colleague. 404 for any other, 410 once the sound was deleted."""
    own = moment_of(desk.engine, moment_id, visible(person))
    moment = own or moment_of(desk.engine, moment_id, shared_with(desk, person))
    if moment is None:
        raise HTTPException(404)
    heard = _cut(desk, moment)
    headers = {"Accept-Ranges": "bytes", "Cache-Control": "private, no-store"}
    try:
        part = asked_part(request.headers.get("range"), len(heard))
    except NotInFile:
        return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{len(heard)}"})
    if is_first(person.id, request.session.get("at"), "moment", moment_id, page):
        _note(request, desk, person, moment, shared=own is None)
    if part is None:
        return Response(heard, 200, headers, MEDIA_TYPE)
    headers["Content-Range"] = f"bytes {part[0]}-{part[1] - 1}/{len(heard)}"
    return Response(heard[slice(*part)], 206, headers, MEDIA_TYPE)


def _cut(desk: Desk, moment: Moment) -> bytes:
    """Looked for anew each time: what was deleted can't be heard a moment later."""
    buckets, settings = desk.settings.buckets, desk.settings.moments
    call = kept_call(desk.engine, moment.call_id, true())
    gone = call is None or call.gone & {"sound", "report"}
    found = None if call is None or gone else find_sound(call.folder, buckets)
    if found is None:
        raise HTTPException(410, SOUND_GONE)
    start = max(0.0, moment.start_s - settings.lead_s)
    end = min(moment.answer_end_s + AFTER_S, start + settings.longest_s)
    try:
        return _kept(found, moment.analysis_id, start, end, buckets)
    except (av.FFmpegError, ValueError) as error:
        raise HTTPException(410, SOUND_GONE) from error


@lru_cache(maxsize=KEPT)
def _kept(found: KeptSound, _analysis_id: int, start_s: float, end_s: float, buckets: BucketSettings) -> bytes:
    whole = io.BytesIO(b"".join(sound_bytes(found, 0, found.length, buckets)))
    return cut(whole, start_s, end_s)


def _note(request: Request, desk: Desk, person: Person, moment: Moment, *, shared: bool) -> None:
    action = "listened to a shared moment" if shared else "listened to a moment"
    told = {"moment": moment.id, "agent": moment.agent_id, "from_s": moment.start_s, "to_s": moment.answer_end_s}
    with writing(desk.engine) as session:
        keep(session, deed(request, person, action, moment.call_id, **told), person.id)
