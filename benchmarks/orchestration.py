"""What the orchestration of a call costs by itself: calls that take no time, claimed, done by processes, told.

    python benchmarks/orchestration.py 1000            # as `warmline nightly` without a server
    python benchmarks/orchestration.py 1000 --prefect  # as `warmline batch`, on an embedded server

Goal of issue 6: under 50 ms a call. On two cores that others shared (load 3.6), 1,000 calls: 20.4 s in all without a
server (11 ms a call once the processes are up), 48.3 s in all with Prefect, its server's start included (22 ms a call).
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from calls.outcome import Outcome
from configs.settings import load_settings
from flows.crew import Crew
from flows.lease import leased
from flows.order import Order
from flows.prefect_setup import configure_prefect
from flows.produce import settled_before
from flows.run import Run, open_run
from flows.together import analyse_together
from flows.watch import Quiet
from intake.gather import IncomingCall
from store.claims import claim_of
from store.ledger import with_own_id

CONFIG = "[batch]\nquiet_s = 0\nworkers = 2\n"
WARM = 20
"""Calls after which the processes are up."""


class Clock(Quiet):
    """When calls ended."""

    def __init__(self) -> None:
        self.ends: list[float] = []

    def call_ends(self, call: IncomingCall, outcome: Outcome) -> None:
        """One more."""
        self.ends.append(time.perf_counter())


def no_work(run: Run, call: IncomingCall) -> Outcome:
    """All that is done about a call, but for the analysis and its report."""
    with_own_id(run.store, call.recording)
    settled_before(run, call)
    with leased(run.store, claim_of(call.recording, run.recipe), run.settings.batch.lease_s):
        return Outcome(call.recording.path, "done", call.recording.call_id)


def made_night(folder: Path, calls: int) -> Order:
    """A folder of that many recordings, which nothing will decode."""
    (folder / "calls").mkdir()
    for number in range(calls):
        (folder / "calls" / f"call{number:06}.wav").write_text(str(number))
    (folder / "own.toml").write_text(CONFIG)
    return Order(folder / "out", folder / "own.toml")


def under_prefect(order: Order, crew: Crew, calls: Path, clock: Clock) -> None:
    """As a flow, with its own server."""
    os.environ["PREFECT_HOME"] = str(order.out / "prefect")
    configure_prefect(load_settings().batch)
    from flows import batch  # noqa: PLC0415 - Prefect reads its settings when it is imported

    batch.fetch_all = lambda *_: None  # no networks here
    batch.crew_of = lambda *_: crew
    batch.run_batch(order, [calls], clock)


def main() -> None:
    """Print the cost."""
    with tempfile.TemporaryDirectory() as name:
        order = made_night(Path(name), int(sys.argv[1]))
        run, clock = open_run(order), Clock()
        crew, calls = Crew(order, run, no_work), Path(name) / "calls"
        begin = time.perf_counter()
        if "--prefect" in sys.argv:
            under_prefect(order, crew, calls, clock)
        else:
            analyse_together(run, [calls], clock, crew)
        seconds = time.perf_counter() - begin
    each = (clock.ends[-1] - clock.ends[WARM]) / (len(clock.ends) - WARM)
    print(f"{len(clock.ends)} calls in {seconds:.1f} s; {1000 * each:.1f} ms a call after the first {WARM}")


if __name__ == "__main__":
    main()
