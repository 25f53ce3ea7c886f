"""Levels with their intervals as small drawings: one on a scale, several in a row of weeks or hours."""

from collections.abc import Sequence
from dataclasses import dataclass

from scorecards.estimate import Estimate, reach
from scorecards.numbness import Hour
from store.agent_calls import Sums, Week

WIDTH, HEIGHT, MARGIN = 160.0, 16.0, 4.0
ROW_WIDTH, ROW_HEIGHT = 160.0, 40.0
LEAST_CALLS = 3
"""Of a week, to be drawn."""
Scale = tuple[float, float]
"""From the value at the left to the value at the right."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Within WIDTH: the interval from `left` to `right`, the estimate `at`, the `team` on like calls where told."""

    left: float
    right: float
    at: float
    team: float | None


@dataclass(frozen=True, slots=True)
class Whisker:
    """A level in a row: at `x` the height `y`, its interval from `top` to `bottom`."""

    x: float
    y: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Row:
    """Within ROW_WIDTH by ROW_HEIGHT, the origin at the top left. `points` is what an SVG polyline takes."""

    whiskers: tuple[Whisker, ...]
    points: str


@dataclass(frozen=True, slots=True)
class Level:
    """A mean at a place of a row, with its interval."""

    place: float
    value: float
    low: float
    high: float


def bar(found: Estimate, scale: Scale, team: float | None = None) -> Bar:
    """On a scale from its least to its most."""
    least, most = scale

    def x(value: float) -> float:
        share = min(1.0, max(0.0, (value - least) / (most - least))) if most > least else 0.0
        return round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)

    return Bar(x(found.low), x(found.high), x(found.value), None if team is None else x(team))


def row(levels: Sequence[Level]) -> Row | None:
    """From the least to the greatest mean with room for half of each interval; None for fewer than two."""
    if len(levels) < 2:
        return None
    low = min(min(level.value, (level.value + level.low) / 2) for level in levels)
    high = max(max(level.value, (level.value + level.high) / 2) for level in levels)
    first, last = levels[0].place, levels[-1].place

    def x(place: float) -> float:
        return round(MARGIN + (place - first) / (last - first) * (ROW_WIDTH - 2 * MARGIN), 1)

    def y(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5
        return round(ROW_HEIGHT - MARGIN - min(1.0, max(0.0, share)) * (ROW_HEIGHT - 2 * MARGIN), 1)

    whiskers = tuple(Whisker(x(each.place), y(each.value), y(each.high), y(each.low)) for each in levels)
    return Row(whiskers, " ".join(f"{each.x},{each.y}" for each in whiskers))


def week_levels(weeks: Sequence[Week], figure: str) -> tuple[Level, ...]:
    """The means of the weeks in which enough calls have the figure."""
    known = [(week.number, week.figures[figure]) for week in weeks if figure in week.figures]
    return tuple(_level(number, sums) for number, sums in known if sums.calls >= LEAST_CALLS)


def hour_levels(hours: Sequence[Hour]) -> tuple[Level, ...]:
    """Of shifts."""
    return tuple(Level(hour.number, hour.value, hour.low, hour.high) for hour in hours)


def _level(number: int, sums: Sums) -> Level:
    n, mean = sums.calls, sums.mean
    half = reach(sums.scatter / (n - 1) / n, n - 1)
    return Level(number, mean, mean - half, mean + half)
