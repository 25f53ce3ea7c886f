"""A call's report to keep: the self-contained page, and on paper."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import StreamingResponse

from reports.page_read import page_bytes
from reports.report_pdf import report_pdf
from store.accounts import Person
from store.audit import keep
from store.connect import writing
from web.call.opened import NOT_THERE, REPORT_GONE, call_seen, report_of
from web.desk import Desk, DeskHere
from web.signed_in import deed, need

router = APIRouter(include_in_schema=False)
MayExport = Annotated[Person, Depends(need("review"))]
"""A copy leaves the desk and its audit log: an agent listens here."""


@router.get("/calls/{call_id}/report.html")
def report_html(request: Request, call_id: str, person: MayExport, desk: DeskHere) -> Response:
    """The page as it was published, with the sound inside, or without where it was deleted."""
    call = call_seen(desk, person, call_id)
    if "report" in call.gone:
        raise HTTPException(410, REPORT_GONE)
    try:
        page = page_bytes(call.folder, desk.settings.buckets)
    except FileNotFoundError as error:
        raise HTTPException(410, NOT_THERE) from error
    _audit(desk, request, person, call_id, "html")
    return StreamingResponse(page, headers=_as_file(f"{call_id}.html"), media_type="text/html; charset=utf-8")


@router.get("/calls/{call_id}/report.pdf")
def printed(request: Request, call_id: str, person: MayExport, desk: DeskHere) -> Response:
    """The report as PDF, made from what it is now."""
    report = report_of(desk, call_seen(desk, person, call_id))
    made = report_pdf(report, desk.settings.report)
    _audit(desk, request, person, call_id, "pdf")
    return Response(made, headers=_as_file(f"{call_id}.pdf"), media_type="application/pdf")


def _audit(desk: Desk, request: Request, person: Person, call_id: str, kind: str) -> None:
    with writing(desk.engine) as session:
        keep(session, deed(request, person, "exported", call_id, kind=kind), person.id)


def _as_file(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": f"attachment; filename*=utf-8''{quote(name, safe='')}",
        "Cache-Control": "private, no-store",
    }
