"""A proposal of weights: the present ones, moved towards the reviewers' own scores as far as their labels carry.

Each part's points are multiplied by a factor of 0 or more. The factors minimise the squared errors against the
reviewers' scores plus `firmness` squared for each factor's squared distance from 1: ridge regression around the present
weights, under non-negative least squares (Lawson & Hanson 1974; scipy's lsq_linear).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import lsq_linear

from calibration.labels import ScoreLabel
from calibration.reports import Report, Scored

Floats = NDArray[np.float64]

START = "start"
SETTING_OF = {
    "opportunities_met": "opportunities",
    "apology_then_action": "apology_action",
    "stock_phrases": "stock",
}
"""Parts whose weight in the settings has another name than they have."""
SHARED = ("delivery",)
"""Scores whose parts share 100 points by their weights, so that a part not measured leaves its points to the others."""


@dataclass(frozen=True, slots=True, eq=False)
class Scorings:
    """Calls that reviewers scored. `points` (calls, weights) are what each weight gives now, `judged` whether it had
    occasion; `fixed` (calls,) is what no weight moves, `wanted` (calls,) the mean of the reviewers' scores.
    """

    points: Floats
    judged: NDArray[np.bool_]
    fixed: Floats
    wanted: Floats
    weights: Floats
    shared: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """Weights by their settings' names, and the mean absolute error of a call left out of the fitting, in points."""

    score: str
    calls: int
    present: Mapping[str, float]
    proposed: Mapping[str, float]
    error_before: float
    error_after: float

    @property
    def is_better(self) -> bool:
        """Whether calls that were not fitted on come out nearer to the reviewers."""
        return self.error_after < self.error_before


def propose(
    score: str,
    labels: Sequence[ScoreLabel],
    reports: Mapping[str, Report],
    present: Mapping[str, float],
    firmness: float,
) -> Proposal:
    """Weights for `score`; `present` holds its section's weights. At least two calls must be scored, see `scored`."""
    wanted = scored(score, labels, reports)
    names = _moved(score, present, [reports[call].scores[score] for call in wanted])
    found = _scorings(score, names, present, wanted, reports)
    factors = fitted(found, firmness)
    new = _weights(found, factors)
    return Proposal(
        score=score,
        calls=len(wanted),
        present={name: present[name] for name in names},
        proposed=dict(zip(names, (round(float(value), 2) for value in new), strict=True)),
        error_before=float(np.mean(np.abs(predicted(found, np.ones(len(names))) - found.wanted))),
        error_after=float(np.mean(_left_out(found, firmness))),
    )


def scored(score: str, labels: Sequence[ScoreLabel], reports: Mapping[str, Report]) -> dict[str, float]:
    """The mean of the reviewers' scores of each call that the machine scored too."""
    by_call: dict[str, list[float]] = defaultdict(list)
    for label in labels:
        report = reports.get(label.call)
        if label.score == score and report is not None and report.scores[score].value is not None:
            by_call[label.call].append(label.value)
    return {call: sum(values) / len(values) for call, values in by_call.items()}


def fitted(found: Scorings, firmness: float) -> Floats:
    """The factor of each weight, shape (weights,), 0 or more."""
    count = found.points.shape[1]
    rows = np.vstack([found.points, firmness * np.eye(count)])
    aims = np.concatenate([found.wanted - found.fixed, np.full(count, firmness)])
    return np.asarray(lsq_linear(rows, aims, bounds=(0.0, np.inf)).x, np.float64)


def predicted(found: Scorings, factors: Floats) -> Floats:
    """The scores that the weights times `factors` give, shape (calls,)."""
    points = found.points @ factors
    if found.shared:
        before = found.judged @ found.weights
        after = found.judged @ (found.weights * factors)
        points = np.where(after > 0, points * before / np.where(after > 0, after, 1.0), 0.0)
    return np.asarray(np.clip(found.fixed + points, 0.0, 100.0), np.float64)


def _left_out(found: Scorings, firmness: float) -> Floats:
    """The absolute error of each call by weights fitted on the others."""
    errors = []
    for out in range(len(found.wanted)):
        kept = np.arange(len(found.wanted)) != out
        factors = fitted(_only(found, kept), firmness)
        errors.append(abs(predicted(_only(found, ~kept), factors)[0] - found.wanted[out]))
    return np.array(errors)


def _only(found: Scorings, rows: NDArray[np.bool_]) -> Scorings:
    return Scorings(
        found.points[rows], found.judged[rows], found.fixed[rows], found.wanted[rows], found.weights, found.shared
    )


def _weights(found: Scorings, factors: Floats) -> Floats:
    """The new weights; where they share 100 points, they keep their sum."""
    new = found.weights * factors
    return new * (found.weights.sum() / new.sum()) if found.shared and new.sum() > 0 else new


def _moved(score: str, present: Mapping[str, float], scores: Sequence[Scored]) -> list[str]:
    """The weights that moved any of these scores; the others are left alone."""
    names = {SETTING_OF.get(part.name, part.name) for one in scores for part in one.parts if part.points != 0}
    names |= {START} if START in present and score not in SHARED else set()
    return [name for name in present if name in names and present[name] > 0]


def _scorings(
    score: str,
    names: Sequence[str],
    present: Mapping[str, float],
    wanted: Mapping[str, float],
    reports: Mapping[str, Report],
) -> Scorings:
    points = np.zeros((len(wanted), len(names)))
    judged = np.zeros((len(wanted), len(names)), bool)
    fixed = np.zeros(len(wanted))
    for row, call in enumerate(wanted):
        found = reports[call].scores[score]
        fixed[row] = (found.value or 0.0) - sum(part.points for part in found.parts)
        for part in found.parts:
            name = SETTING_OF.get(part.name, part.name)
            if name in names:
                points[row, names.index(name)] += part.points
                judged[row, names.index(name)] = part.value is not None
            else:
                fixed[row] += part.points
        if START in names:
            points[row, names.index(START)] = present[START]
            fixed[row] -= present[START]
    weights = np.array([present[name] for name in names])
    return Scorings(points, judged, fixed, np.array(list(wanted.values())), weights, score in SHARED)
