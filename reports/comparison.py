"""A night against the nights before it, figure by figure and queue by queue, and what changed since when.

What is within the noise is told from what is not. A night's average varies for two reasons: its calls do (by their
variance over their number), and nights do (a storm, a Monday). The second is estimated from the nights before as in a
random-effects meta-analysis (DerSimonian & Laird 1986), so that neither many calls make a small difference a finding,
nor few calls a large one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from configs.operation_settings import NightlySettings
from reports.change_point import ChangePoint, ChangeTest, last_change
from reports.night_figures import NIGHT_FIGURES, NightFigure, Verdict
from store.nights import Day, Figure

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure this night and in the nights before: its interval is that of `night - before`.

    `queue` None: all calls. `before`, `low` and `high` are None where too few nights came before. `verdict` is None
    within the noise. `row` are the nightly averages, the last one possibly this night's.
    """

    figure: NightFigure
    queue: str | None
    calls: int
    night: float
    before: float | None
    low: float | None
    high: float | None
    verdict: Verdict | None
    row: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure whose level changed: `days` and `row` are the nights and their averages, `point` where it changed."""

    figure: NightFigure
    queue: str | None
    days: tuple[date, ...]
    row: tuple[float, ...]
    point: ChangePoint
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Comparison:
    """`nights` are the days before with any call, `calls` their calls; `changed` has the worst first."""

    nights: int
    calls: int
    overall: tuple[Compared, ...]
    queues: tuple[Compared, ...]
    changed: tuple[Changed, ...]

    def change_of(self, found: Compared) -> Changed | None:
        """Where the level of this figure and queue changed: the days before are then no single level."""
        alike = (each for each in self.changed if (each.figure, each.queue) == (found.figure, found.queue))
        return next(alike, None)


def compare(days: Sequence[Day], settings: NightlySettings) -> Comparison:
    """The figures of the night's own calls against those of the days before, which must be in order.

    Of the queues only what is out of the ordinary. The intervals of all calls hold together with 95 %, and so do those
    of the queues (Bonferroni).
    """
    before = [day for day in days if not day.tonight]
    queues = sorted({day.queue for day in days if day.queue is not None})
    by_queue = {queue: [day for day in days if day.queue == queue] for queue in queues} if len(queues) > 1 else {}
    tests = len(NIGHT_FIGURES)
    overall = [_compared(days, figure, None, tests, settings) for figure in NIGHT_FIGURES]
    tests *= max(1, len(by_queue))
    inside = [_compared(of, f, queue, tests, settings) for queue, of in by_queue.items() for f in NIGHT_FIGURES]
    everything = [(None, days), *by_queue.items()]
    changed = [_changed(of, figure, queue, settings) for queue, of in everything for figure in NIGHT_FIGURES]
    return Comparison(
        nights=len({day.day for day in before}),
        calls=sum(day.calls for day in before),
        overall=tuple(found for found in overall if found),
        queues=tuple(found for found in inside if found and found.verdict),
        changed=tuple(sorted((found for found in changed if found), key=_by_size)),
    )


def _compared(
    days: Iterable[Day], figure: NightFigure, queue: str | None, tests: int, settings: NightlySettings
) -> Compared | None:
    """None where the night itself has too few calls with that figure."""
    days = list(days)
    night = _added(day.figures[figure.name] for day in days if day.tonight)
    if night.calls < settings.min_calls:
        return None
    nights = _by_day((day for day in days if not day.tonight), figure, settings.min_calls)
    row = (*(each.mean for each in nights.values()), night.mean)
    if len(nights) < settings.change_min_nights:
        return Compared(figure, queue, night.calls, night.mean, None, None, None, None, row)
    figures = list(nights.values())
    between, within = _variances(figures)
    means, weights = np.array([each.mean for each in figures]), _weights(figures)
    level = float(np.average(means, weights=weights))
    error = np.sqrt(between + within / night.calls + (1 / weights.sum() if between + within > 0 else 0.0))
    reach = float(stats.t.ppf(1 - 0.05 / 2 / tests, len(figures) - 1) * error)
    off = night.mean - level
    verdict = figure.verdict(off) if abs(off) > reach else None
    return Compared(figure, queue, night.calls, night.mean, level, off - reach, off + reach, verdict, row)


def _changed(days: Iterable[Day], figure: NightFigure, queue: str | None, settings: NightlySettings) -> Changed | None:
    """Where the level of the nights, this one included, last changed."""
    nights = _by_day(days, figure, settings.min_calls)
    figures = list(nights.values())
    if not figures:
        return None
    row = np.array([each.mean for each in figures])
    test = ChangeTest(settings.change_chance, settings.change_min_nights, settings.change_permutations)
    point = last_change(row, _weights(figures), test)
    if point is None:
        return None
    verdict = figure.verdict(point.after - point.before)
    return Changed(figure, queue, tuple(nights), tuple(row.tolist()), point, verdict)


def _by_day(days: Iterable[Day], figure: NightFigure, min_calls: int) -> dict[date, Figure]:
    found: dict[date, Figure] = {}
    for day in days:
        found[day.day] = found.get(day.day, Figure()) + day.figures[figure.name]
    return {day: total for day, total in found.items() if total.calls >= min_calls}


def _added(figures: Iterable[Figure]) -> Figure:
    total = Figure()
    for figure in figures:
        total += figure
    return total


def _variances(figures: Sequence[Figure]) -> tuple[float, float]:
    """Between nights, and within them (of single calls)."""
    counts = np.array([each.calls for each in figures], float)
    means, sds = np.array([each.mean for each in figures]), np.array([each.sd for each in figures])
    freedom = float((counts - 1).sum())
    within = float(((counts - 1) * sds**2).sum() / freedom) if freedom > 0 else 0.0
    spread = float((counts * (means - np.average(means, weights=counts)) ** 2).sum())
    scale = float(counts.sum() - (counts**2).sum() / counts.sum())
    between = (spread - (len(figures) - 1) * within) / scale if scale > 0 else 0.0
    return max(0.0, between), within


def _weights(figures: Sequence[Figure]) -> Floats:
    """How much each night's average says: one over its variance."""
    between, within = _variances(figures)
    counts = np.array([each.calls for each in figures], float)
    variances = between + within / counts
    found: Floats = 1 / variances if between + within > 0 else counts
    return found


def _by_size(found: Changed) -> tuple[bool, bool, float]:
    """What got worse first, all calls before a queue, then by how many of its standard errors."""
    error = max((found.point.high - found.point.low) / 2, np.finfo(float).tiny)
    size = abs(found.point.after - found.point.before) / error
    return found.verdict != "worse", found.queue is not None, -float(size)
