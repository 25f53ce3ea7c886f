"""One call of a run: analysed, its reports written, its results kept; or skipped, left, or failed with a reason."""

import dataclasses
import logging
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

from calls.errors import RecordingRejected, SetupBroken, TryAgain, WarmlineError
from calls.outcome import Headline, Outcome
from calls.report import CallReport
from flows.analyse import analyse_recording
from flows.lease import Lease, leased
from flows.run import Run
from flows.stages import Progress, StageClock, silent
from intake.find import REPORT_FILE
from intake.gather import IncomingCall
from reports.report_html import write_html
from reports.report_json import write_json
from reports.summary import summary_line
from store.claims import claim_of
from store.ledger import failed_now, find_done, find_failure, save_failure, save_report, with_own_id

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
    if not run.again and (done := _done_before(run, call)):
        return done
    return _quarantined(run, call) if run.quarantine else None


def _analyse(run: Run, call: IncomingCall, lease: Lease, progress: Progress) -> Outcome:
    if _has_changed(call):
        return _not_ours(call, "left", "it has changed since it was found; left for the next run")
    engines = run.engines(progress)
    start = time.perf_counter()  # loading models is not the call's time
    report, audio = analyse_recording(call.recording, engines, run.settings, progress)
    report = dataclasses.replace(report, notes=(*call.notes, *report.notes))
    folder = run.out / report.recording.call_id
    with StageClock(report.recording, progress).stage("report"):
        with _appearing_whole(folder, lease) as draft:
            write_json(report, draft / REPORT_FILE)
            write_html(report, audio, draft / HTML_FILE, run.settings.report)
        save_report(run.store, report, folder)
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


def _has_changed(call: IncomingCall) -> bool:
    """A file that is gone has not: decoding it tells."""
    with suppress(OSError):
        return call.recording.path.stat().st_size != call.size_bytes
    return False


def _not_ours(call: IncomingCall, status: Literal["left", "busy"], why: str) -> Outcome:
    path = call.recording.path
    return Outcome(path, status, call.recording.call_id, reason=f"{path}: {why}")


def keep_failure(run: Run, call: IncomingCall, error: WarmlineError, seconds: float = 0.0) -> Outcome:
    """Write down why a call failed. A store that is away does not hide the first reason."""
    recording = call.recording
    logger.info("call failed", extra={"call_id": recording.call_id, "stage": error.stage})
    logger.debug("why the call failed", exc_info=error)
    with suppress(TryAgain):
        save_failure(run.store, failed_now(recording.path, error, run.recipe), recording.sha256)
    return Outcome(recording.path, "failed", recording.call_id, seconds=seconds, reason=str(error), stage=error.stage)


def _quarantined(run: Run, call: IncomingCall) -> Outcome | None:
    failure = find_failure(run.store, call.recording, run.recipe)
    if failure is None or (failure.may_pass and failure.attempts < run.settings.batch.give_up_after):
        return None
    path, recording = call.recording.path, call.recording
    return Outcome(path, "quarantined", recording.call_id, reason=failure.reason, stage=failure.stage)


def _done_before(run: Run, call: IncomingCall) -> Outcome | None:
    done = find_done(run.store, call.recording, run.recipe)
    if done is None or not (run.out / done.call_id / REPORT_FILE).exists():
        return None
    return Outcome(
        path=call.recording.path,
        status="skipped",
        call_id=done.call_id,
        headline=done.headline,
        reason="analysed before by the same recipe; --again forces it",
        folder=run.out / done.call_id,
    )


def _headline(report: CallReport) -> Headline:
    return Headline(
        duration_s=report.duration_s,
        hold_s=report.measures.hold.total_s,
        ivr_s=report.measures.ivr.total_s,
        empathy=report.scores.empathy.value,
        delivery=report.scores.delivery.value,
    )


@contextmanager
def _appearing_whole(folder: Path, lease: Lease) -> Iterator[Path]:
    """A folder to write into that takes the place of `folder` at the end; after a failure nothing has changed.

    Its names are the same each time: what a killed process left of them, the next one to hold the lease clears away.
    """
    draft = folder.with_name(f".{folder.name}.part")
    former = folder.with_name(f".{folder.name}.former")
    try:
        _clear(draft, former)
        draft.mkdir(parents=True)
        yield draft
        if not lease.is_ours():
            raise TryAgain(f"{folder}: its claim was lost, this process stood still too long; the call is done again")
        if folder.exists():
            folder.rename(former)
        draft.rename(folder)
    except OSError as error:
        if former.exists() and not folder.exists():
            former.rename(folder)
        raise SetupBroken(
            f"{folder}: the report can't be written ({error.strerror}); free space or choose another --out"
        ) from error
    finally:
        _clear(draft, former)


def _clear(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
