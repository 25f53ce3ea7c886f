"""A run by several processes, without a server."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from pathlib import Path

from calls.outcome import Outcome
from flows.crew import Crew
from flows.produce import attempt
from flows.ready import make_ready
from flows.run import Run
from flows.share import Done, shared_out
from flows.watch import Watcher
from intake.gather import IncomingCall


def analyse_together(run: Run, paths: Iterable[Path], watcher: Watcher, crew: Crew) -> tuple[Outcome, ...]:
    """What became of each recording at `paths`; the crew ends with it.

    Raises SetupBroken or TryAgain where the run can't begin or go on; what was done before is kept.
    """
    ready = make_ready(run, paths)
    watcher.gathered(ready.calls)
    with ThreadPoolExecutor(crew.size) as pool, closing(crew):

        def work(calls: Iterable[IncomingCall]) -> Iterator[Done]:
            futures = {pool.submit(attempt, run, call, crew.work_patiently): call for call in calls}
            try:
                for future in as_completed(futures):
                    call, outcome = futures[future], future.result()
                    if outcome.status != "busy":
                        watcher.call_ends(call, outcome)
                    yield call, outcome
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)  # else it would go on to the last call
                raise

        return ready.outcomes + tuple(outcome for _, outcome in shared_out(run, ready.calls, work))
