"""Who may look on while a run goes."""

from typing import Protocol, runtime_checkable

from calls.outcome import Outcome
from intake.gather import IncomingCall


@runtime_checkable  # Prefect checks a flow's parameters by isinstance
class Watcher(Protocol):
    """Shows a run's progress."""

    def gathered(self, calls: tuple[IncomingCall, ...]) -> None:
        """These are the calls of the run."""

    def call_begins(self, call: IncomingCall) -> None:
        """Work on a call begins."""

    def stage_begins(self, stage: str) -> None:
        """A stage of the call that began last begins."""

    def call_ends(self, call: IncomingCall, outcome: Outcome) -> None:
        """A call is done, skipped or failed."""


class Quiet:
    """Shows nothing."""

    def gathered(self, calls: tuple[IncomingCall, ...]) -> None:
        """Nothing."""

    def call_begins(self, call: IncomingCall) -> None:
        """Nothing."""

    def stage_begins(self, stage: str) -> None:
        """Nothing."""

    def call_ends(self, call: IncomingCall, outcome: Outcome) -> None:
        """Nothing."""
