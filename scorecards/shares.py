"""Shares of calls with their intervals."""

from dataclasses import dataclass
from math import sqrt

from scipy.stats import binomtest

from scorecards.estimate import SURE


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `of`, and the interval that holds 95 % (Wilson 1927: right for few and for none, too)."""

    count: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """0 to 1; 0 of none."""
        return self.count / self.of if self.of else 0.0


def share(count: int, of: int) -> Share:
    """Of none nothing is known: 0 to 1."""
    if not of:
        return Share(0, 0, 0.0, 1.0)
    found = binomtest(count, of).proportion_ci(SURE, "wilson")
    return Share(count, of, float(found.low), float(found.high))


def differ(one: Share, two: Share) -> tuple[float, float]:
    """Interval of `two` less `one`, from both Wilson intervals (Newcombe 1998, Statistics in Medicine 17:873-890)."""
    gap = two.value - one.value
    low = gap - sqrt((two.value - two.low) ** 2 + (one.high - one.value) ** 2)
    high = gap + sqrt((two.high - two.value) ** 2 + (one.value - one.low) ** 2)
    return low, high
