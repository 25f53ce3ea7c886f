"""Seconds by hour of the day as a table: a row a queue or weekday, a cell an hour."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from store.waits import Hour

Figure = Literal["queue_s", "hold_s", "ivr_s"]
FIGURES: dict[Figure, str] = {"queue_s": "in the queue", "hold_s": "on hold", "ivr_s": "in the menu"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NO_QUEUE = "no queue named"
SHADES = 5
FEW = 5
"""Calls of which a mean is shown, but not shaded: one long wait would colour it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Calls and their mean seconds; `shade` 0 to 4, None where there are few."""

    calls: int
    mean_s: float
    shade: int | None


@dataclass(frozen=True, slots=True)
class Heat:
    """`hours` are those with a call; a row has a cell an hour, None where none began, and one of all its calls."""

    hours: tuple[int, ...]
    rows: tuple[tuple[str, tuple[Cell | None, ...], Cell], ...]


def by_queue(hours: Sequence[Hour], figure: Figure) -> Heat:
    """A row a queue, by name."""
    return _heat(hours, figure, lambda hour: hour.queue or NO_QUEUE, sorted({h.queue or NO_QUEUE for h in hours}))


def by_weekday(hours: Sequence[Hour], figure: Figure) -> Heat:
    """A row a weekday with a call, from Monday."""
    days = [WEEKDAYS[day] for day in sorted({hour.weekday for hour in hours})]
    return _heat(hours, figure, lambda hour: WEEKDAYS[hour.weekday], days)


def worst(heat: Heat) -> tuple[str, int, Cell] | None:
    """Row, hour and cell with the longest mean of those with calls enough."""
    found = [
        (name, hour, cell)
        for name, cells, _ in heat.rows
        for hour, cell in zip(heat.hours, cells, strict=True)
        if cell and cell.shade is not None
    ]
    return max(found, key=lambda each: each[2].mean_s, default=None)


def _heat(hours: Sequence[Hour], figure: Figure, row_of: Callable[[Hour], str], names: Sequence[str]) -> Heat:
    sums: dict[Any, list[float]] = defaultdict(lambda: [0, 0.0])
    for hour in hours:
        for key in ((row_of(hour), hour.hour), (row_of(hour), None)):
            sums[key][0] += hour.calls
            sums[key][1] += getattr(hour, figure)
    shown = tuple(sorted({hour.hour for hour in hours}))
    most = max(
        (total / calls for (_, at), (calls, total) in sums.items() if at is not None and calls >= FEW), default=0
    )

    def cell(key: tuple[str, int | None]) -> Cell | None:
        if key not in sums:
            return None
        calls, total = sums[key]
        shade = min(SHADES - 1, int(SHADES * total / calls / most)) if calls >= FEW and most else None
        return Cell(int(calls), total / calls, shade)

    rows = ((name, tuple(cell((name, hour)) for hour in shown), cell((name, None))) for name in names)
    return Heat(shown, tuple((name, cells, whole) for name, cells, whole in rows if whole))
