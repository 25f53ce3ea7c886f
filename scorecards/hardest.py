"""Which kind of moment an agent finds hardest, and how sure that is. Arithmetic only."""

from collections.abc import Mapping
from dataclasses import dataclass

from scipy.stats import binomtest


@dataclass(frozen=True, slots=True)
class Kind:
    """`missed` of `moments` were left unanswered or met with a stock phrase; the share with its interval of 95 %."""

    name: str
    moments: int
    missed: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Of the moments, the missed ones."""
        return self.missed / self.moments


def kinds(counts: Mapping[str, tuple[int, int]]) -> tuple[Kind, ...]:
    """From moments and missed ones by kind: with Wilson's interval (1927), which holds for few; by name."""
    return tuple(_kind(name, *counts[name]) for name in sorted(counts) if counts[name][0])


def hardest(found: tuple[Kind, ...], least: int) -> Kind | None:
    """The kind most surely missed: its interval begins highest. None where none has `least` moments and a missed one.

    By the interval's beginning, not by the share: three of three tell less than fourteen of twenty.
    """
    enough = [kind for kind in found if kind.moments >= least and kind.missed]
    return max(enough, key=lambda kind: (kind.low, kind.missed), default=None)


def _kind(name: str, moments: int, missed: int) -> Kind:
    interval = binomtest(missed, moments).proportion_ci(method="wilson")
    return Kind(name, moments, missed, float(interval.low), float(interval.high))
