"""A run in this process, a call at a time, without a server."""

from collections.abc import Iterable
from pathlib import Path

from calls.outcome import Outcome
from flows.produce import attempt
from flows.run import Run
from flows.watch import Watcher
from intake.gather import gather


def analyse_paths(run: Run, paths: Iterable[Path], watcher: Watcher) -> tuple[Outcome, ...]:
    """What became of each recording at `paths`. Raises SetupBroken; what was done before it is kept."""
    gathered = gather(paths, run.settings)
    watcher.gathered(gathered.calls)
    outcomes = list(gathered.outcomes)
    for call in gathered.calls:
        watcher.call_begins(call)
        outcome = attempt(run, call, watcher.stage_begins)
        watcher.call_ends(call, outcome)
        outcomes.append(outcome)
    return tuple(outcomes)
