"""The figures that a night is judged by: what they are called, and how they are written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from reports.clock import length

Verdict = Literal["worse", "better"]


@dataclass(frozen=True, slots=True)
class NightFigure:
    """An average over calls. `name` is that of store.nights.FIGURES; `more` is what more of it means to callers."""

    name: str
    title: str
    more: Verdict
    written: Callable[[float], str]
    unit: str = ""
    """Of a difference, where it is not that of the figure."""

    def verdict(self, difference: float) -> Verdict:
        """What a change by `difference` means to callers."""
        if difference > 0:
            return self.more
        return "better" if self.more == "worse" else "worse"

    def signed(self, difference: float) -> str:
        """A change, with its sign."""
        if self.unit:
            return f"{100 * difference:+.0f}{self.unit}".replace("-", "−")
        return ("−" if difference < 0 else "+") + self.written(abs(difference))

    def between(self, low: float, high: float) -> str:
        """An interval of a change."""
        return f"{self.signed(low).removesuffix(self.unit)} to {self.signed(high).removesuffix(self.unit)}"


def _share(value: float) -> str:
    return f"{value:.0%}" if value >= 0.1 else f"{value:.1%}"


def _points(value: float) -> str:
    return f"{value:.1f}"


def _number(value: float) -> str:
    return f"{value:.2f}"


NIGHT_FIGURES = (
    NightFigure("hold_s", "On hold", "worse", length),
    NightFigure("queue_s", "Waiting before the first agent", "worse", length),
    NightFigure("ivr_s", "In the IVR", "worse", length),
    NightFigure("ivr_troubles", "Zero-outs, repeats and invalid keys", "worse", _number),
    NightFigure("friction", "Friction score", "worse", _points),
    NightFigure("distress", "Calls with distress", "worse", _share, " points"),
    NightFigure("met", "Distress and losses met", "better", _share, " points"),
    NightFigure("empathy", "Empathy score", "better", _points),
    NightFigure("delivery", "Delivery score", "better", _points),
)
