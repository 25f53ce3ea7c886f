"""Sharing a folder with other runs: what they are at is waited for, since they may die over it."""

import time
from collections.abc import Callable, Iterable

from calls.outcome import Outcome
from flows.run import Run
from intake.gather import IncomingCall
from store.claims import held

Done = tuple[IncomingCall, Outcome]
Work = Callable[[tuple[IncomingCall, ...]], Iterable[Done]]
"""Works on calls and gives each one's outcome as it ends."""


def shared_out(run: Run, calls: Iterable[IncomingCall], work: Work) -> Iterable[Done]:
    """`work` on the calls; those that another run is at are given to it once they are free, as done or as still to do.

    Ends because a claim does: with its work, or unrenewed, with its process.
    """
    free, waiting = tuple(calls), dict[str, IncomingCall]()
    while free:
        for call, outcome in work(free):
            if outcome.status == "busy":
                waiting[call.recording.sha256] = call
            else:
                yield call, outcome
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
