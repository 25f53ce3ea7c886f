"""Is empathy well below in calls that people call cold, of what it is in those that they call warm?"""

from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.figures import CallFigures

SCORE = "empathy"
WANTED_POINTS = 25.0
"""How far a cold call is to stay below a warm one: a quarter of the scale, more than two intervals of a usual call."""


@dataclass(frozen=True, slots=True)
class WarmthPair:
    """A call labelled cold and one labelled warm, and by how many points the warm one is above."""

    cold: CallFigures
    warm: CallFigures
    points: float

    @property
    def right(self) -> bool:
        """Whether they are as far apart as wanted."""
        return self.points >= WANTED_POINTS


def warmth_pairs(calls: Sequence[CallFigures]) -> tuple[WarmthPair, ...]:
    """Every cold call with every warm one, as far as both are labelled and have a score."""
    scored = [(call, score) for call in calls if call.agent_empathy and (score := call.scores.get(SCORE)) is not None]
    return tuple(
        WarmthPair(cold, warm, high - low)
        for cold, low in scored
        if cold.agent_empathy == "cold"
        for warm, high in scored
        if warm.agent_empathy == "warm"
    )
