"""How long the rest of a run will take."""

from dataclasses import dataclass, field

from intake.gather import IncomingCall

NOISE_S = 3.0
"""What is left is not guessed from less time than this."""


@dataclass
class Estimate:
    """Weighs calls by their bytes and, inside a call, stages by their usual share of the work.

    `stages` are shares by stage in order; times are seconds since the run began.
    """

    stages: dict[str, float]
    total: float = 0.0
    done: float = 0.0
    _ended: float = field(default=0.0, repr=False)

    def gathered(self, calls: tuple[IncomingCall, ...]) -> None:
        """The whole work."""
        self.total = float(sum(call.size_bytes for call in calls))

    def stage_begins(self, call: IncomingCall, stage: str) -> None:
        """All stages before this one are done; a stage without a share (loading models) moves nothing."""
        if stage in self.stages:
            names = list(self.stages)
            before = sum(self.stages[name] for name in names[: names.index(stage)])
            self.done = self._ended + call.size_bytes * before / sum(self.stages.values())

    def call_ends(self, call: IncomingCall, *, worked: bool = True) -> None:
        """The whole call is done; one that was skipped says nothing of the pace and is taken out."""
        if worked:
            self._ended += call.size_bytes
        else:
            self.total -= call.size_bytes
        self.done = self._ended

    def left_s(self, elapsed_s: float) -> float | None:
        """Seconds left at the pace so far; None while that would be a guess."""
        if elapsed_s < NOISE_S or self.done <= 0:
            return None
        return elapsed_s * (self.total - self.done) / self.done
