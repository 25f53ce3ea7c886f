"""A Dask cluster in place of processes of our own: its workers do the calls, and keep their models loaded.

Importing this imports distributed (the extra `dask`).
"""

import multiprocessing
import threading
import time
from contextlib import suppress

from distributed import Client
from distributed.client import Future

from calls.errors import SetupBroken, TryAgain, WarmlineError
from calls.outcome import Outcome
from configs.settings import Settings
from flows.bench import Produce
from flows.crew import Crew, has_limits
from flows.order import Order
from flows.run import open_run
from intake.gather import IncomingCall

CONNECT_S = 30
"""Seconds in which the scheduler must answer."""
LOOK_S = 5.0
WITHOUT_WORKERS_S = 60.0
"""Of a cluster without any worker for so long, none is expected back: the scheduler would keep calls for ever."""


class Cluster:
    """The cluster at the settings' address; `size` is how many calls it does at once."""

    def __init__(self, order: Order, settings: Settings, produce: Produce) -> None:
        """Raises TryAgain where it can't be reached, SetupBroken where it has no workers."""
        address = settings.batch.dask
        try:
            self.client = Client(address, timeout=CONNECT_S, set_as_default=False)
        except (OSError, ValueError) as error:
            raise TryAgain(
                f"setting 'batch.dask': no scheduler answers at {address}; start `dask scheduler` there, then run again"
            ) from error
        self.size = sum(self.client.nthreads().values())
        self._ordered = order, produce
        if not self.size:
            self.close()
            raise SetupBroken(
                f"setting 'batch.dask': {address} has no workers; start `dask worker {address} --no-nanny`"
            )

    def bench(self) -> "DaskBench":
        """A place at some worker or other."""
        return DaskBench(self.client, *self._ordered)

    def close(self) -> None:
        """Leave it to others."""
        self.client.close()


class DaskBench:
    """As flows.bench.Bench, at whichever worker is free."""

    is_alive = True

    def __init__(self, client: Client, order: Order, produce: Produce) -> None:
        """Starts nothing."""
        self._client, self._ordered = client, (order, produce)
        self._future: Future | None = None

    def work(self, call: IncomingCall) -> Outcome:
        """What became of the call. Raises any of calls.errors."""
        # pure=False: a call asked for again, after a failure, is to be done again.
        self._future = self._client.submit(_at_worker, *self._ordered, call, pure=False)
        try:
            answer: Outcome | WarmlineError = self._answer(self._future)
        except TryAgain:
            raise
        except Exception as error:
            # Killed workers, cancelled futures, lost connections: whatever it is, another worker may do it.
            kind = type(error).__name__
            raise TryAgain(f"{call.recording.path}: its Dask worker was lost ({kind}); run again") from error
        if isinstance(answer, WarmlineError):
            raise answer
        return answer

    def _answer(self, future: Future) -> Outcome | WarmlineError:
        seen = time.monotonic()
        while not future.done():
            with suppress(TimeoutError):
                future.result(timeout=LOOK_S)
            if self._client.nthreads():
                seen = time.monotonic()
            elif time.monotonic() - seen > WITHOUT_WORKERS_S:
                future.cancel()
                raise TryAgain("the Dask cluster has lost all its workers; start some, then run again")
        answer: Outcome | WarmlineError = future.result()
        return answer

    def dismiss(self) -> None:
        """Nothing to clear up."""

    def stop(self, _patience_s: float = 0.0) -> None:
        """Take back what has not begun."""
        if self._future and not self._future.done():
            self._future.cancel()


def _at_worker(order: Order, produce: Produce, call: IncomingCall) -> Outcome | WarmlineError:
    """At a worker of the cluster. Errors are answers: they come back as they are."""
    try:
        return _crew_here(order, produce).work(call)
    except WarmlineError as error:
        return error


_crews: dict[tuple[Order, Produce], Crew] = {}
_one_at_a_time = threading.Lock()


def _crew_here(order: Order, produce: Produce) -> Crew:
    """One a process, which stays for the calls that follow."""
    with _one_at_a_time:
        if (order, produce) not in _crews:
            run = open_run(order)
            if multiprocessing.current_process().daemon and has_limits(run.settings):
                raise SetupBroken(
                    "a Dask worker under a nanny can't start the processes that calls' limits need; "
                    "start it with `dask worker --no-nanny`"
                )
            _crews[order, produce] = Crew(order, run, produce)
        return _crews[order, produce]
