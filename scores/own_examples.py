"""A house's own examples: what a person says of a sentence holds for it, and for what is said like it.

Kernel logistic regression: to the log odds of a marker an example adds its weight times its likeness,
exp((cosine - 1) / width), so that it moves paraphrases of itself and leaves other sentences alone. The weights are
those by which the examples come out as labelled, held small by `firmness`. No training: a line is enough.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Correction:
    """Unit vectors of examples (n, size), and the weight of each for each marker (n, markers)."""

    vectors: Array
    weights: Array
    width: float

    def of(self, vector: NDArray[np.float32]) -> Array:
        """What the examples add to the log odds of each marker for a sentence of that vector."""
        added: Array = likeness(unit(vector[None]), self.vectors, self.width)[0] @ self.weights
        return added


@dataclass(frozen=True, slots=True)
class Fit:
    """`width` of the likeness; `firmness` holds weights small: from 0 (believe every label) up."""

    width: float
    firmness: float


def learn(vectors: Array, odds: Array, true: Array, fit: Fit) -> Correction:
    """The correction by which examples of these `vectors` (n, size) and `odds` come out `true`, both (n, markers)."""
    units = unit(vectors)
    kernel = likeness(units, units, fit.width)

    def loss(flat: Array) -> tuple[float, Array]:
        weights = flat.reshape(odds.shape)
        moved = kernel @ weights
        z = odds + moved
        wrong = 1 / (1 + np.exp(-z)) - true
        value = (np.logaddexp(0, z) - true * z).sum() + fit.firmness / 2 * (weights * moved).sum()
        return float(value), (kernel @ (wrong + fit.firmness * weights)).ravel()

    found = minimize(loss, np.zeros(odds.size), jac=True, method="L-BFGS-B").x
    return Correction(units, found.reshape(odds.shape), fit.width)


def likeness(a: Array, b: Array, width: float) -> Array:
    """Of unit vectors `a` (n, size) and `b` (m, size), shape (n, m), 1 for the same."""
    alike: Array = np.exp((a @ b.T - 1) / width)
    return alike


def unit(vectors: NDArray[np.floating]) -> Array:
    """Each row at length 1."""
    scaled: Array = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return scaled
