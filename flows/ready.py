"""What of the paths is still to be done: found, identified, and told apart from what earlier runs settled."""

import dataclasses
from collections.abc import Iterable
from pathlib import Path

from calls.errors import RecordingRejected
from calls.location import ObjectPath
from calls.outcome import Outcome
from flows.produce import settled_before
from flows.run import Run
from intake.gather import Gathered, gather
from store.ledger import failed_now, failure_at, save_failure, with_own_id
from store.objects import StoredIndex


def make_ready(run: Run, paths: Iterable[Path]) -> Gathered:
    """The calls to work on, and the outcomes of all else: an old folder's many done calls cost a query each.

    A recording whose bytes can't even be read is kept among the failures like one that can't be analysed. Files that
    may still be being written are left. Raises SetupBroken or TryAgain.
    """
    gathered = gather(paths, run.settings, run.settings.batch.quiet_s, StoredIndex(run.store))
    outcomes = [_kept(run, outcome) for outcome in gathered.outcomes]
    calls = []
    for call in gathered.calls:
        known = dataclasses.replace(call, recording=with_own_id(run.store, call.recording))
        if earlier := settled_before(run, known):
            outcomes.append(earlier)
        else:
            calls.append(call)
    return Gathered(tuple(calls), tuple(outcomes))


def _kept(run: Run, outcome: Outcome) -> Outcome:
    if outcome.status != "failed" or not _is_recording(outcome.path):
        return outcome  # a path without a recording is the order's mistake, and told each time
    reason = str(outcome.reason)
    earlier = failure_at(run.store, outcome.path, run.recipe)
    if run.quarantine and earlier and earlier.reason == reason:
        return dataclasses.replace(outcome, status="quarantined")
    save_failure(run.store, failed_now(outcome.path, RecordingRejected(reason), run.recipe))
    return outcome


def _is_recording(path: Path) -> bool:
    return bool(path.suffix) if isinstance(path, ObjectPath) else path.is_file()
