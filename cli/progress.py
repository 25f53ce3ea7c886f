"""What is seen while a run goes: bars on a terminal, a line a call elsewhere, nothing beside a JSON log."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, Task, TextColumn, TimeElapsedColumn
from rich.text import Text

from calls.outcome import Outcome
from cli.estimate import Estimate
from cli.logs import log_as_json
from configs.operation_settings import BatchSettings
from flows.watch import Quiet, Watcher
from intake.gather import IncomingCall
from reports.clock import length


@contextmanager
def watching(settings: BatchSettings, *, json_log: bool) -> Iterator[Watcher]:
    """The watcher that suits where stderr goes."""
    console = Console(stderr=True)
    estimate = Estimate(settings.stage_shares)
    if json_log:
        log_as_json()
        yield Quiet()
    elif console.is_terminal:
        with _bars(console, estimate) as bars:
            yield Bars(bars, estimate)
    else:
        yield Lines(estimate)


class Counting(Quiet):
    """Keeps count and estimate for those that show them."""

    def __init__(self, estimate: Estimate) -> None:
        """Nothing is known yet."""
        self.estimate = estimate
        self.call: IncomingCall | None = None
        self.calls = 0
        self.ended = 0

    def gathered(self, calls: tuple[IncomingCall, ...]) -> None:
        """The whole work."""
        self.calls = len(calls)
        self.estimate.gathered(calls)

    def call_begins(self, call: IncomingCall) -> None:
        """The call that stages belong to."""
        self.call = call

    def stage_begins(self, stage: str) -> None:
        """What was done of the call."""
        if self.call:
            self.estimate.stage_begins(self.call, stage)

    def call_ends(self, call: IncomingCall, outcome: Outcome) -> None:
        """One more."""
        self.ended += 1
        self.estimate.call_ends(call, worked=outcome.status == "done", seconds=outcome.seconds)


class Lines(Counting):
    """A line as each call ends, with an estimate of what is left."""

    def gathered(self, calls: tuple[IncomingCall, ...]) -> None:
        """Says how many there are: the first line of a call may take minutes."""
        super().gathered(calls)
        if len(calls) > 1:
            typer.echo(f"{len(calls)} calls to analyse", err=True)

    def stage_begins(self, stage: str) -> None:
        """Says what may take long before the first line: loading or fetching models."""
        super().stage_begins(stage)
        if stage not in self.estimate.stages and not self.ended:
            typer.echo(f"{stage} ...", err=True)

    def call_ends(self, call: IncomingCall, outcome: Outcome) -> None:
        """The line."""
        super().call_ends(call, outcome)
        left = left_text(self.estimate)
        line = f"[{self.ended}/{self.calls}] {_name(outcome)}: {outcome.status} in {length(outcome.seconds)}"
        typer.echo(f"{line}, {left}" if left else line, err=True)


class Bars(Counting):
    """A bar for the run, with the call and stage under way and what is left."""

    def __init__(self, bars: Progress, estimate: Estimate) -> None:
        """Draws on `bars`."""
        super().__init__(estimate)
        self._bars = bars
        self._task = bars.add_task("looking for recordings", total=None, calls="")

    def gathered(self, calls: tuple[IncomingCall, ...]) -> None:
        """The bar has its length."""
        super().gathered(calls)
        self._draw("the first calls are under way" if calls else "nothing new")

    def stage_begins(self, stage: str) -> None:
        """Names the stage."""
        super().stage_begins(stage)
        if self.call:
            self._draw(f"{self.call.recording.call_id}: {stage}")

    def call_ends(self, call: IncomingCall, outcome: Outcome) -> None:
        """Counts it."""
        super().call_ends(call, outcome)
        self._draw(f"{_name(outcome)}: {outcome.status}")

    def _draw(self, what: str) -> None:
        self._bars.update(
            self._task,
            description=what,
            total=self.estimate.total,
            completed=self.estimate.done,
            calls=f"{self.ended}/{self.calls} calls",
        )


class LeftColumn(ProgressColumn):
    """What is left, counting down between the stages."""

    def __init__(self, estimate: Estimate) -> None:
        """Tells what `estimate` knows."""
        super().__init__()
        self._estimate = estimate

    def render(self, task: Task) -> Text:
        """The text of this moment."""
        return Text(left_text(self._estimate))


def left_text(estimate: Estimate) -> str:
    """'about 2 min left', or nothing where that is not known."""
    left = estimate.left_s()
    return "" if left is None or left < 1 else f"about {length(left)} left"


def _name(outcome: Outcome) -> str:
    return outcome.call_id or outcome.path.name


def _bars(console: Console, estimate: Estimate) -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        TextColumn("{task.fields[calls]}"),
        TimeElapsedColumn(),
        LeftColumn(estimate),
        console=console,
        transient=True,
        expand=True,
    )
