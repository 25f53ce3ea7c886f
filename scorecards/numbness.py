"""How an agent's delivery drifts over a shift. Arithmetic only; shown as care: a voice that tires asks for a break."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from configs.desk_settings import NumbnessSettings
from scorecards.estimate import Floats, reach
from store.agent_calls import VoicedCall

HOUR_S = 3600.0


@dataclass(frozen=True, slots=True)
class Hour:
    """The delivery in the `number`th hour of shifts, from 0, with an interval of 95 %."""

    number: int
    calls: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Drift:
    """Change of delivery over a shift: points an hour, with an interval of 95 %, resting on `calls` in `shifts`.

    `after`: the hour since the first call after which the level is another, where one is.
    """

    calls: int
    shifts: int
    per_hour: float
    low: float
    high: float
    hours: tuple[Hour, ...]
    after: int

    @property
    def over_shift(self) -> float:
        """Points from the first hour to the last that has enough calls."""
        return self.per_hour * (self.hours[-1].number - self.hours[0].number)

    def flattens(self, settings: NumbnessSettings) -> bool:
        """Whether the interval shows a loss, and one that can be heard."""
        return self.high < 0 and -self.over_shift >= settings.least_drop


def drift_over_shift(calls: Sequence[VoicedCall], settings: NumbnessSettings) -> Drift | None:
    """Within shifts: each call beside the same shift's others, so that good and bad days do not count.

    Least squares with an intercept a shift (the within estimator; Wooldridge 2010, Econometric analysis of cross
    section and panel data, chapter 10), hours since the shift's first call and the customer's mood at the start as
    regressors; errors may hang together within a shift (Liang & Zeger 1986; Cameron & Miller 2015, A practitioner's
    guide to cluster-robust inference, Journal of Human Resources 50:317-372). A shift ends where no call begins for
    `gap_h`.
    None with fewer calls or shifts than the settings ask for, or calls in one hour only.
    """
    shift, hour, delivery, upset = _by_shift(calls, settings.gap_h)
    groups = [np.flatnonzero(shift == each) for each in np.unique(shift)]
    groups = [rows for rows in groups if len(rows) > 1]
    if not groups or len(groups) < settings.min_shifts or sum(map(len, groups)) < settings.min_calls:
        return None
    rows = np.concatenate(groups)
    hour, delivery, upset = hour[rows], delivery[rows], upset[rows]
    ends = np.cumsum([len(each) for each in groups])
    groups = [np.arange(end - len(each), end) for end, each in zip(ends, groups, strict=True)]
    given = np.column_stack([_centred(hour, groups), _centred(upset, groups)])
    wanted = _centred(delivery, groups)
    inverse = np.linalg.pinv(given.T @ given)
    slopes = inverse @ given.T @ wanted
    plain = delivery - slopes[1] * (upset - upset.mean())
    hours = _hours(hour, plain.mean() + _centred(plain, groups), settings.min_hour_calls)
    if len(hours) < 2:
        return None
    left = wanted - given @ slopes
    half = reach(_variance(given, left, inverse.astype(np.float64), groups), len(groups) - 1)
    per_hour = float(slopes[0])
    after = _step(hour, _centred(plain, groups), groups, hours)
    return Drift(len(rows), len(groups), per_hour, per_hour - half, per_hour + half, hours, after)


def _by_shift(calls: Sequence[VoicedCall], gap_h: float) -> tuple[Floats, Floats, Floats, Floats]:
    """Of measurable calls (n,): number of the shift, hours since its first call, delivery, whether upset."""
    found: list[tuple[float, float, float, float]] = []
    number, first, last = -1, None, None
    for call in sorted(calls, key=lambda each: each.began):
        if first is None or last is None or call.began - last > timedelta(hours=gap_h):
            number, first = number + 1, call.began
        last = call.began
        if call.delivery is not None:
            found.append((number, (call.began - first).total_seconds() / HOUR_S, call.delivery, call.upset))
    columns = np.asarray(found, float).reshape(-1, 4).T
    return columns[0], columns[1], columns[2], columns[3]


def _centred(values: Floats, groups: Sequence[np.ndarray]) -> Floats:
    """Less each shift's own mean."""
    out = values.copy()
    for rows in groups:
        out[rows] -= values[rows].mean()
    return out


def _variance(given: Floats, left: Floats, inverse: Floats, groups: Sequence[np.ndarray]) -> float:
    """Of the first slope, by shifts as clusters, with the usual correction for few of them."""
    meat = sum((np.outer(score, score) for score in (given[rows].T @ left[rows] for rows in groups)), np.zeros((2, 2)))
    n, k, many = len(left), given.shape[1], len(groups)
    correction = many / (many - 1) * (n - 1) / (n - k)
    return float((inverse @ meat @ inverse)[0, 0] * correction)


def _hours(hour: Floats, level: Floats, least: int) -> tuple[Hour, ...]:
    by_hour: dict[int, list[float]] = defaultdict(list)
    for each, value in zip(np.floor(hour).astype(int).tolist(), level.tolist(), strict=True):
        by_hour[each].append(value)
    return tuple(_one_hour(number, np.asarray(by_hour[number])) for number in sorted(by_hour)
                 if len(by_hour[number]) >= max(2, least))  # fmt: skip


def _one_hour(number: int, values: Floats) -> Hour:
    half = reach(float(values.var(ddof=1)) / len(values), len(values) - 1)
    mean = float(values.mean())
    return Hour(number, len(values), mean, mean - half, mean + half)


def _step(hour: Floats, wanted: Floats, groups: Sequence[np.ndarray], hours: Sequence[Hour]) -> int:
    """The hour from which a single step within shifts explains most."""

    def explained(start: int) -> float:
        late = _centred((hour >= start).astype(float), groups)
        squares = float(late @ late)
        return float(late @ wanted) ** 2 / squares if squares else 0.0

    return max((each.number for each in hours[1:]), key=explained)
