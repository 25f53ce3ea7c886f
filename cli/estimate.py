"""How long the rest of a run will take."""

import time
from collections.abc import Callable

from intake.gather import IncomingCall

NOISE_S = 3.0
"""What is left is not guessed from less time than this."""


class Estimate:
    """Weighs calls by their bytes and, inside a call, stages by their usual share of the work.

    `total` and `done` are bytes; what is left is told at the pace up to the last stage or call that ended, and counts
    down until the next one does.
    """

    def __init__(self, stages: dict[str, float], now: Callable[[], float] = time.monotonic) -> None:
        """`stages` are shares by stage in order; `now` gives seconds."""
        self.stages = stages
        self.total = self.done = 0.0
        self._ended = 0.0
        self._now = now
        self._start = self._last = now()

    def gathered(self, calls: tuple[IncomingCall, ...]) -> None:
        """This is the whole work, and it begins."""
        self.total = float(sum(call.size_bytes for call in calls))
        self._start = self._last = self._now()

    def stage_begins(self, call: IncomingCall, stage: str) -> None:
        """All stages before this one are done; a stage without a share (loading models) moves nothing."""
        if stage in self.stages:
            names = list(self.stages)
            before = sum(self.stages[name] for name in names[: names.index(stage)])
            if not self.done and not before:
                self._start = self._now()  # the first call's first stage: loading models is over
            self._move(self._ended + call.size_bytes * before / sum(self.stages.values()))

    def call_ends(self, call: IncomingCall, *, worked: bool = True) -> None:
        """The whole call is done; one skipped or failed says nothing of the pace and is taken out."""
        if worked:
            self._ended += call.size_bytes
        else:
            self.total -= call.size_bytes
        self._move(self._ended)

    def left_s(self) -> float | None:
        """Seconds left; None while that would be a guess."""
        spent = self._last - self._start
        if spent < NOISE_S or self.done <= 0:
            return None
        return max(0.0, spent * self.total / self.done - (self._now() - self._start))

    def _move(self, done: float) -> None:
        self.done = done
        self._last = self._now()
