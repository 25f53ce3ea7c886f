"""A bench's own side: the loop that runs in its process."""

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from logging import LogRecord
from logging.handlers import QueueHandler
from multiprocessing.connection import Connection, wait
from typing import Any

from calls.errors import RecordingRejected, WarmlineError
from calls.outcome import Outcome
from flows.order import Order, settings_of
from flows.run import Run, crew_size, open_run
from intake.gather import IncomingCall

Heard = Outcome | WarmlineError | LogRecord
"""What comes from a bench: log lines, then a call's outcome or error."""


def serve(pipe: Connection, order: Order, produce: Callable[[Run, IncomingCall], Outcome]) -> None:
    """Answer each call that comes, until no more can come."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is our parent's matter
    _end_with_parent()
    tell = _Teller(pipe)
    logger = logging.getLogger("warmline")
    logger.handlers, logger.propagate = [tell], False
    logger.setLevel(logging.INFO)
    run: Run | None = None
    while True:
        try:
            call: IncomingCall = pipe.recv()
        except EOFError:
            return
        try:
            run = run or open_run(order, beside=crew_size(settings_of(order)))
            tell.send(produce(run, call))
        except WarmlineError as error:
            tell.send(error)
        except Exception as error:
            # The message of an unforeseen error may hold words of the call: only its type goes on.
            why = f"an unforeseen {type(error).__name__}; run `warmline --debug analyse` on it and report it"
            tell.send(RecordingRejected(f"{call.recording.path}: could not be analysed: {why}"))


class _Teller(QueueHandler):
    """Sends log lines, and answers between them: a lease's thread logs too."""

    def __init__(self, pipe: Connection) -> None:
        super().__init__(pipe)  # type: ignore[arg-type]
        self._pipe = pipe

    def enqueue(self, record: LogRecord) -> None:
        """A log line; logging holds the handler's lock."""
        self._pipe.send(record)

    def handleError(self, record: LogRecord) -> None:  # noqa: N802 - logging's own name
        """Our parent is gone, and we are about to be."""

    def send(self, answer: Any) -> None:  # noqa: ANN401
        """An answer, in its turn."""
        with self.lock or threading.Lock():
            self._pipe.send(answer)


def _end_with_parent() -> None:
    """A batch that is killed leaves no bench at work behind, nor one that waits for ever with its models."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def follow() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=follow, name="follow parent", daemon=True).start()
