"""Who works: as many processes as the settings say, each stopped at a call's limits; without limits, this one alone."""

from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Event
from typing import Protocol

from calls.errors import SetupBroken, TryAgain
from calls.outcome import Outcome
from configs.settings import Settings
from flows.bench import Bench, Produce
from flows.order import Order
from flows.produce import produce_report
from flows.run import Run, crew_size
from intake.gather import IncomingCall

GOODBYE_S = 5.0
"""Patience with an idle process that clears up."""


class Worker(Protocol):
    """A bench, here or elsewhere: see flows.bench.Bench."""

    @property
    def is_alive(self) -> bool:
        """Whether it can take a call."""

    def work(self, call: IncomingCall) -> Outcome:
        """The call."""

    def dismiss(self) -> None:
        """No more calls come."""

    def stop(self, patience_s: float = 0.0) -> None:
        """End it."""


class Elsewhere(Protocol):
    """Where else benches can be than on this machine: see flows.dask_bench.Cluster."""

    size: int

    def bench(self) -> Worker:
        """One more."""

    def close(self) -> None:
        """Leave it."""


def crew_of(order: Order, run: Run, produce: Produce = produce_report) -> "Crew":
    """Processes of this machine, or the Dask cluster that the settings name. Raises SetupBroken or TryAgain."""
    if not run.settings.batch.dask:
        return Crew(order, run, produce)
    try:
        from flows.dask_bench import Cluster  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise SetupBroken("setting 'batch.dask': Dask is not installed; pip install 'warmline[dask]'") from error
    return Crew(order, run, produce, Cluster(order, run.settings, produce))


class Crew:
    """The processes of a run; one that died, or was stopped at a limit, is replaced by the next call's."""

    def __init__(
        self, order: Order, run: Run, produce: Produce = produce_report, elsewhere: Elsewhere | None = None
    ) -> None:
        """None is started yet. `size` is how many calls are done at once."""
        self._needed = order, run, produce
        self._elsewhere = elsewhere
        self.size = elsewhere.size if elsewhere else crew_size(run.settings)
        self._alone = not elsewhere and self.size == 1 and not has_limits(run.settings)
        self._free: SimpleQueue[Worker] = SimpleQueue()
        self._all: list[Worker] = []
        self._ended = Event()

    def work(self, call: IncomingCall) -> Outcome:
        """The call, at a free bench or a new one; from as many threads as are wanted. Raises any of calls.errors."""
        if self._alone:
            _, run, produce = self._needed
            return produce(run, call)
        bench = self._bench()
        try:
            return bench.work(call)
        except TryAgain:
            self._refuse_when_ended()  # the process did not fail: we ended it
            raise
        finally:
            if bench.is_alive:
                self._free.put(bench)

    def work_patiently(self, call: IncomingCall) -> Outcome:
        """`work`, again where a failure may pass by itself."""
        batch = self._needed[1].settings.batch
        for _ in range(batch.retries):
            try:
                return self.work(call)
            except TryAgain:
                self._ended.wait(batch.retry_delay_s)
        return self.work(call)

    def close(self) -> None:
        """End all processes, whatever they are at; what they had claimed is free."""
        self._ended.set()
        idle = []
        with suppress(Empty):
            while True:
                idle.append(self._free.get_nowait())
        for bench in idle:
            bench.dismiss()
        for bench in self._all:
            bench.stop(GOODBYE_S if bench in idle else 0.0)
        if self._elsewhere:
            self._elsewhere.close()

    def _bench(self) -> Worker:
        self._refuse_when_ended()
        with suppress(Empty):
            return self._free.get_nowait()
        bench: Worker = self._elsewhere.bench() if self._elsewhere else Bench(*self._needed)
        self._all.append(bench)
        return bench

    def _refuse_when_ended(self) -> None:
        if self._ended.is_set():
            raise SetupBroken("the run was ended before it was done; run it again, it goes on where it was")


def has_limits(settings: Settings) -> bool:
    """Whether a call may have to be stopped."""
    return bool(settings.batch.limit_factor or settings.batch.limit_memory_mb)
