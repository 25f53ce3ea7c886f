"""Stages: named, timed, logged, and a failure that says where it happened."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from calls.errors import RecordingRejected, WarmlineError
from calls.recording import Recording
from calls.report import StageTime

logger = logging.getLogger("warmline.stages")

Progress = Callable[[str], None]
"""Called with a stage's name as it begins."""


def silent(_stage: str) -> None:
    """Progress that nobody watches."""


class StageClock:
    """Runs the stages of one recording. Log lines carry the call id and seconds, never words of the call."""

    def __init__(self, recording: Recording, progress: Progress = silent) -> None:
        """`times` grows by an entry a stage."""
        self.times: list[StageTime] = []
        self._recording = recording
        self._progress = progress

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what is done inside. Any error leaves as one of calls.errors, with `stage` set."""
        self._progress(name)
        start = time.perf_counter()
        try:
            yield
        except WarmlineError as error:
            error.stage = name
            raise
        except MemoryError as error:
            raise self._rejected(name, "it needs more memory than there is; split the recording") from error
        except Exception as error:
            # The message of an unforeseen error may hold words of the call: only its type goes on.
            kind = type(error).__name__
            raise self._rejected(name, f"an unforeseen {kind}; run again with --debug and report it") from error
        seconds = round(time.perf_counter() - start, 3)
        self.times.append(StageTime(name, seconds))
        logger.info(
            "stage %s done in %.2f s",
            name,
            seconds,
            extra={"call_id": self._recording.call_id, "stage": name, "seconds": seconds},
        )

    def tell_duration(self, duration_s: float) -> None:
        """Log how long the call is, which decides how long it may take."""
        extra = {"call_id": self._recording.call_id, "duration_s": round(duration_s, 3)}
        logger.info("call of %.1f s", duration_s, extra=extra)

    def _rejected(self, stage: str, why: str) -> RecordingRejected:
        error = RecordingRejected(f"{self._recording.path}: could not be analysed, stage '{stage}': {why}")
        error.stage = stage
        return error
