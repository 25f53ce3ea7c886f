"""How much the network's word counts beside the phrase lists': fitted per marker on examples that neither had seen."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from configs.examples import Labelled
from configs.phrases import Phrases
from scores.lines import lines_of, turn_of
from scores.markers import AGENT_MARKERS, MARKERS
from scores.network_markers import Weighing
from scores.phrase_markers import phrase_markers

Array = NDArray[np.float64]
PULL = 10.0
"""How strongly a marker's weights are held to those of all markers together: it has 40 to 250 examples of its own."""
THRESHOLDS = np.arange(0.30, 0.61, 0.05)


def phrase_hits(examples: Sequence[Labelled], phrases: Phrases) -> Array:
    """1 where the lists give an example a marker, shape (examples, markers)."""
    found = [{e.marker for e in phrase_markers(lines_of((turn_of(x.role, x.text),)), phrases)} for x in examples]
    return np.array([[m in markers for m in MARKERS] for markers in found], dtype=float)


def possible(examples: Sequence[Labelled]) -> NDArray[np.bool_]:
    """Where the example's role can carry the marker, shape (examples, markers)."""
    return np.array([[(m in AGENT_MARKERS) == (e.role == "agent") for m in MARKERS] for e in examples])


def fit(odds: Array, hits: Array, examples: Sequence[Labelled]) -> dict[str, Weighing]:
    """Weights by marker from the network's log odds on examples it had not seen; the threshold of the best micro F1.

    Among calibrated probabilities one threshold serves all markers best (Lipton, Elkan & Narayanaswamy 2014).
    """
    true = np.array([[m in e.true for m in MARKERS] for e in examples], dtype=float)
    asked = possible(examples)
    shared = _logistic(odds[asked], hits[asked], true[asked], np.array([1.0, 0.0, 0.0]), 0.0)
    own = [_logistic(odds[rows, j], hits[rows, j], true[rows, j], shared, PULL) for j, rows in enumerate(asked.T)]
    weights = {m: Weighing(*w, threshold=0.0) for m, w in zip(MARKERS, own, strict=True)}
    chances = weighed(odds, hits, weights) * asked
    threshold = float(max(THRESHOLDS, key=lambda t: micro_f1(chances >= t, true)))
    return {m: Weighing(w.network, w.phrase, w.bias, threshold) for m, w in weights.items()}


def weighed(odds: Array, hits: Array, weights: Mapping[str, Weighing]) -> Array:
    """Probabilities, shape (examples, markers)."""
    table = np.array([(w.network, w.phrase, w.bias) for w in (weights[m] for m in MARKERS)])
    chances: Array = 1 / (1 + np.exp(-(odds * table[:, 0] + hits * table[:, 1] + table[:, 2])))
    return chances


def micro_f1(found: NDArray[np.bool_], true: Array) -> float:
    """Over all markers together."""
    right = float((found * true).sum())
    return 2 * right / (float(found.sum()) + float(true.sum()))


def write(weights: Mapping[str, Weighing], path: Path) -> None:
    """The weights as scores/network_markers.py reads them."""
    lines = [
        "# How network and phrases are weighed for each marker; scores/network_markers.py says how.",
        "# Written by scripts/train_markers.py.",
    ]
    for marker, w in weights.items():
        lines += ["", f"[{marker}]", f"network = {w.network:.3f}", f"phrase = {w.phrase:.3f}", f"bias = {w.bias:.3f}"]
        lines += [f"threshold = {w.threshold:.2f}"]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _logistic(odds: Array, hits: Array, true: Array, held_to: Array, pull: float) -> Array:
    """Weights (network, phrase, bias) of a logistic regression pulled towards `held_to`."""
    columns = np.stack([odds, hits, np.ones_like(odds)], axis=1)

    def loss(weights: Array) -> tuple[float, Array]:
        z = columns @ weights
        away = weights - held_to
        slope = columns.T @ (1 / (1 + np.exp(-z)) - true) + pull * away
        return float((np.logaddexp(0, z) - true * z).sum() + pull / 2 * (away**2).sum()), slope

    fitted: Array = minimize(loss, held_to, jac=True, method="L-BFGS-B").x
    return fitted
