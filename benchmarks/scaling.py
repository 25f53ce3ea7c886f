"""Calls an hour by 1 and 2 workers, once the workers are up.

    python benchmarks/scaling.py processes 2                  # calls that only wait, 1 s each: what sharing them costs
    python benchmarks/scaling.py dask 2                       # the same by two workers of a Dask cluster
    python benchmarks/scaling.py processes 2 --real FOLDER    # the recordings in FOLDER, by the networks, a thread each

Measured: see docs/operations.md.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from calls.outcome import Outcome
from flows.bench import Produce
from flows.crew import crew_of
from flows.lease import leased
from flows.order import Order
from flows.produce import produce_report
from flows.run import Run, open_run
from flows.together import analyse_together
from flows.watch import Quiet
from intake.gather import IncomingCall
from store.claims import claim_of

CALL_S = 1.0
CALLS = 40
ADDRESS = "tcp://127.0.0.1:8797"
CONFIG = "[batch]\nquiet_s = 0\nworkers = {workers}\ndask = '{dask}'\n[compute]\nthreads = 1\n"


class Clock(Quiet):
    """When calls ended."""

    def __init__(self) -> None:
        self.ends: list[float] = []

    def call_ends(self, call: IncomingCall, outcome: Outcome) -> None:
        """One more."""
        self.ends.append(time.perf_counter())


def wait_a_call(run: Run, call: IncomingCall) -> Outcome:
    """In place of the analysis, which it takes no core from."""
    with leased(run.store, claim_of(call.recording, run.recipe), run.settings.batch.lease_s):
        time.sleep(CALL_S)
        return Outcome(call.recording.path, "done", call.recording.call_id)


@contextmanager
def dask_cluster(workers: int) -> Iterator[None]:
    """A scheduler and its workers, each a process with one thread."""
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    worker = ["worker", ADDRESS, "--no-nanny", "--nthreads", "1", "--no-dashboard"]
    scheduler = ["scheduler", "--host", "127.0.0.1", "--port", ADDRESS.rpartition(":")[2], "--no-dashboard"]
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        for command in (scheduler, *[worker] * workers):
            begun = subprocess.Popen(
                [sys.executable, "-m", "dask", *command], env=environment, cwd=folder, stderr=subprocess.DEVNULL
            )
            stack.callback(begun.wait)
            stack.callback(begun.terminate)
        time.sleep(10)  # until all have come
        yield


def rate(order: Order, calls: Path, produce: Produce, workers: int) -> float:
    """Calls an hour, without the first of each worker, which loads its models."""
    run, clock = open_run(order), Clock()
    analyse_together(run, [calls], clock, crew_of(order, run, produce))
    warm, last = clock.ends[workers - 1], clock.ends[-1]
    return 3600 * (len(clock.ends) - workers) / (last - warm)


def main() -> None:
    """Print it."""
    wanted = argparse.ArgumentParser()
    wanted.add_argument("way", choices=["processes", "dask"])
    wanted.add_argument("workers", type=int)
    wanted.add_argument("--real", type=Path)
    args = wanted.parse_args()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder, calls = Path(name), args.real or Path(name, "calls")
        if not args.real:
            calls.mkdir()
            for number in range(CALLS):
                (calls / f"call{number:03}.wav").write_text(str(number))
        if args.way == "dask":
            stack.enter_context(dask_cluster(args.workers))
        address = ADDRESS if args.way == "dask" else ""
        (folder / "own.toml").write_text(CONFIG.format(workers=args.workers, dask=address))
        order = Order(folder / "out", folder / "own.toml")
        found = rate(order, calls, produce_report if args.real else wait_a_call, args.workers)
    print(f"{args.way}, {args.workers} workers: {found:.0f} calls an hour")


if __name__ == "__main__":
    import scaling  # under a name that other processes can import

    scaling.main()
