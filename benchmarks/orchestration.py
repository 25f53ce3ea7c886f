"""What the orchestration of a call costs by itself: calls that take no time, claimed, done by processes, told.

    python benchmarks/orchestration.py 1000            # as `warmline nightly` without a server
    python benchmarks/orchestration.py 1000 --prefect  # as `warmline batch`, on an embedded server

Goal of issue 6: under 50 ms a call, and under 5 % of the night. Figures: docs/scaling.md. Wall-clock time grows with
what else the machine does; the CPU time of all processes beside it, Prefect's server among them, hardly does.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

import psutil

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
EVERY = 100
"""Calls between two looks at the CPU time."""


def cpu_s() -> float:
    """Seconds that all living processes of this run have computed."""
    ours = psutil.Process()
    times = [process.cpu_times() for process in (ours, *ours.children(recursive=True))]
    return sum(each.user + each.system for each in times)


class Clock(Quiet):
    """When calls ended."""

    def __init__(self) -> None:
        self.ends: list[float] = []
        self.cpu: list[float] = []

    def call_ends(self, call: IncomingCall, outcome: Outcome) -> None:
        """One more."""
        self.ends.append(time.perf_counter())
        if len(self.ends) % EVERY == 0:
            self.cpu.append(cpu_s())


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
    print(f"{len(clock.ends)} calls in {seconds:.1f} s; {1000 * each:.1f} ms a call after the first {WARM}", end="")
    if len(clock.cpu) > 1:
        cpu = (clock.cpu[-1] - clock.cpu[0]) / EVERY / (len(clock.cpu) - 1)
        print(f", {1000 * cpu:.1f} ms of CPU", end="")
    print(f"; load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
