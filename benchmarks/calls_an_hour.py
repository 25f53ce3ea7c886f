"""Calls an hour by one process with all cores' threads, by one process a core, and by processes that fight for cores.

    .venv/bin/python benchmarks/calls_an_hour.py [FOLDER ...]      (default: samples/calls, each call three times)

The same recordings by the same code as `warmline nightly`, reports included. The first call of each process, which
loads the networks, is not counted: the clock runs from its end.
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from audio.decode import decode
from calls.outcome import Outcome
from flows.crew import Crew
from flows.order import Order
from flows.run import open_run
from flows.together import analyse_together
from flows.watch import Quiet
from intake.gather import IncomingCall

CORES = os.cpu_count() or 1
WAYS = ((1, CORES), (CORES, 1), (CORES, CORES))
"""Processes, and threads each."""
COPIES = 3


class Clock(Quiet):
    """When calls ended, and what they held."""

    def __init__(self) -> None:
        self.ends: list[tuple[float, float]] = []

    def call_ends(self, call: IncomingCall, outcome: Outcome) -> None:
        """One more."""
        seconds = outcome.headline.duration_s if outcome.headline else 0.0
        self.ends.append((time.perf_counter(), seconds))


def copied(folders: list[Path], to: Path) -> None:
    """Each recording COPIES times; a byte more at the end makes it another one."""
    to.mkdir()
    for copy in range(COPIES):
        for path in (path for folder in folders for path in sorted(folder.iterdir()) if path.suffix == ".wav"):
            new = to / f"{path.stem}_{copy}.wav"
            shutil.copyfile(path, new)
            with new.open("ab") as file:
                file.write(bytes(copy + 1))


def measured(calls: Path, out: Path, processes: int, threads: int) -> tuple[float, float]:
    """Calls an hour, and seconds of sound a second."""
    config = out.with_suffix(".toml")
    config.write_text(f"[batch]\nquiet_s = 0\nworkers = {processes}\n[compute]\nthreads = {threads}\n")
    order, clock = Order(out, config), Clock()
    run = open_run(order)
    analyse_together(run, [calls], clock, Crew(order, run))
    (begin, _), rest = clock.ends[processes - 1], clock.ends[processes:]
    took = rest[-1][0] - begin
    return 3600 * len(rest) / took, sum(seconds for _, seconds in rest) / took


def main(folders: list[Path]) -> None:
    """Print a line a way."""
    with tempfile.TemporaryDirectory() as name:
        calls = Path(name) / "calls"
        copied(folders, calls)
        sound = sum(decode(path).audio.duration_s for path in calls.iterdir())
        print(f"{len(list(calls.iterdir()))} calls, {sound / 60:.1f} min, {CORES} cores")
        for processes, threads in WAYS:
            an_hour, speed = measured(calls, Path(name) / f"out{processes}x{threads}", processes, threads)
            print(
                f"{processes} process(es) of {threads} thread(s): {an_hour:.0f} calls/h, {speed:.1f} x real time",
                flush=True,
            )


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]] or [Path("samples/calls")])
