"""Weekly means of both groups as points of an SVG; the template draws them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from store.initiatives import Week

WIDTH, HEIGHT = 680, 260
LEFT, RIGHT, TOP, BOTTOM = 52, 16, 26, 34


@dataclass(frozen=True, slots=True)
class Chart:
    """Places in the drawing's own units. `ticks` are (y, value), `numbers` (x, week), a dot is (x, y)."""

    width: int
    height: int
    start_x: float
    ticks: tuple[tuple[float, float], ...]
    numbers: tuple[tuple[float, int], ...]
    those: tuple[tuple[float, float], ...]
    others: tuple[tuple[float, float], ...]


def chart(weeks: Sequence[Week]) -> Chart | None:
    """Weeks from left to right with the first day between week -1 and week 0; None with fewer than two weeks."""
    numbers = sorted({week.number for week in weeks})
    if len(numbers) < 2:
        return None
    first, last = min(numbers[0], -1), max(numbers[-1], 0)
    ticks = _ticks(min(w.mean for w in weeks), max(w.mean for w in weeks))

    def x(number: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (number + 0.5 - first) / (last - first + 1), 1)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - ticks[0]) / (ticks[-1] - ticks[0]), 1)

    def line(those: bool) -> tuple[tuple[float, float], ...]:
        return tuple((x(w.number), y(w.mean)) for w in weeks if w.those is those)

    return Chart(
        width=WIDTH,
        height=HEIGHT,
        start_x=x(-0.5),
        ticks=tuple((y(tick), tick) for tick in ticks),
        numbers=tuple((x(number), number) for number in range(first, last + 1)),
        those=line(True),
        others=line(False),
    )


def _ticks(low: float, high: float) -> list[float]:
    """Three to six round values around both."""
    room = max(high - low, abs(high) * 0.05, 1e-6)
    raw = room / 3
    size = 10 ** np.floor(np.log10(raw))
    step = float(next(s for s in (size, 2 * size, 5 * size, 10 * size) if s >= raw))
    first, last = np.floor(low / step), np.ceil(high / step)
    return [float(n * step) for n in np.arange(first, max(last, first + 1) + 1)]
