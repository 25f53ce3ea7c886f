"""A call by its address: among those one may see, with its report where it still is."""

from dataclasses import replace

from fastapi import HTTPException

from calls.report import CallReport
from reports.report_read import read_report
from store.accounts import Person
from store.kept_calls import KeptCall, kept_call
from web.access import visible
from web.desk import Desk

SOUND_GONE = "The sound of this call was deleted when its time was over; words and marks can still be read."
REPORT_GONE = "The report on this call was deleted when its time was over."
NOT_THERE = "The report on this call is not where it was written. Who runs Warmline can analyse the call again."


def call_seen(desk: Desk, person: Person, call_id: str) -> KeptCall:
    """The call. A call that is not there and one that this person may not see are the same: 404."""
    found = kept_call(desk.engine, call_id, visible(person))
    if found is None:
        raise HTTPException(404)
    return found


def report_of(desk: Desk, call: KeptCall) -> CallReport:
    """Its report, times in the desk's zone; 410 where it is no more. SetupBroken where it can't be read."""
    if "report" in call.gone:
        raise HTTPException(410, REPORT_GONE)
    try:
        report = read_report(call.folder, desk.settings.buckets)
    except FileNotFoundError as error:
        raise HTTPException(410, NOT_THERE) from error
    known, made = report.recording.metadata, report.provenance
    began = known.started_at.astimezone(desk.zone) if known.started_at else None
    return replace(
        report,
        recording=replace(report.recording, call_id=call.call_id, metadata=replace(known, started_at=began)),
        provenance=replace(made, analysed_at=made.analysed_at.astimezone(desk.zone)),
    )
