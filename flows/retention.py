"""Deleting what has been kept for as long as the settings say."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from calls.errors import SetupBroken, TryAgain
from configs.operation_settings import RetentionSettings
from flows.lease import leased
from flows.nightly import KINDS, LATEST
from flows.order import Order
from flows.run import Run, open_run
from intake.discard import discard
from reports.expiry import due, oldest_kept
from reports.publish import dated_before
from reports.withdraw import withdraw_report, withdraw_sound
from store.claims import Claim
from store.retention import DatedCall, What, call_now, calls_before, forget, forget_failures, note_gone

CLAIM = "retention"
"""In place of a recipe: a call in work is not deleted, and one being deleted is not worked on."""

logger = logging.getLogger("warmline.retention")


@dataclass(frozen=True, slots=True)
class Removal:
    """What was deleted of a call, or would be; `problem` says why a part of it was not.

    A morning summary stands here as if it were a call, by its file's name.
    """

    call_id: str
    parts: tuple[What | Literal["summary"], ...]
    problem: str | None = None


def retain(order: Order, *, dry_run: bool = False, now: datetime | None = None) -> Iterator[Removal]:
    """Delete what is due, call by call, as the removals are asked for; with `dry_run` only say so.

    A call that can't be deleted now is told with its problem, and is due again next time. Raises SetupBroken where the
    rules or the list of calls held can't be read: then nothing is deleted.
    """
    run = open_run(order)
    try:
        yield from _removals(run, dry_run=dry_run, now=now or datetime.now(UTC))
    finally:
        run.store.dispose()


def _removals(run: Run, *, dry_run: bool, now: datetime) -> Iterator[Removal]:
    rules = run.settings.retention
    held = held_calls(rules)
    before = oldest_kept(rules, now)
    if before is None:
        return
    for call in calls_before(run.store, before):
        parts = due(call, rules, held, now)
        if not parts:
            continue
        removal = Removal(call.call_id, parts) if dry_run else _removed(run, call, held, now)
        if removal.parts or removal.problem:
            yield removal
    yield from _summaries(run, dry_run=dry_run, now=now)
    if rules.row_days and not dry_run:
        forget_failures(run.store, now - timedelta(days=rules.row_days))


def _summaries(run: Run, *, dry_run: bool, now: datetime) -> Iterator[Removal]:
    """Morning summaries go with the reports that they link to; the latest stays."""
    rules = run.settings.retention
    days = min((days for days in (rules.report_days, rules.row_days) if days), default=None)
    for kind in KINDS if days else ():
        for path in dated_before(run.out / f"{LATEST}{kind}", now - timedelta(days=days or 0)):
            if not dry_run:
                path.unlink(missing_ok=True)
            yield Removal(path.name, ("summary",))


def held_calls(rules: RetentionSettings) -> frozenset[str]:
    """Ids of the calls of which nothing is deleted. Raises SetupBroken where the file of them can't be read."""
    if not rules.hold_file:
        return frozenset(rules.hold)
    try:
        lines = Path(rules.hold_file).read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SetupBroken(
            f"{rules.hold_file}: the list of calls held can't be read ({error}); nothing is deleted without it"
        ) from error
    return frozenset(rules.hold) | {line.strip() for line in lines if line.strip()}


def _removed(run: Run, call: DatedCall, held: frozenset[str], now: datetime) -> Removal:
    """Part by part, each noted when it is gone: a crash in between repeats one part at most."""
    done: list[What] = []
    try:
        with leased(run.store, Claim(call.sha256, CLAIM, call.call_id), run.settings.batch.lease_s) as lease:
            if lease is None:
                return Removal(call.call_id, (), "another run is at work on it")
            latest = call_now(run.store, call)  # it may have been analysed anew since it was listed
            for what in due(latest, run.settings.retention, held, now) if latest else ():
                _remove(run, call, what)
                done.append(what)
    except (SetupBroken, TryAgain, OSError) as error:
        logger.error("call not deleted", extra={"call_id": call.call_id, "why": str(error)})
        return Removal(call.call_id, tuple(done), str(error))
    if done:
        logger.info("call deleted", extra={"call_id": call.call_id, "parts": ", ".join(done)})
    return Removal(call.call_id, tuple(done))


def _remove(run: Run, call: DatedCall, what: What) -> None:
    buckets = run.settings.buckets
    folders = {folder for folder in (*call.folders, run.reports / call.call_id) if folder.name == call.call_id}
    if what == "recording" and not discard(call.recording, call.sha256, buckets):
        raise SetupBroken(f"{call.recording}: no longer holds this call's recording; it is left as it is")
    for folder in folders:
        if what == "sound":
            withdraw_sound(folder, buckets)
        elif what == "report":
            withdraw_report(folder, buckets)
    if what == "rows":
        forget(run.store, call)
    else:
        note_gone(run.store, call, what)
