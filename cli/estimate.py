"""How long the rest of a run will take."""

import time
from collections.abc import Callable

from intake.gather import IncomingCall

NOISE_S = 3.0
"""What is left is not guessed from less time than this."""
WARM, SURE = 4, 12
"""Calls whose pace says little: each process's first is slow, and those in work count for nothing yet. After SURE calls
the first WARM are forgotten."""


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
        self._calls, self._before = 0, 0.0
        self._warm = self._start, 0.0

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

    def call_ends(self, call: IncomingCall, *, worked: bool = True, seconds: float | None = None) -> None:
        """The whole call is done, in `seconds`; one skipped or failed says nothing of the pace and is taken out."""
        if not worked:
            self.total -= call.size_bytes
            self._move(self._ended)
            return
        if not self.done and seconds is not None:
            self._start = max(self._start, self._now() - seconds)  # models were loaded before
        self._ended += call.size_bytes
        self._move(self._ended)
        self._calls += 1
        if self._calls == WARM:
            self._warm = self._last, self.done
        elif self._calls == SURE:
            self._start, self._before = self._warm

    def left_s(self) -> float | None:
        """Seconds left; None while that would be a guess."""
        spent, done = self._last - self._start, self.done - self._before
        if spent < NOISE_S or done <= 0:
            return None
        return max(0.0, spent * (self.total - self.done) / done - (self._now() - self._last))

    def _move(self, done: float) -> None:
        self.done = done
        self._last = self._now()
