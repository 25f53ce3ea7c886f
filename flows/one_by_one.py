"""A run in this process, a call at a time, without a server."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from calls.outcome import Outcome
from flows.produce import attempt, produce_report
from flows.run import Run
from flows.share import Done, shared_out
from flows.watch import Watcher
from intake.gather import IncomingCall, gather
from store.objects import StoredIndex


def analyse_paths(run: Run, paths: Iterable[Path], watcher: Watcher) -> tuple[Outcome, ...]:
    """What became of each recording at `paths`. Raises SetupBroken; what was done before it is kept."""
    gathered = gather(paths, run.settings, index=StoredIndex(run.store))
    watcher.gathered(gathered.calls)

    def produce(call: IncomingCall) -> Outcome:
        return produce_report(run, call, watcher.stage_begins)

    def work(calls: Iterable[IncomingCall]) -> Iterator[Done]:
        for call in calls:
            watcher.call_begins(call)
            outcome = attempt(run, call, produce)
            if outcome.status != "busy":
                watcher.call_ends(call, outcome)
            yield call, outcome

    return gathered.outcomes + tuple(outcome for _, outcome in shared_out(run, gathered.calls, work))
