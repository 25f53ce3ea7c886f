"""A night to be killed: all is real but networks and pages, which are made up and take a moment. Run as a script."""

import os
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from made_up import RECIPE, MadeUpAnalysis

import flows.produce
from calls.outcome import Outcome
from calls.recording import Recording
from calls.report import CallReport
from calls.sound import Audio
from flows.crew import crew_of
from flows.order import Order
from flows.run import Run, open_run
from flows.stages import Progress, silent
from flows.together import analyse_together
from flows.watch import Quiet
from intake.gather import IncomingCall

CALL_S = float(os.environ.get("CALL_S", "0.15"))
BEGUN = "BEGUN_LOG"
"""Environment: a file that is told who began which call."""
ABREAST = "ABREAST"
"""Environment: how many work folders must have begun a call before any goes on; a slow start is no smaller share."""
START_S = 60.0


def wait_for_others(log: Path) -> None:
    """Until as many as ABREAST says have begun, or for START_S: the test then sees who is missing."""
    deadline = time.monotonic() + START_S
    while len({line.split()[0] for line in log.read_text().splitlines()}) < int(os.environ.get(ABREAST, "1")):
        if time.monotonic() > deadline:
            return
        time.sleep(0.1)


class Unhurried(MadeUpAnalysis):
    """Takes a moment, and says when it was made."""

    def begin(self, path: Path) -> None:
        """The work."""
        os.write(sys.stdout.fileno(), b".")
        if log := os.environ.get(BEGUN):
            with Path(log).open("a") as file:
                file.write(f"{os.environ['WORK_FOLDER']} {path.name}\n")
            wait_for_others(Path(log))
        time.sleep(CALL_S)

    def __call__(
        self, recording: Recording, engines: object, settings: object, progress: Progress = silent
    ) -> tuple[CallReport, Audio]:
        """The report."""
        report, audio = super().__call__(recording, engines, settings, progress)
        return replace(report, provenance=replace(report.provenance, analysed_at=datetime.now(UTC))), audio


def without_networks(run: Run) -> Run:
    """No models are loaded, and the recipe is not that of the code, which may change meanwhile."""
    return replace(run, recipe=RECIPE, engines=lambda _: None)  # type: ignore[arg-type, return-value]


def produce(run: Run, call: IncomingCall) -> Outcome:
    """produce_report in a bench's process."""
    if not isinstance(flows.produce.analyse_recording, Unhurried):
        flows.produce.analyse_recording = Unhurried()
        flows.produce.write_html = lambda _report, _audio, path, _settings: path.write_text("<html></html>")  # type: ignore
    return flows.produce.produce_report(without_networks(run), call)


def main(calls: Path, out: Path, config: Path) -> int:
    """The night; 0 when nothing failed."""
    order = Order(out, config)
    run = without_networks(open_run(order))
    outcomes = analyse_together(run, [calls], Quiet(), crew_of(order, run, produce))
    return 0 if {outcome.status for outcome in outcomes} <= {"done", "skipped"} else 1


if __name__ == "__main__":
    sys.exit(main(*(Path(argument) for argument in sys.argv[1:])))
