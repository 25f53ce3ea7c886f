"""Who works: as many processes as the settings say, each stopped at a call's limits; without limits, this one alone."""

from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Event

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


class Crew:
    """The processes of a run; one that died, or was stopped at a limit, is replaced by the next call's."""

    def __init__(self, order: Order, run: Run, produce: Produce = produce_report) -> None:
        """None is started yet."""
        self._needed = order, run, produce
        self._alone = crew_size(run.settings) == 1 and not has_limits(run.settings)
        self._free: SimpleQueue[Bench] = SimpleQueue()
        self._all: list[Bench] = []
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

    def _bench(self) -> Bench:
        self._refuse_when_ended()
        with suppress(Empty):
            return self._free.get_nowait()
        bench = Bench(*self._needed)
        self._all.append(bench)
        return bench

    def _refuse_when_ended(self) -> None:
        if self._ended.is_set():
            raise SetupBroken("the run was ended before it was done; run it again, it goes on where it was")


def has_limits(settings: Settings) -> bool:
    """Whether a call may have to be stopped."""
    return bool(settings.batch.limit_factor or settings.batch.limit_memory_mb)
