"""What scores are made of: parts with points and proof, their sum, and how sure it is."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from calls.scores import Evidence, Score, ScorePart

FULL = 100.0


def marks(evidence: Iterable[Evidence], *names: str) -> tuple[Evidence, ...]:
    """The evidence of these markers, in order."""
    return tuple(e for e in evidence if e.marker in names)


def saturating(cap: float, amount: float, half: float) -> float:
    """Half of `cap` at `half`, three quarters at twice that, never all of it.

    >>> saturating(8.0, 2.0, 1.0)
    6.0
    """
    return cap * (1.0 - 0.5 ** (amount / half)) if amount > 0 else 0.0


def between(value: float, points: Sequence[tuple[float, float]]) -> float:
    """On the line through `points` (x ascending); flat beyond its ends."""
    if value <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if value <= x1:
            return y0 + (y1 - y0) * (value - x0) / (x1 - x0)
    return points[-1][1]


def unjudged(name: str, why: str) -> ScorePart:
    """A part the call gave no occasion for: it moves nothing."""
    return ScorePart(name, None, 0.0, why)


def summed(start: float, parts: Sequence[ScorePart], width_down: float, width_up: float) -> Score:
    """The sum within 0 and 100, with an interval reaching that far down and up."""
    value = min(FULL, max(0.0, start + sum(part.points for part in parts)))
    return Score(
        value=round(value, 1),
        low=round(max(0.0, value - width_down), 1),
        high=round(min(FULL, value + width_up), 1),
        parts=tuple(parts),
    )


def unscored(reason: str) -> Score:
    """No score, and why."""
    return Score(value=None, low=None, high=None, parts=(), reason=reason)


def width(base: float, reference: float, amount: float) -> float:
    """Half an interval: `base` at `reference` of what is judged, growing as a standard error does with less of it."""
    return float(base * max(1.0, (reference / max(amount, 1e-6)) ** 0.5))


def counted(number: int, thing: str, things: str | None = None) -> str:
    """>>> counted(1, "menu"), counted(2, "menu")
    ('1 menu', '2 menus')
    """
    return f"{number} {thing}" if number == 1 else f"{number} {things or thing + 's'}"


def times(number: int) -> str:
    """>>> times(0), times(1), times(3)
    ('0 times', 'once', '3 times')
    """
    return {1: "once", 2: "twice"}.get(number, f"{number} times")
