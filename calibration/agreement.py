"""Figures of agreement, with what few labels leave open."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.stats import binomtest

NORMAL_95 = 1.96
"""Standard errors that hold 95 % of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval; `of` is the number it rests on."""

    value: float
    low: float
    high: float
    of: int


def proportion(right: int, of: int) -> Estimate | None:
    """A share with Wilson's interval (1927), which holds for few and for extreme ones; None for none."""
    if of == 0:
        return None
    interval = binomtest(right, of).proportion_ci(method="wilson")
    return Estimate(right / of, float(interval.low), float(interval.high), of)


def kappa(pairs: Sequence[tuple[bool, bool]]) -> Estimate | None:
    """Cohen's kappa of two judges with the interval of its large-sample standard error (Cohen 1960).

    None where it is not defined: nothing judged, or both always say the same one thing.
    """
    n = len(pairs)
    if n == 0:
        return None
    observed = sum(one == other for one, other in pairs) / n
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = sum(first[answer] * second[answer] for answer in (True, False)) / n**2
    if expected == 1.0:
        return None
    value = (observed - expected) / (1 - expected)
    reach = NORMAL_95 * (observed * (1 - observed) / n) ** 0.5 / (1 - expected)
    return Estimate(value, max(-1.0, value - reach), min(1.0, value + reach), n)
