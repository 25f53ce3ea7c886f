"""A row of nightly averages as a small drawing."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.change_point import ChangePoint

WIDTH, HEIGHT, MARGIN = 240.0, 44.0, 5.0


@dataclass(frozen=True, slots=True)
class Level:
    """A stretch of the row at its average: from `left` to `right` at the height `y`."""

    left: float
    right: float
    y: float


@dataclass(frozen=True, slots=True)
class Sparkline:
    """Within WIDTH by HEIGHT, the origin at the top left. `points` is what an SVG polyline takes."""

    points: str
    last: tuple[float, float]
    levels: tuple[Level, ...]


def sparkline(row: Sequence[float], point: ChangePoint | None = None) -> Sparkline:
    """The row (n,), n > 0, from its least to its greatest; with the levels before and after a change."""
    low, high = min(row), max(row)
    step = (WIDTH - 2 * MARGIN) / max(1, len(row) - 1)

    def x(index: float) -> float:
        return round(MARGIN + index * step, 1)

    def y(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5
        return round(HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN), 1)

    levels: tuple[Level, ...] = ()
    if point is not None:
        last = len(row) - 1
        levels = (
            Level(x(point.since), x(point.at - 0.5), y(point.before)),
            Level(x(point.at - 0.5), x(last), y(point.after)),
        )
    at = [(x(index), y(value)) for index, value in enumerate(row)]
    return Sparkline(" ".join(f"{left},{top}" for left, top in at), at[-1], levels)
