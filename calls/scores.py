"""Marks with their proof."""

from dataclasses import dataclass

from calls.transcript import Role


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something found, with the words and seconds that prove it. `turn` indexes the call's turns, None for a key."""

    marker: str
    role: Role
    start: float
    end: float
    text: str
    confidence: float = 1.0
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One named part of a score. `points` is what it moved the score by, up or down; `evidence` is its proof.

    `value` is None where the call gave no occasion for it; such a part moves nothing and widens the interval.
    """

    name: str
    value: float | None
    points: float
    explanation: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """0 to 100 with an interval, wider when there is little to judge; `value` None with a `reason` when too little.

    Empathy and delivery: higher is warmer. Friction: higher is worse.
    """

    value: float | None
    low: float | None
    high: float | None
    parts: tuple[ScorePart, ...]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Scores:
    """The three scores of a call."""

    empathy: Score
    delivery: Score
    friction: Score
