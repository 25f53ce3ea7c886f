"""How far a run is, as a progress artifact on Prefect's pages. Importing this imports Prefect."""

import logging
import time
from typing import cast
from uuid import UUID

from prefect.artifacts import create_progress_artifact, update_progress_artifact

from calls.outcome import Outcome
from flows.watch import Watcher
from intake.gather import IncomingCall

ARTIFACT = "progress"
EVERY_S = 5.0
"""An update is a request to the server: ten thousand calls must not make ten thousand."""

logger = logging.getLogger("warmline.progress")


class ProgressArtifact:
    """Weighs calls by their bytes, for what hour each will end nobody knows; passes everything on to `inner`.

    A server that does not take an update loses nothing but that: it is logged and the night goes on.
    """

    def __init__(self, inner: Watcher, every_s: float = EVERY_S) -> None:
        """To be made and used inside a flow run."""
        self._inner = inner
        self._every_s = every_s
        self._artifact: UUID | None = None
        self._calls = self._ended = self._total = self._done = 0
        self._told = 0.0

    def gathered(self, calls: tuple[IncomingCall, ...]) -> None:
        """Makes the artifact."""
        self._inner.gathered(calls)
        self._calls, self._total = len(calls), sum(call.size_bytes for call in calls)
        self._tell()

    def call_begins(self, call: IncomingCall) -> None:
        """Passed on."""
        self._inner.call_begins(call)

    def stage_begins(self, stage: str) -> None:
        """Passed on."""
        self._inner.stage_begins(stage)

    def call_ends(self, call: IncomingCall, outcome: Outcome) -> None:
        """One more; told at most every few seconds, and at the end."""
        self._inner.call_ends(call, outcome)
        self._ended += 1
        self._done += call.size_bytes
        if self._ended >= self._calls or time.monotonic() - self._told >= self._every_s:
            self._tell()

    def _tell(self) -> None:
        percent = 100.0 * self._done / self._total if self._total else 100.0
        description = f"{self._ended} of {self._calls} calls"
        self._told = time.monotonic()
        try:
            if self._artifact is None:
                made = create_progress_artifact(percent, key=ARTIFACT, description=description)
                self._artifact = cast("UUID", made)  # a coroutine only where asked from one
            else:
                update_progress_artifact(self._artifact, percent, description=description)
        except Exception as error:
            logger.warning("progress not told to Prefect (%s)", type(error).__name__)
