"""What is seen while a run goes: bars on a terminal, a line a call elsewhere, nothing beside a JSON log."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from calls.outcome import Outcome
from cli.estimate import Estimate
from cli.logs import log_as_json
from configs.operation_settings import BatchSettings
from flows.watch import Watcher
from intake.gather import IncomingCall
from reports.clock import length


@contextmanager
def watching(settings: BatchSettings, *, json_log: bool) -> Iterator[Watcher]:
    """The watcher that suits where stderr goes."""
    console = Console(stderr=True)
    if json_log:
        log_as_json()
        yield Quiet()
    elif console.is_terminal:
        with _bars(console) as bars:
            yield Bars(bars, Estimate(settings.stage_shares))
    else:
        yield Lines(Estimate(settings.stage_shares))


class Quiet:
    """Shows nothing: the log tells all."""

    def gathered(self, calls: tuple[IncomingCall, ...]) -> None:
        """Nothing."""

    def call_begins(self, call: IncomingCall) -> None:
        """Nothing."""

    def stage_begins(self, stage: str) -> None:
        """Nothing."""

    def call_ends(self, call: IncomingCall, outcome: Outcome) -> None:
        """Nothing."""


class Lines(Quiet):
    """A line as each call ends, with an estimate of what is left."""

    def __init__(self, estimate: Estimate) -> None:
        """Counts from now."""
        self._estimate = estimate
        self._start = time.monotonic()
        self._calls = 0
        self._ended = 0

    def gathered(self, calls: tuple[IncomingCall, ...]) -> None:
        """Remember how many."""
        self._calls = len(calls)
        self._estimate.gathered(calls)
        self._start = time.monotonic()

    def stage_begins(self, stage: str) -> None:
        """Only what takes long before the first line."""
        if stage not in self._estimate.stages and not self._ended:
            typer.echo(f"{stage} ...", err=True)

    def call_ends(self, call: IncomingCall, outcome: Outcome) -> None:
        """The line."""
        self._ended += 1
        self._estimate.call_ends(call, worked=outcome.status != "skipped")
        left = left_text(self._estimate, time.monotonic() - self._start)
        name = outcome.call_id or outcome.path.name
        typer.echo(
            f"[{self._ended}/{self._calls}] {name}: {outcome.status} in {length(outcome.seconds)}{left}", err=True
        )


class Bars(Quiet):
    """A bar for the run with what is left, and the stage of the call under way."""

    def __init__(self, bars: Progress, estimate: Estimate) -> None:
        """Draws on `bars`."""
        self._bars = bars
        self._estimate = estimate
        self._start = time.monotonic()
        self._task = bars.add_task("looking for recordings", total=None, calls="", left="")
        self._call: IncomingCall | None = None
        self._calls = 0
        self._ended = 0

    def gathered(self, calls: tuple[IncomingCall, ...]) -> None:
        """The bar has its length."""
        self._calls = len(calls)
        self._estimate.gathered(calls)
        self._start = time.monotonic()
        self._draw("calls")

    def call_begins(self, call: IncomingCall) -> None:
        """Names the call."""
        self._call = call

    def stage_begins(self, stage: str) -> None:
        """Names the stage."""
        if self._call:
            self._estimate.stage_begins(self._call, stage)
            self._draw(f"{self._call.recording.call_id}: {stage}")

    def call_ends(self, call: IncomingCall, outcome: Outcome) -> None:
        """Counts it."""
        self._ended += 1
        self._estimate.call_ends(call, worked=outcome.status != "skipped")
        self._draw(f"{outcome.call_id or outcome.path.name}: {outcome.status}")

    def _draw(self, what: str) -> None:
        self._bars.update(
            self._task,
            description=what,
            total=self._estimate.total,
            completed=self._estimate.done,
            calls=f"{self._ended}/{self._calls} calls",
            left=left_text(self._estimate, time.monotonic() - self._start),
        )


def left_text(estimate: Estimate, elapsed_s: float) -> str:
    """ ", about 2 min left", or nothing where that is not known."""
    left = estimate.left_s(elapsed_s)
    return "" if left is None or left < 1 else f", about {length(left)} left"


def _bars(console: Console) -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[calls]}"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[left]}"),
        console=console,
        transient=True,
    )
