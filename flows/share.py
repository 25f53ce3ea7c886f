"""Sharing a folder with other runs: what they are at is waited for, since they may die over it."""

import time
from collections.abc import Callable, Iterable

from calls.errors import TryAgain
from calls.outcome import Outcome
from flows.run import Run
from intake.gather import IncomingCall
from store.claims import held

Done = tuple[IncomingCall, Outcome]
Work = Callable[[tuple[IncomingCall, ...]], Iterable[Done]]
"""Works on calls and gives each one's outcome as it ends."""


def shared_out(run: Run, calls: Iterable[IncomingCall], work: Work) -> Iterable[Done]:
    """`work` on the calls; those that another run is at are given to it once they are free, as done or as still to do.

    Ends because a claim does: with its work, or unrenewed, with its process. Raises TryAgain where call after call
    fails of what may pass by itself: what all of them need is away.
    """
    free, waiting, in_a_row = tuple(calls), dict[str, IncomingCall](), 0
    while free:
        for call, outcome in work(free):
            if outcome.status == "busy":
                waiting[call.recording.sha256] = call
                continue
            yield call, outcome
            in_a_row = in_a_row + 1 if outcome.may_pass else 0
            if in_a_row and in_a_row == run.settings.batch.stop_after:
                raise TryAgain(
                    f"the run stops, {in_a_row} calls in a row failed for now, the last because: {outcome.reason}"
                )
        free = _freed(run, waiting)


def _freed(run: Run, waiting: dict[str, IncomingCall]) -> tuple[IncomingCall, ...]:
    """Taken out of `waiting` as soon as there are any; nothing when nothing waits."""
    while waiting:
        busy = held(run.store, [call.recording for call in waiting.values()], run.recipe)
        free = tuple(waiting.pop(sha256) for sha256 in list(waiting) if sha256 not in busy)
        if free:
            return free
        time.sleep(run.settings.batch.poll_s)
    return ()
