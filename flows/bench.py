"""A bench: a process beside ours that analyses one call after another, models loaded once, and is stopped at a limit.

Only a process of its own can be stopped in the middle of a network's work, and leaves ours unharmed when it dies.
"""

import logging
import multiprocessing
import time
from collections.abc import Callable
from contextlib import suppress
from logging import LogRecord

import psutil

from calls.errors import RecordingRejected, TryAgain, WarmlineError
from calls.outcome import Outcome
from configs.operation_settings import BatchSettings
from flows.bench_side import Heard, serve
from flows.order import Order
from flows.produce import produce_report
from flows.run import Run
from intake.gather import IncomingCall
from store.claims import release_of_process

LOOK_EVERY_S = 0.25
"""Between two looks at clock and memory: a network rarely takes more than 1 GB in that time."""
MEGABYTE = 2**20

Produce = Callable[[Run, IncomingCall], Outcome]


class Bench:
    """One process and the call it is at. Use it from one thread at a time."""

    def __init__(self, order: Order, run: Run, produce: Produce = produce_report) -> None:
        """Starts the process, which loads its models with its first call."""
        context = multiprocessing.get_context("spawn")  # networks' threads do not survive a fork
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, order, produce), name="bench", daemon=True)
        self._process.start()
        theirs.close()  # the process holds the only other end: when it dies, we read the end of the line
        self._run = run

    @property
    def is_alive(self) -> bool:
        """Whether it can take a call."""
        return self._process.is_alive()

    def work(self, call: IncomingCall) -> Outcome:
        """What became of the call. Raises any of calls.errors; a call past its limits is a RecordingRejected."""
        try:
            self._pipe.send(call)
            return self._answer(call)
        except (EOFError, OSError) as error:
            self._process.join()
            code = self._process.exitcode
            self.stop()
            raise TryAgain(
                f"{call.recording.path}: its process ended (exit code {code}), perhaps for want of memory; run again"
            ) from error

    def dismiss(self) -> None:
        """Tell an idle process that no more calls come: it clears up and ends by itself."""
        self._pipe.close()

    def stop(self, patience_s: float = 0.0) -> None:
        """End the process whatever it is at, and what it had claimed; one that was dismissed gets some patience."""
        self._process.join(patience_s)
        self._process.kill()
        self._process.join()
        self._pipe.close()
        with suppress(WarmlineError):  # where the store is away, the claims end by themselves
            release_of_process(self._run.store, self._process.pid or 0)

    def _answer(self, call: IncomingCall) -> Outcome:
        watch = Watch(self._run.settings.batch)
        while True:
            if not self._pipe.poll(LOOK_EVERY_S):
                if why := watch.past_limit(self._memory_mb()):
                    self.stop()
                    raise _stopped(call, watch.stage, why)
                continue
            heard: Heard = self._pipe.recv()
            if isinstance(heard, LogRecord):
                watch.heard(heard)
                logging.getLogger(heard.name).handle(heard)  # in our thread: Prefect knows which task it belongs to
            elif isinstance(heard, WarmlineError):
                raise heard
            else:
                return heard

    def _memory_mb(self) -> float:
        try:
            return float(psutil.Process(self._process.pid).memory_info().rss) / MEGABYTE
        except psutil.Error:
            return 0.0  # it ended just now; the pipe tells


class Watch:
    """The limits of one call. Its time begins anew when its duration is known, and is then a multiple of it."""

    def __init__(self, settings: BatchSettings, now: Callable[[], float] = time.monotonic) -> None:
        """`now` gives seconds."""
        self.stage: str | None = None
        self._settings = settings
        self._now = now
        self._begun = now()
        self._limit_s = settings.limit_base_s

    def heard(self, record: LogRecord) -> None:
        """Log lines tell the stages that end, and the call's duration."""
        self.stage = getattr(record, "stage", self.stage)
        duration_s = getattr(record, "duration_s", None)
        if duration_s is not None:
            self._limit_s = self._settings.limit_base_s + self._settings.limit_factor * duration_s

    def past_limit(self, memory_mb: float) -> str | None:
        """Which limit the call is past, and the setting that would raise it."""
        settings = self._settings
        if settings.limit_memory_mb and memory_mb > settings.limit_memory_mb:
            return f"it took more than {settings.limit_memory_mb} MB of memory (setting 'batch.limit_memory_mb')"
        if settings.limit_factor and self._now() - self._begun > self._limit_s:
            return f"it took more than {self._limit_s:.0f} s (settings 'batch.limit_base_s', 'batch.limit_factor')"
        return None


def _stopped(call: IncomingCall, stage: str | None, why: str) -> RecordingRejected:
    error = RecordingRejected(
        f"{call.recording.path}: stopped, {why}; split it or raise the limit, then --retry-failed"
    )
    error.stage = f"after {stage}" if stage else None
    return error
