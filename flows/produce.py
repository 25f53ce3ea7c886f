"""One call of a run: analysed, its reports written, its results kept; or skipped, left, or failed with a reason."""

import dataclasses
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Literal

from calls.errors import RecordingRejected, TryAgain, WarmlineError
from calls.outcome import Headline, Outcome
from calls.report import CallReport
from flows.analyse import analyse_recording
from flows.appear import appearing_whole
from flows.at_hand import at_hand
from flows.lease import Lease, leased
from flows.run import Run
from flows.stages import Progress, StageClock, silent
from intake.bucket import exists
from intake.find import REPORT_FILE
from intake.gather import IncomingCall
from reports.report_html import write_html
from reports.report_json import write_json
from reports.summary import summary_line
from store.claims import claim_of
from store.ledger import failed_now, find_done, find_failure, save_failure, save_report, with_own_id
from store.retention import is_retired

HTML_FILE = "report.html"

logger = logging.getLogger("warmline.calls")


def attempt(run: Run, call: IncomingCall, produce: Callable[[IncomingCall], Outcome]) -> Outcome:
    """What `produce` makes of the call, its failures as outcomes.

    SetupBroken alone is raised: it would fail every other call too.
    """
    start = time.perf_counter()
    try:
        return produce(call)
    except (RecordingRejected, TryAgain) as error:
        return keep_failure(run, call, error, time.perf_counter() - start)


def produce_report(run: Run, call: IncomingCall, progress: Progress = silent) -> Outcome:
    """Bring a call to its report, unless that was done before or another run is at it. Raises any of calls.errors."""
    call = dataclasses.replace(call, recording=with_own_id(run.store, call.recording))
    if earlier := settled_before(run, call):
        return earlier
    with leased(run.store, claim_of(call.recording, run.recipe), run.settings.batch.lease_s) as lease:
        if lease is None or with_own_id(run.store, call.recording) != call.recording:
            return _not_ours(call, "busy", "another run is at work on it")
        return settled_before(run, call) or _analyse(run, call, lease, progress)


def settled_before(run: Run, call: IncomingCall) -> Outcome | None:
    """What became of the call in an earlier run, where that is to be left so: its report, or its failure."""
    if not run.again and (done := _done_before(run, call) or _retired(run, call)):
        return done
    return _quarantined(run, call) if run.quarantine else None


def _analyse(run: Run, call: IncomingCall, lease: Lease, progress: Progress) -> Outcome:
    engines = run.engines(progress)
    start = time.perf_counter()  # loading models is not the call's time
    with at_hand(call, run.settings) as recording:
        if recording is None:
            return _not_ours(call, "left", "it has changed since it was found; left for the next run")
        report, audio = analyse_recording(recording, engines, run.settings, progress)
    report = dataclasses.replace(report, recording=call.recording, notes=(*call.notes, *report.notes))
    with StageClock(report.recording, progress).stage("report"):
        with appearing_whole(run, call.recording.call_id, lease) as (draft, folder):
            write_json(report, draft / REPORT_FILE)
            write_html(report, audio, draft / HTML_FILE, run.settings.report)
        save_report(run.store, report, folder, run.settings)
    seconds = time.perf_counter() - start
    logger.info("call done", extra={"call_id": report.recording.call_id, "seconds": round(seconds, 3)})
    return Outcome(
        path=call.recording.path,
        status="done",
        call_id=report.recording.call_id,
        headline=_headline(report),
        seconds=seconds,
        line=summary_line(report, seconds),
        folder=folder,
    )


def _not_ours(call: IncomingCall, status: Literal["left", "busy"], why: str) -> Outcome:
    path = call.recording.path
    return Outcome(path, status, call.recording.call_id, reason=f"{path}: {why}")


def keep_failure(run: Run, call: IncomingCall, error: WarmlineError, seconds: float = 0.0) -> Outcome:
    """Write down why a call failed. A store that is away does not hide the first reason."""
    recording = call.recording
    logger.info("call failed", extra={"call_id": recording.call_id, "stage": error.stage, "why": str(error)})
    logger.debug("why the call failed", exc_info=error)
    with suppress(TryAgain):
        save_failure(run.store, failed_now(recording.path, error, run.recipe), recording.sha256)
    return Outcome(
        path=recording.path,
        status="failed",
        call_id=recording.call_id,
        seconds=seconds,
        reason=str(error),
        stage=error.stage,
        may_pass=isinstance(error, TryAgain),
    )


def _quarantined(run: Run, call: IncomingCall) -> Outcome | None:
    failure = find_failure(run.store, call.recording, run.recipe)
    if failure is None or (failure.may_pass and failure.attempts < run.settings.batch.give_up_after):
        return None
    path, recording = call.recording.path, call.recording
    return Outcome(path, "quarantined", recording.call_id, reason=failure.reason, stage=failure.stage)


def _done_before(run: Run, call: IncomingCall) -> Outcome | None:
    done = find_done(run.store, call.recording, run.recipe)
    if done is None or not exists(run.reports / done.call_id / REPORT_FILE, run.settings.buckets):
        return None
    return Outcome(
        path=call.recording.path,
        status="skipped",
        call_id=done.call_id,
        headline=done.headline,
        reason="analysed before by the same recipe; --again forces it",
        folder=run.reports / done.call_id,
    )


def _retired(run: Run, call: IncomingCall) -> Outcome | None:
    if not is_retired(run.store, call.recording.sha256):
        return None
    path, call_id = call.recording.path, call.recording.call_id
    return Outcome(path, "skipped", call_id, reason="deleted when its time was over; --again analyses it anew")


def _headline(report: CallReport) -> Headline:
    return Headline(
        duration_s=report.duration_s,
        hold_s=report.measures.hold.total_s,
        ivr_s=report.measures.ivr.total_s,
        empathy=report.scores.empathy.value,
        delivery=report.scores.delivery.value,
    )
